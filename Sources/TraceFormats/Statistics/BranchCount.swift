import Domain

/// How wide an imported session gets: without joins, what runs beside each other is what goes on
/// from the same record.
struct BranchCount {
  private var counts: [Int] = []

  /// The most requests and waits that go on from one record alone; at least 1.
  ///
  /// - Complexity: O(records and dependencies).
  mutating func widest(_ session: borrowing TraceSession) -> Int {
    counts.removeAll(keepingCapacity: true)
    counts.append(contentsOf: repeatElement(0, count: session.records.count + 1))
    for index in session.records.indices {
      let record = session.records[index]
      guard record.kind == .request || record.kind == .wait else { continue }
      // The session's start is the last place.
      var origin = index > 0 ? index - 1 : session.records.count
      if record.firstDependency >= 0 {
        // What waits for several ends branches and begins none.
        guard record.dependencyCount <= 1 else { continue }
        origin =
          record.dependencyCount == 1
          ? Int(session.dependencies[Int(record.firstDependency)]) : session.records.count
      }
      counts[origin] += 1
    }
    return max(1, counts.max() ?? 1)
  }
}
