/// One workload at one load, or one trace: what every arm is measured on.
public struct Scenario: Hashable, Sendable {
  /// What tells it from the others; empty where there is only one.
  public var name: String
  /// One for each seed, with the same arms in the same order; not empty.
  public var replicates: [Replicate]
  /// The baseline on seeds of its own, without candidates, where it shares none; not empty.
  public var unpaired: [Replicate]?
  /// For a trace: by candidate, metric and class, what its resampled sessions say.
  public var resampled: [ResampledMetric]?
  /// By candidate, in the order of the replicates' candidates; empty if sessions weren't kept.
  public var shifts: [SessionShifts]
  public var assertions: [CandidateAssertions]
  /// What is judged here; nil for what the comparison judges elsewhere.
  public var gates: [GatedMetric]?
  /// Somebody named what is judged, so that what no class has is an error and not left out.
  public var isNamed = false

  public init(
    name: String = "", replicates: [Replicate], unpaired: [Replicate]? = nil,
    resampled: [ResampledMetric]? = nil, shifts: [SessionShifts] = [],
    assertions: [CandidateAssertions] = [],
    gates: [GatedMetric]? = nil
  ) {
    precondition(!replicates.isEmpty, "a scenario has a replicate")
    (self.name, self.resampled, self.shifts) = (name, resampled, shifts)
    self.replicates = replicates.sorted { $0.seed < $1.seed }
    (self.assertions, self.gates) = (assertions, gates)
    self.unpaired = unpaired?.sorted { $0.seed < $1.seed }
  }

  /// The seeds of the baseline.
  var baselines: [Replicate] { unpaired ?? replicates }

  /// Arms whose noise floor was measured, by candidate, nil for the baseline: those that draw.
  var controlled: [Int?] {
    let candidates = replicates[0].candidates.indices.filter { index in
      replicates.contains { $0.controls.indices.contains(index) && $0.controls[index] != nil }
    }
    return (baselines.contains { $0.control != nil } ? [nil] : []) + candidates
  }

  /// Seeds that the noise floor is measured on: the first ones, as each costs a replay.
  public static let mostControls = 4
}

/// One seed: its trace replayed under every arm.
public struct Replicate: Hashable, Sendable {
  public var seed: UInt64
  /// nil where the baseline has seeds of its own.
  public var baseline: ArmValues?
  public var candidates: [ArmValues]
  /// The baseline once more with another system seed: the noise floor. nil if it draws nothing.
  public var control: ArmValues?
  /// The candidates once more, where there is one replay of each and no seeds that would show what
  /// they draw; empty elsewhere.
  public var controls: [ArmValues?]
  public init(
    seed: UInt64, baseline: ArmValues?, candidates: [ArmValues], control: ArmValues? = nil,
    controls: [ArmValues?] = []
  ) {
    (self.seed, self.baseline, self.candidates) = (seed, baseline, candidates)
    (self.control, self.controls) = (control, controls)
  }
}

/// What is set against what. Candidates are indices into those of a replicate.
public enum ComparedPair: Hashable, Sendable {
  /// A candidate against the baseline.
  case candidate(Int)
  /// An arm, nil for the baseline, against itself under other draws of the system.
  case control(of: Int?)
}

/// What the sessions of a trace, resampled, say of one metric.
public struct ResampledMetric: Hashable, Sendable {
  public var pair: ComparedPair
  public var metric: GatedMetric
  public var className: String
  public var value: Resampled
}

/// What became of the assertions under one candidate.
public struct CandidateAssertions: Hashable, Sendable {
  public var candidate: String
  public var scenario: String
  public var results: [AssertionResult]
  public init(candidate: String, scenario: String = "", results: [AssertionResult]) {
    (self.candidate, self.scenario, self.results) = (candidate, scenario, results)
  }

  var title: String { scenario.isEmpty ? candidate : "\(candidate) in \(scenario)" }
}
