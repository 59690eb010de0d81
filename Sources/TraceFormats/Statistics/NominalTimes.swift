import Domain

/// When records of a session are due if every request is answered at once.
struct NominalTimes {
  /// From the session's start; by record.
  private(set) var moments: [Nanoseconds] = []
  private var ends: [Nanoseconds] = []

  /// - Complexity: O(records + dependencies · log dependencies of a join).
  mutating func place(_ session: borrowing TraceSession) {
    moments.removeAll(keepingCapacity: true)
    for index in session.records.indices {
      let record = session.records[index]
      let before = completed(before: index, record, session)
      let (sum, overflows) = before.addingReportingOverflow(record.delay)
      moments.append(max(overflows ? .max : sum, record.offset, 0))
    }
  }

  private mutating func completed(
    before index: Int, _ record: TraceRecord, _ session: borrowing TraceSession
  ) -> Nanoseconds {
    guard record.firstDependency >= 0 else { return index == 0 ? 0 : moments[index - 1] }
    guard record.needed > 0 else { return 0 }
    ends.removeAll(keepingCapacity: true)
    let first = Int(record.firstDependency)
    for dependency in session.dependencies[first..<(first + Int(record.dependencyCount))] {
      ends.append(moments[Int(dependency)])
    }
    if ends.count > 1 { ends.sort() }
    return ends[min(Int(record.needed), ends.count) - 1]
  }
}
