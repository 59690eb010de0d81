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
