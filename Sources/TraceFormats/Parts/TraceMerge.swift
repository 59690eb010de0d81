public import Domain

/// The parts of one trace as the whole again.
public struct TraceMerge: TraceSource {
  public let header: TraceHeader
  private var sources: ArraySlice<any TraceSource>
  /// Shared contexts that the sessions so far brought.
  private var contexts = 0
  private var isFirstOfPart = true

  /// Why traces are not the parts of one; `source` is the index of the one to blame.
  public struct Mismatch: Error, Hashable, Sendable {
    public var source: Int
    public var message: String
  }

  /// - Parameter sources: the parts, in any order.
  /// - Throws: if they are not parts of one trace, or not all of them.
  public init(_ sources: [any TraceSource]) throws(Mismatch) {
    var parts: [(index: Int, part: TracePart)] = []
    for (index, source) in sources.enumerated() {
      guard let part = source.header.part else {
        throw Mismatch(source: index, message: "is a whole trace, not a part of one")
      }
      parts.append((index, part))
    }
    parts.sort {
      ($0.part.first, $0.part.sessions, $0.index) < ($1.part.first, $1.part.sessions, $1.index)
    }
    guard let start = parts.first else { throw Mismatch(source: 0, message: "has no parts") }
    var whole = sources[start.index].header
    whole.part = nil
    var next = 1
    for (index, part) in parts {
      let header = sources[index].header
      guard TraceMerge.identity(header) == TraceMerge.identity(sources[start.index].header),
        part.of == start.part.of
      else { throw Mismatch(source: index, message: "is a part of another trace") }
      guard part.first == next else {
        let missing = part.first > next ? "sessions from \(next) on are missing before it" : ""
        throw Mismatch(
          source: index, message: missing.isEmpty ? "has sessions of another part" : missing)
      }
      next += part.sessions
      guard index != start.index else { continue }
      for (number, trafficClass) in header.classes.enumerated() {
        whole.classes[number].closed?.sessions += trafficClass.closed?.sessions ?? 0
      }
    }
    guard next == start.part.of + 1 else {
      throw Mismatch(
        source: parts[parts.count - 1].index,
        message: "is not the last part: sessions from \(next) to \(start.part.of) are missing")
    }
    header = whole
    self.sources = parts.map { sources[$0.index] }[...]
  }

  /// A header without what differs between parts of one trace.
  private static func identity(_ header: TraceHeader) -> TraceHeader {
    var header = header
    header.part = nil
    for index in header.classes.indices { header.classes[index].closed?.sessions = 0 }
    return header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while let index = sources.indices.first {
      if try sources[index].next(&session) {
        if isFirstOfPart {
          guard session.sharedContexts.count >= contexts else {
            throw TraceError("the part lacks contexts of the parts before it", line: 0)
          }
          session.sharedContexts.removeFirst(contexts)
        }
        isFirstOfPart = false
        contexts += session.sharedContexts.count
        return true
      }
      sources.removeFirst()
      isFirstOfPart = true
    }
    return false
  }
}
