import Foundation

/// Work that is spread over threads and comes back in order.
enum Parallel {
  /// `body` of every index below `count`, at most `threads` at a time; results in order.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, progress: Progress? = nil,
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      func add() {
        guard next < count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await body(index)) }
      }
      for _ in 0..<max(1, threads) { add() }
      var results = [Result?](repeating: nil, count: count)
      for try await (index, result) in group {
        results[index] = result
        progress?.step(index)
        add()
      }
      return results.compactMap(\.self)
    }
  }
}

/// A line on a terminal's standard error that says how far things are, from the first second on.
final class Progress {
  private let total: Int
  private let what: String
  /// What each part costs, in any unit; equal where it isn't known.
  private let costs: [Double]
  private var done = 0
  private var spent = 0.0
  private let start = ContinuousClock.now
  private let isShown = isatty(STDERR_FILENO) == 1
  private var isPrinted = false

  init(_ what: String, of total: Int, costs: [Double]? = nil) {
    (self.what, self.total) = (what, total)
    self.costs = costs ?? Array(repeating: 1, count: total)
  }

  func step(_ index: Int) {
    done += 1
    spent += costs.indices.contains(index) ? costs[index] : 1
    let elapsed = ContinuousClock.now - start
    guard isShown, elapsed > .seconds(1) else { return }
    isPrinted = true
    let rest = elapsed * max(0, costs.reduce(0, +) / spent - 1)
    let left = done < total ? ", about \(max(1, rest.components.seconds)) s left" : ""
    Console.note("\r\u{1B}[K\(what) \(done) of \(total)\(left)")
  }

  func end() {
    if isPrinted { Console.note("\r\u{1B}[K") }
  }
}
