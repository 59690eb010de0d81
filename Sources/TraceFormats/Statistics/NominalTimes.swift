import Domain

/// When records of a session are due if every request is answered at once.
struct NominalTimes {
  /// From the session's start; by record.
  private(set) var moments: [Nanoseconds] = []
  private var needed: [Nanoseconds] = []

  /// - Complexity: O(records + dependencies · log dependencies of a join).
  mutating func place(_ session: borrowing TraceSession) {
    moments.removeAll(keepingCapacity: true)
    var speeches = 0
    for index in session.records.indices {
      let record = session.records[index]
      let before = session.ready(index, after: moments, &needed)
      var length = record.delay
      if record.kind == .speech {
        length = session.sound(session.speeches[speeches], ofRecord: index)
        speeches += 1
      }
      let (sum, overflows) = before.addingReportingOverflow(length)
      moments.append(max(overflows ? .max : sum, record.offset, 0))
    }
  }
}
