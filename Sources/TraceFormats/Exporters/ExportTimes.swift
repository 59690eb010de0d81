import Domain

/// When requests of a session are sent and end, if every output token takes the same time and
/// prompts none.
struct ExportTimes {
  let tokenTime: Nanoseconds
  /// From the session's start; by record.
  private(set) var starts: [Nanoseconds] = []
  private(set) var ends: [Nanoseconds] = []
  private var needed: [Nanoseconds] = []

  init(tokenTime: Nanoseconds) { self.tokenTime = tokenTime }

  /// - Complexity: O(records + dependencies · log dependencies of a join).
  mutating func place(_ session: borrowing TraceSession) {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let horizon = Ticks.horizonNanoseconds
    var speeches = 0
    for index in session.records.indices {
      let record = session.records[index]
      let ready = session.ready(index, after: ends, &needed)
      let start = min(horizon, max(ready + min(horizon, record.delay), record.offset))
      var length: Nanoseconds = 0
      switch record.kind {
      case .request:
        let (time, overflows) = tokenTime.multipliedReportingOverflow(
          by: Nanoseconds(record.outputTokens))
        length = overflows ? horizon : time
      case .speech:
        length = session.sound(session.speeches[speeches], ofRecord: index)
        speeches += 1
      default: break
      }
      starts.append(start)
      ends.append(min(horizon, start + min(horizon, length)))
    }
  }

  /// When the last record ends.
  var length: Nanoseconds { ends.max() ?? 0 }
}

/// When sessions start: as the trace says, or in a closed class when another one of it ends.
struct ExportStarts {
  private let classes: [TraceClass]
  /// By class: ends of the sessions that run.
  private var running: [MinHeap<Nanoseconds>]
  private var started: [Int]

  init(_ classes: [TraceClass]) {
    self.classes = classes
    running = classes.map { _ in MinHeap() }
    started = Array(repeating: 0, count: classes.count)
  }

  /// - Parameter length: of the session.
  /// - Returns: nil if it doesn't start.
  mutating func start(
    of session: borrowing TraceSession, length: Nanoseconds
  ) -> Nanoseconds? {
    let index = session.classIndex
    guard let closed = classes[index].closed else { return session.start }
    var start = session.start ?? 0
    if session.start == nil {
      guard let end = running[index].popFirst() else { return nil }
      start = end + session.pause
      guard start < closed.until else { return nil }
    }
    if let total = closed.total, started[index] >= total { return nil }
    started[index] += 1
    running[index].insert(min(start, Ticks.horizonNanoseconds) + length)
    return start
  }
}
