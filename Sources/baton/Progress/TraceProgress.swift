import Domain
import Foundation
import Reporting
import Synchronization

/// How far passes over a trace are: replays of its arms, or one that writes it.
final class TraceProgress: Sendable {
  private let passes: [Pass]
  private let line: StatusLine

  /// - Parameters:
  ///   - what: `replayed`, say.
  ///   - header: Of the trace, whose length tells how much is left; nil where that isn't known yet.
  ///   - path: Where the passes write; what goes over the screen itself is seen to go on.
  ///   - read: Part of the file that was read; it is asked of traces that don't say their length.
  init(
    _ what: String, passes count: Int = 1, of header: TraceHeader? = nil, to path: String? = nil,
    read: (@Sendable () -> Double?)? = nil
  ) {
    let passes = (0..<count).map { _ in Pass() }
    self.passes = passes
    let length = header.flatMap { header in
      header.duration < Ticks.horizonNanoseconds ? Double(header.duration) : nil
    }
    let isOnScreen = path == "-" && isatty(STDOUT_FILENO) == 1
    line = StatusLine(isWanted: !isOnScreen) { seconds in
      var (requests, reached) = (0, 0.0)
      for pass in passes {
        requests += pass.requests.load(ordering: .relaxed)
        if let length {
          reached += min(1, Double(pass.reached.load(ordering: .relaxed)) / length)
        }
      }
      let share = length == nil ? read?() : reached / Double(max(1, count))
      return ProgressText.requests(what, requests, share: share, after: seconds)
    }
  }

  /// The same sessions, counted where anybody sees it.
  func watch(_ source: any TraceSource, pass: Int = 0) -> any TraceSource {
    StatusLine.isWanted ? WatchedSource(source, passes[pass]) : source
  }

  /// Counts a session of the only pass.
  func saw(_ session: TraceSession) {
    if StatusLine.isWanted { passes[0].saw(session) }
  }

  func end() { line.end() }

  fileprivate final class Pass: Sendable {
    let requests = Atomic<Int>(0)
    /// When the last session starts, in nanoseconds of the trace.
    let reached = Atomic<Int64>(0)

    func saw(_ session: TraceSession) {
      var count = 0
      for record in session.records where record.kind == .request { count += 1 }
      requests.add(count, ordering: .relaxed)
      if let start = session.start { reached.store(start, ordering: .relaxed) }
    }
  }
}

private struct WatchedSource: TraceSource {
  let header: TraceHeader
  private var source: any TraceSource
  private let pass: TraceProgress.Pass

  init(_ source: any TraceSource, _ pass: TraceProgress.Pass) {
    (header, self.source, self.pass) = (source.header, source, pass)
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    guard try source.next(&session) else { return false }
    pass.saw(session)
    return true
  }
}
