public import Domain

/// Judges assertions against one arm, over one or several seeds together.
public struct AssertionJudge: Sendable {
  /// One replay of the arm: its trace's header, what was found, and the summary of it.
  public struct Run: Sendable {
    public var header: TraceHeader
    public var arm: ArmResult
    public var summary: ArmSummary
    public init(header: TraceHeader, arm: ArmResult, summary: ArmSummary) {
      (self.header, self.arm, self.summary) = (header, arm, summary)
    }
  }

  private let runs: [Run]

  /// - Parameter runs: One for each seed.
  public init(runs: [Run]) { self.runs = runs }

  public init(header: TraceHeader, arm: ArmResult, summary: ArmSummary) {
    runs = [Run(header: header, arm: arm, summary: summary)]
  }

  public func judge(_ assertions: [Assertion]) -> [AssertionResult] {
    assertions.map { assertion in
      AssertionResult(
        assertion,
        runs.map { run in
          AssertionEvidence(assertion, header: run.header, arm: run.arm, summary: run.summary)
        })
    }
  }
}
