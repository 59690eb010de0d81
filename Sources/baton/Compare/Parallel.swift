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
        progress?.step()
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
  private var done = 0
  private let start = ContinuousClock.now
  private let isShown = isatty(STDERR_FILENO) == 1
  private var isPrinted = false

  init(_ what: String, of total: Int) { (self.what, self.total) = (what, total) }

  func step() {
    done += 1
    guard isShown, ContinuousClock.now - start > .seconds(1) else { return }
    isPrinted = true
    Console.note("\r\(what) \(done) of \(total)")
  }

  func end() {
    if isPrinted { Console.note("\r\u{1B}[K") }
  }
}
