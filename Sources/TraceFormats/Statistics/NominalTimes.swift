import Domain

/// When records of a session are due if every request is answered at once.
struct NominalTimes {
  /// From the session's start; by record.
  private(set) var moments: [Nanoseconds] = []
  private var ends: [Nanoseconds] = []

  /// - Complexity: O(records + dependencies · log dependencies of a join).
  mutating func place(_ session: borrowing TraceSession) {
    moments.removeAll(keepingCapacity: true)
    var speeches = 0
    for index in session.records.indices {
      let record = session.records[index]
      let before = completed(before: index, record, session)
      var length = record.delay
      if record.kind == .speech {
        length = sound(session.speeches[speeches], record, index, session)
        speeches += 1
      }
      let (sum, overflows) = before.addingReportingOverflow(length)
      moments.append(max(overflows ? .max : sum, record.offset, 0))
    }
  }

  /// From an answer to the end of its sound.
  private func sound(
    _ speech: Speech, _ record: TraceRecord, _ index: Int, _ session: borrowing TraceSession
  ) -> Nanoseconds {
    if speech.cut >= 0 { return speech.synthesis + speech.cut }
    let first = record.firstDependency
    let answer = session.records[first < 0 ? index - 1 : Int(session.dependencies[Int(first)])]
    let tokens = Int(answer.outputTokens - answer.reasoningTokens)
    return Speech.length(tokens: tokens, perToken: speech.perToken, synthesis: speech.synthesis)
      ?? Ticks.horizonNanoseconds
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
