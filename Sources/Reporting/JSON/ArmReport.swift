public import Domain

/// One arm as it is reported: its summary, and its assertions judged.
public struct ArmReport: Hashable, Sendable {
  public var summary: ArmSummary
  public var assertions: [AssertionResult]
  /// What time is spent on: of all and of each class; empty where the replay doesn't tell.
  public var why: [GroupWhy] = []
  /// What a page draws; nil unless it was asked for.
  public var detail: ArmDetail?

  public init(summary: ArmSummary, assertions: [AssertionResult]) {
    (self.summary, self.assertions) = (summary, assertions)
  }

  /// Summarizes an arm and judges the assertions of its trace, and `more`.
  public init(_ arm: ArmResult, _ header: TraceHeader, more: [Assertion] = []) {
    summary = ArmSummary(arm, header)
    assertions = AssertionJudge(header: header, arm: arm, summary: summary)
      .judge(header.assertions + more)
    why = TailFinder(arm, header)?.groups() ?? []
  }
}
