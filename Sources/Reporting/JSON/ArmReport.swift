public import Domain

/// One arm as it is reported: its summary, and its assertions judged.
public struct ArmReport: Hashable, Sendable {
  public var summary: ArmSummary
  public var assertions: [AssertionResult]

  public init(summary: ArmSummary, assertions: [AssertionResult]) {
    (self.summary, self.assertions) = (summary, assertions)
  }

  /// Summarizes an arm and judges the assertions of its trace, and `more`.
  public init(_ arm: ArmResult, _ header: TraceHeader, more: [Assertion] = []) {
    summary = ArmSummary(arm, header)
    assertions = AssertionJudge(header: header, arm: arm, summary: summary)
      .judge(header.assertions + more)
  }
}
