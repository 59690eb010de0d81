public import Domain

/// A trace several times, one copy after the other.
///
/// Contexts of each copy are its own, so that a copy reuses what the trace reuses and nothing of
/// the copy before. Tenants are the same people. Sessions of a closed class after the first copy
/// all follow an earlier one.
public struct RepeatedTrace: TraceSource {
  public typealias Opening = () throws(TraceError) -> any TraceSource

  public let header: TraceHeader
  private let open: Opening
  private let times: Int
  private let period: Nanoseconds
  /// What is read next: a closed class, then the open ones, each copy after copy.
  private var passes: ArraySlice<Pass>
  private var source: (any TraceSource)?
  /// Contexts of the pass's source so far.
  private var passed = 0
  private var renamings: [ContextRenaming]
  private var lastContext: Int32 = 0
  private var counts: [Int]

  private struct Pass {
    /// nil is all open classes.
    var closedClass: Int?
    var copy: Int
  }

  /// - Parameters:
  ///   - every: From the start of a copy to the next; nil is the trace's length, and where it has
  ///     none, that to its last start and a mean gap more.
  ///   - open: Opens the trace anew.
  /// - Throws: if copies would overlap, or last longer than a trace can.
  public init(
    times: Int, every: Nanoseconds? = nil, open: @escaping Opening
  ) throws(TraceError) {
    (self.times, self.open) = (times, open)
    var header = try open().header
    let length =
      header.hasLength && every == nil
      ? header.duration : try RepeatedTrace.length(of: open, header)
    period = every ?? length
    guard
      times == 1 || every != nil || period > 1 || header.classes.allSatisfy({ $0.closed != nil })
    else {
      throw TraceError(
        "no session starts later than the first, so nothing says when the next copy does", line: 0,
        help: "`--every 10m` lets one begin ten minutes after the other")
    }
    guard period >= length else {
      throw TraceError(
        "copies would overlap", line: 0, help: "sessions start over all of the trace's length")
    }
    guard period < Ticks.horizonNanoseconds / Nanoseconds(times) else {
      throw TraceError("\(times) copies would last more than 13 days", line: 0)
    }
    let more = period * Nanoseconds(times - 1)
    header = header.transformed(by: "repeat \(times) \(period)")
    // The measured window keeps its distance from both ends.
    if header.hasLength {
      header.duration += more
      header.measuredUntil += more
    }
    for index in header.classes.indices {
      guard let closed = header.classes[index].closed else { continue }
      header.classes[index].closed?.sessions *= times
      header.classes[index].closed?.until += more
      header.classes[index].closed?.total = closed.total.map { $0 * times }
    }
    self.header = header
    let classes = header.classes.indices.filter { header.classes[$0].closed != nil }
    let kinds = classes.map(Int?.some) + [nil]
    passes =
      kinds.flatMap { kind in
        (0..<times).map { Pass(closedClass: kind, copy: $0) }
      }[...]
    renamings = Array(repeating: ContextRenaming(), count: times)
    counts = Array(repeating: 0, count: header.classes.count)
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while let pass = passes.first {
      if source == nil { (source, passed) = (try open(), 0) }
      guard try source?.next(&session) == true else {
        source = nil
        passes.removeFirst()
        // Nothing reads this copy's contexts any more.
        if pass.closedClass == nil { renamings[pass.copy] = ContextRenaming() }
        continue
      }
      let known = renamings[pass.copy].count
      renamings[pass.copy].take(session.sharedContexts.dropFirst(max(0, known - passed)))
      passed += session.sharedContexts.count
      let isClosed = header.classes[session.classIndex].closed != nil
      guard (isClosed ? session.classIndex : nil) == pass.closedClass else { continue }
      if let start = session.start {
        if isClosed {
          session.start = pass.copy == 0 ? start : nil
        } else {
          session.start = start + period * Nanoseconds(pass.copy)
        }
      }
      renamings[pass.copy].rename(&session, last: &lastContext)
      session.number = counts[session.classIndex]
      counts[session.classIndex] += 1
      return true
    }
    session.removeAll()
    return false
  }

  /// Just beyond the last start, of open classes.
  private static func length(
    of open: Opening, _ header: TraceHeader
  ) throws(TraceError) -> Nanoseconds {
    var source = try open()
    var session = TraceSession()
    var (last, starts): (Nanoseconds, Int) = (0, 0)
    while try source.next(&session) {
      guard header.classes[session.classIndex].closed == nil, let start = session.start else {
        continue
      }
      (last, starts) = (max(last, start), starts + 1)
    }
    return last + max(1, last / Nanoseconds(max(starts - 1, 1)))
  }
}
