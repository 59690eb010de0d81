import Reporting
import Synchronization

/// How far work of many parts is.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var spent = 0.0
  }

  private final class Tally: Sendable {
    let state = Mutex(State())
  }

  /// What each part costs, in any unit; equal where it isn't known.
  private let costs: [Double]
  private let tally = Tally()
  private let line: StatusLine

  init(_ what: String, of total: Int, costs: [Double]? = nil) {
    self.costs = costs ?? Array(repeating: 1, count: total)
    let (tally, whole) = (tally, self.costs.reduce(0, +))
    line = StatusLine { seconds in
      let (done, spent) = tally.state.withLock { ($0.done, $0.spent) }
      return ProgressText.parts(
        what, done, of: total, share: whole > 0 ? spent / whole : nil, after: seconds)
    }
  }

  func step(_ index: Int) {
    tally.state.withLock { state in
      state.done += 1
      state.spent += costs.indices.contains(index) ? costs[index] : 1
    }
  }

  func end() { line.end() }
}
