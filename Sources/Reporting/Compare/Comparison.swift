/// One seed: its trace replayed under every arm.
public struct Replicate: Hashable, Sendable {
  public var seed: UInt64
  public var baseline: ArmSummary
  public var candidates: [ArmSummary]
  /// The baseline once more with other system streams: the noise floor. nil if nothing is random.
  public var control: ArmSummary?
  public init(
    seed: UInt64, baseline: ArmSummary, candidates: [ArmSummary], control: ArmSummary? = nil
  ) {
    (self.seed, self.baseline, self.candidates) = (seed, baseline, candidates)
    self.control = control
  }
}

/// Candidates against a baseline over seeds, and the verdicts (design §8).
///
/// Candidates stand in the order of their names, so the order they were given in changes nothing.
public struct Comparison: Hashable, Sendable {
  public static let schema = "baton/compare/1"

  public var baseline: String
  public var candidates: [String]
  public var seeds: [UInt64]
  public var tolerance: Double
  public var metrics: [ComparedMetric]
  /// The baseline against itself; empty if nothing is random.
  public var noise: [ComparedMetric]
  /// Of candidates, in their order.
  public var assertions: [CandidateAssertions]

  public struct CandidateAssertions: Hashable, Sendable {
    public var candidate: String
    public var results: [AssertionResult]
    public init(candidate: String, results: [AssertionResult]) {
      (self.candidate, self.results) = (candidate, results)
    }
  }

  /// - Parameters:
  ///   - replicates: With the same arms in the same order; not empty.
  ///   - tolerance: Half the width of the band of equivalence, 0.05 for 5 %; below 1.
  public init(
    _ replicates: [Replicate], gates: [GatedMetric] = GatedMetric.defaults,
    tolerance: Double = 0.05, assertions: [CandidateAssertions] = []
  ) {
    precondition(!replicates.isEmpty, "a comparison has a seed")
    let ordered = replicates.sorted { $0.seed < $1.seed }
    let first = ordered[0]
    let onePlatform = first.candidates.allSatisfy { $0.platform == first.baseline.platform }
    func name(_ arm: ArmSummary) -> String {
      onePlatform ? arm.policy : "\(arm.policy)@\(arm.platform)"
    }
    let judge = PairedJudge(tolerance: tolerance, seeds: ordered.count)
    let baselines = ordered.map(\.baseline)
    let order = first.candidates.indices.sorted {
      (name(first.candidates[$0]), $0) < (name(first.candidates[$1]), $1)
    }
    baseline = name(first.baseline)
    candidates = order.map { name(first.candidates[$0]) }
    seeds = ordered.map(\.seed)
    self.tolerance = tolerance
    metrics = judge.judge(
      order.flatMap { index in
        Comparison.pairs(
          baselines, ordered.map { $0.candidates[index] }, gates,
          name: name(first.candidates[index]))
      })
    let controls = ordered.compactMap(\.control)
    noise =
      controls.count == ordered.count
      ? judge.judge(Comparison.pairs(baselines, controls, gates, name: name(first.baseline))) : []
    self.assertions = assertions.sorted { $0.candidate < $1.candidate }
  }

  /// The worst of all metrics, in the order of `Verdict`.
  public var verdict: Verdict {
    let found = Set(metrics.map(\.verdict))
    return Verdict.allCases.first { found.contains($0) } ?? .nothingMeasured
  }

  /// Of the process (design §8): 6, 4, 3, 5 or 0.
  public func exitCode(failsOnInconclusive: Bool) -> Int32 {
    let verdicts = Set(metrics.map(\.verdict))
    if metrics.isEmpty || verdicts.contains(.nothingMeasured) { return 6 }
    if verdicts.contains(.regressed) { return 4 }
    if assertions.contains(where: { $0.results.contains { !$0.passed } }) { return 3 }
    return failsOnInconclusive && verdicts.contains(.inconclusive) ? 5 : 0
  }

  private static func pairs(
    _ baselines: [ArmSummary], _ candidates: [ArmSummary], _ gates: [GatedMetric], name: String
  ) -> [ComparedMetric] {
    let ofClasses = gates.filter { !$0.isOfPlatform }
    let classes = baselines[0].classes.map(\.name).flatMap { className in
      ofClasses.compactMap { pair(baselines, candidates, $0, className, name) }
    }
    return classes
      + gates.filter(\.isOfPlatform).compactMap { pair(baselines, candidates, $0, "all", name) }
  }

  /// nil for a metric that a class doesn't have: both arms served it, and neither has a value.
  private static func pair(
    _ baselines: [ArmSummary], _ candidates: [ArmSummary], _ gate: GatedMetric,
    _ className: String, _ name: String
  ) -> ComparedMetric? {
    func group(_ arm: ArmSummary) -> GroupSummary {
      className == "all" && gate.isOfPlatform ? arm.all : arm.group(className) ?? arm.all
    }
    func values(_ arms: [ArmSummary]) -> [Double?] { arms.map { gate.value(group($0), $0) } }
    let (before, after) = (values(baselines), values(candidates))
    let isServed = [baselines, candidates].allSatisfy { arms in
      arms.contains { !group($0).isEmpty }
    }
    if isServed, before.allSatisfy({ $0 == nil }), after.allSatisfy({ $0 == nil }) { return nil }
    return ComparedMetric(
      metric: gate, className: className, candidate: name, baselineValues: before,
      candidateValues: after, verdict: .nothingMeasured)
  }
}
