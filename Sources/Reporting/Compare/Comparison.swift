public import Domain

/// Candidates against a baseline over seeds, and the verdicts (design §8).
///
/// Candidates stand in the order of their names, so the order they were given in changes nothing.
public struct Comparison: Hashable, Sendable {
  public static let schema = "baton/compare/1"

  public var baseline: String
  public var candidates: [String]
  /// Of the first scenario.
  public var seeds: [UInt64]
  /// Names of the scenarios; one empty name where there is only one.
  public var scenarios: [String]
  /// Where arms ran, by scenario; each named once.
  public var platforms: [String]
  /// How platforms were made equally large, a line for each arm that was.
  public var sizes: [String] = []
  public var tolerance: Double
  public var looks: Looks
  /// Whether sessions of a trace were resampled, in place of seeds.
  public var resamplesSessions: Bool
  /// Where the baseline has seeds of its own; of the first scenario.
  public var baselineSeeds: [UInt64]?
  public var metrics: [ComparedMetric]
  /// The baseline against itself under other draws of the system; empty if it draws nothing. Of a
  /// trace, the candidates too.
  public var noise: [ComparedMetric]
  /// Of candidates, in their order.
  public var assertions: [CandidateAssertions]
  /// By scenario and candidate: who wins and who loses.
  public var shifts: [SessionShifts]
  /// Assumed figures that the arms lean on.
  public var assumed: [AssumedParameter] = []
  /// nil where they weren't tried at the ends of their ranges.
  public var sensitivity: VerdictSensitivity?

  /// - Parameters:
  ///   - names: Of the baseline and the candidates in the order given.
  ///   - tolerance: Half the width of the band of equivalence, 0.05 for 5 %; below 1.
  public init(
    _ scenarios: [Scenario], baseline: String, candidates: [String],
    gates: [GatedMetric] = GatedMetric.defaults, tolerance: Double = 0.05, looks: Looks = Looks()
  ) {
    precondition(!scenarios.isEmpty, "a comparison has a scenario")
    let judge = PairedJudge(
      tolerance: tolerance, seeds: scenarios[0].replicates.count,
      baselineSeeds: scenarios[0].unpaired?.count, looks: looks.planned)
    let order = candidates.indices.sorted { (candidates[$0], $0) < (candidates[$1], $1) }
    self.baseline = baseline
    self.candidates = order.map { candidates[$0] }
    (seeds, self.tolerance) = (scenarios[0].replicates.map(\.seed), tolerance)
    (self.scenarios, self.looks) = (scenarios.map(\.name), looks)
    platforms = []
    for arm in scenarios.flatMap(Comparison.arms) where !platforms.contains(arm.platform) {
      platforms.append(arm.platform)
    }
    platforms.sort()
    resamplesSessions = scenarios.contains { $0.resampled != nil }
    baselineSeeds = scenarios[0].unpaired?.map(\.seed)
    noise = scenarios.flatMap { scenario in
      let drawing = scenario.controlled
      let ordered = (drawing.contains(nil) ? [nil] : []) + order.filter { drawing.contains($0) }
      return judge.noise(
        ordered.flatMap { arm -> [ComparedMetric] in
          let name = arm.map { candidates[$0] } ?? baseline
          // An arm that is compared with itself is named twice.
          if arm != nil, name == baseline, drawing.contains(nil) { return [] }
          return Comparison.pairs(
            scenario, .control(of: arm), scenario.gates ?? gates, name: name)
        }, seeds: scenario.baselines.count)
    }
    let noise = noise
    metrics = judge.judge(
      scenarios.flatMap { scenario in
        let arms = Set(scenario.controlled.map { arm in arm.map { candidates[$0] } ?? baseline })
        return order.flatMap { index in
          let drawing = arms.intersection([baseline, candidates[index]])
          return Comparison.pairs(
            scenario, .candidate(index), scenario.gates ?? gates, name: candidates[index]
          ).map { $0.above(noise, of: drawing) }
        }
      })
    assertions = scenarios.flatMap { scenario in
      scenario.assertions.sorted { $0.candidate < $1.candidate }
    }
    shifts = scenarios.flatMap { scenario in
      scenario.shifts.isEmpty ? [] : order.map { scenario.shifts[$0] }
    }
  }

  /// The worst of all metrics, in the order of `Verdict`.
  public var verdict: Verdict { Comparison.worst(metrics) }

  /// The worst of one candidate's.
  public func verdict(of candidate: String) -> Verdict {
    Comparison.worst(metrics.filter { $0.candidate == candidate })
  }

  private static func worst(_ metrics: [ComparedMetric]) -> Verdict {
    let found = Set(metrics.map(\.verdict))
    return Verdict.allCases.first { found.contains($0) } ?? .nothingMeasured
  }

  /// The verdict in words, with what an assertion says where that decides (design §8).
  public var headline: String {
    let failed = assertions.contains { $0.results.contains { !$0.passed } }
    guard failed, verdict != .nothingMeasured else { return verdict.rawValue }
    return verdict == .regressed
      ? "regressed, and an assertion failed" : "an assertion failed (\(verdict.rawValue))"
  }

