public import Domain

/// What the replays of one load, one for each seed, say of the assertions.
public struct LoadJudgement: Hashable, Sendable {
  public var load: Double
  /// Each assertion's value is the mean over the seeds.
  public var results: [AssertionResult]
  /// By seed, whether all assertions hold on it alone.
  public var seedsHolding: [Bool]
  /// Most requests of one replay.
  public var requests: Int

  public var holds: Bool { results.allSatisfy(\.passed) }

  /// - Parameters:
  ///   - assertions: Not empty.
  ///   - figures: One for each seed; not empty.
  public init(load: Double, _ assertions: [Assertion], _ figures: [PointFigures]) {
    self.load = load
    results = assertions.map { assertion in
      AssertionResult(assertion, value: LoadJudgement.mean(assertion, figures))
    }
    seedsHolding = figures.map { point in
      assertions.allSatisfy { assertion in
        AssertionResult(assertion, value: LoadJudgement.mean(assertion, [point])).passed
      }
    }
    requests = figures.map(\.requests).max() ?? 0
  }

  /// nil where a seed measured nothing.
  private static func mean(_ assertion: Assertion, _ figures: [PointFigures]) -> Double? {
    let values = figures.compactMap { point in
      point.assertions.first { $0.text == assertion.text }?.value
    }
    guard !values.isEmpty, values.count == figures.count else { return nil }
    return values.count == 1 ? values[0] : values.reduce(0, +) / Double(values.count)
  }
}
