public import Domain

/// Some consecutive sessions of a trace, as a trace.
///
/// Sessions keep their numbers, and shared contexts theirs: those that sessions before the part
/// brought come with its first session. So a part can be replayed alone, and parts of one trace
/// put together again (`TraceMerge`). The sessions before the part are made, and dropped.
public struct TracePartSource: TraceSource {
  public let header: TraceHeader
  private var source: any TraceSource
  private let part: TracePart
  private var position = 0

  /// - Precondition: `part` is within the sessions of the source.
  public init(_ source: any TraceSource, part: TracePart) {
    (self.source, self.part) = (source, part)
    var header = source.header
    header.part = part
    var first = 0
    for index in header.classes.indices {
      guard let closed = header.classes[index].closed else { continue }
      let range = first..<(first + closed.sessions)
      first = range.upperBound
      header.classes[index].closed?.sessions = range.clamped(to: part.positions).count
    }
    self.header = header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    var before: [SharedContext] = []
    while position < part.positions.upperBound, try source.next(&session) {
      position += 1
      if part.positions.contains(position - 1) {
        if !before.isEmpty { session.sharedContexts = before + session.sharedContexts }
        return true
      }
      before += session.sharedContexts
    }
    session.removeAll()
    return false
  }
}