  /// Whether more seeds could change anything.
  public var isDecided: Bool { !metrics.contains { $0.verdict == .inconclusive } }

  /// Of the process (design §8): 6, 4, 3, 5 or 0.
  public func exitCode(failsOnInconclusive: Bool) -> Int32 {
    let verdicts = Set(metrics.map(\.verdict))
    if metrics.isEmpty || verdicts.contains(.nothingMeasured) { return 6 }
    if verdicts.contains(.regressed) { return 4 }
    if assertions.contains(where: { $0.results.contains { !$0.passed } }) { return 3 }
    return failsOnInconclusive && verdicts.contains(.inconclusive) ? 5 : 0
  }

  private static func pairs(
    _ scenario: Scenario, _ pair: ComparedPair, _ gates: [GatedMetric], name: String
  ) -> [ComparedMetric] {
    let ofClasses = gates.filter { !$0.isOfPlatform }
    let classes = scenario.replicates[0].candidates.first?.classes ?? []
    let found =
      classes.flatMap { group in
        ofClasses.compactMap { metric(scenario, pair, $0, group.name, name) }
      } + gates.filter(\.isOfPlatform).compactMap { metric(scenario, pair, $0, "all", name) }
    guard scenario.isNamed, case .candidate = pair else { return found }
    let missing = gates.filter { gate in !found.contains { $0.metric == gate } }
    return found
      + missing.map { gate in
        let seeds = [Double?](repeating: nil, count: scenario.replicates.count)
        return ComparedMetric(
          metric: gate, scenario: scenario.name, className: "all", candidate: name,
          baselineValues: seeds, candidateValues: seeds, verdict: .nothingMeasured)
      }
  }

  private static func arms(_ scenario: Scenario) -> [ArmValues] {
    [scenario.baselines[0].baseline].compactMap(\.self) + scenario.replicates[0].candidates
  }

  /// The two sides by seed.
  private static func sides(
    _ scenario: Scenario, _ pair: ComparedPair
  ) -> (before: [ArmValues?], after: [ArmValues?]) {
    switch pair {
    case .candidate(let index):
      return (scenario.baselines.map(\.baseline), scenario.replicates.map { $0.candidates[index] })
    case .control(of: nil):
      let own = scenario.baselines.filter { $0.control != nil }
      return (own.map(\.baseline), own.map(\.control))
    case .control(of: let index?):
      let own = scenario.replicates.filter { $0.controls.indices.contains(index) }
      return (own.map { $0.candidates[index] }, own.map { $0.controls[index] })
    }
  }

  /// nil for a metric that a class doesn't have: both arms served it, and neither has a value.
  private static func metric(
    _ scenario: Scenario, _ pair: ComparedPair, _ gate: GatedMetric, _ className: String,
    _ name: String
  ) -> ComparedMetric? {
    let sides = sides(scenario, pair)
    let baselines = sides.before.map { $0?.group(className, gate) }
    let candidates = sides.after.map { $0?.group(className, gate) }
    let before = baselines.map { $0?.value(gate) }
    let after = candidates.map { $0?.value(gate) }
    let isServed = [baselines, candidates].allSatisfy { $0.contains { $0?.isServed ?? false } }
    if isServed, before.allSatisfy({ $0 == nil }), after.allSatisfy({ $0 == nil }) { return nil }
    var result = ComparedMetric(
      metric: gate, scenario: scenario.name, className: className, candidate: name,
      baselineValues: before, candidateValues: after, verdict: .nothingMeasured)
    if case .candidate = pair { result.isPaired = scenario.unpaired == nil }
    result.resampled =
      scenario.resampled?.first {
        $0.pair == pair && $0.metric == gate && $0.className == className
      }?.value
    return result
  }
}

/// How often the evidence was looked at, and was going to be at most.
///
/// Each look is judged as strictly as if the error rate were shared among all that were planned, so
/// that stopping at any of them keeps the rate (the union bound).
public struct Looks: Hashable, Sendable {
  public var planned: Int
  public var taken: Int
  public init(planned: Int = 1, taken: Int = 1) { (self.planned, self.taken) = (planned, taken) }

  /// Seeds at each look: twice as many each time, the last at `most`.
  public static func schedule(from first: Int, to most: Int) -> [Int] {
    Experiment.looks(from: first, to: most)
  }
}

extension ComparedMetric {
  /// With the noise floor of the same metric of the same class, of the arms that draw.
  fileprivate func above(_ noise: [ComparedMetric], of arms: Set<String>) -> ComparedMetric {
    var result = self
    let floors = noise.filter {
      $0.scenario == scenario && $0.className == className && $0.metric == metric
        && arms.contains($0.candidate)
    }
    result.floor = arms.isEmpty ? 0 : floors.compactMap(\.floor).max()
    return result
  }
}
