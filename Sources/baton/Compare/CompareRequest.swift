import Domain
import Reporting
import WorkloadLanguage

/// All that a comparison is asked: an experiment with its subjects opened.
struct CompareRequest: Sendable {
  /// Of the workload, trace or experiment.
  var title: String
  var scenarios: [ScenarioInput]
  /// Name of an arm; nil where a saved baseline is used.
  var baseline: String?
  var candidates: [String]
  /// Those that are replayed: the baseline if it is, then the candidates.
  var arms: [Experiment.Arm]
  var platform: String?
  var firstSeed: UInt64
  var seeds: Int
  /// Beyond `seeds`, seeds are added until everything is decided.
  var maxSeeds: Int
  var tolerance: Double
  /// nil for the usual ones.
  var gates: [GatedMetric]?
  /// Whether a saved baseline's own seeds are taken, whichever they are.
  var isUnpaired: Bool
  /// Beside those of the workloads, for every scenario that has what they name.
  var assertions: [Assertion]

  /// What all arms have as much of as the baseline; nil to take platforms as they are.
  var budget: Budget?

  /// All that may be replayed.
  var seedRange: Range<UInt64> { firstSeed..<firstSeed + UInt64(max(seeds, maxSeeds)) }

  /// - Parameters:
  ///   - file: Name of the experiment's file; nil where the command line built it.
  ///   - scenarios: The experiment's subjects at its loads.
  init(
    _ experiment: Experiment, file: String?, scenarios: [ScenarioInput], saved: SavedBaseline?,
    isUnpaired: Bool
  ) throws {
    if experiment.baseline == nil, saved == nil {
      guard let file else {
        throw Failure.usage("name the arm to measure against with --baseline, or use --against")
      }
      throw Failure.input(
        "`\(file)` names no `baseline`",
        help: "name one of its arms, there or with --baseline, or use --against")
    }
    (title, self.scenarios) = (file == nil ? scenarios[0].workload : experiment.name, scenarios)
    (baseline, candidates) = (saved == nil ? experiment.baseline : nil, experiment.compared)
    if candidates.isEmpty {
      guard let file else { throw Failure.usage("name at least one arm with --candidate") }
      throw Failure.input("`\(file)` has no arm to compare with `\(experiment.baseline ?? "")`")
    }
    arms = ((baseline.map { [$0] } ?? []) + candidates).compactMap(experiment.arm)
    try saved?.check(experiment)
    platform = experiment.platform
    let isOfTraces = scenarios.allSatisfy(\.isTrace)
    firstSeed = experiment.firstSeed
    seeds = isOfTraces ? 1 : experiment.seeds ?? Experiment.usualSeeds
    maxSeeds = isOfTraces ? 1 : experiment.maxSeeds ?? seeds
    tolerance = experiment.tolerance ?? Experiment.usualTolerance
    gates = experiment.metrics.map { $0.map { GatedMetric($0) } }
    assertions = experiment.assertions
    self.isUnpaired = isUnpaired
  }
}

/// One workload at one load, or one trace.
struct ScenarioInput: Sendable {
  /// What tells it from the others; empty where there is only one.
  var name: String
  /// As the user named the file.
  var input: String
  var workload: String
  var load: Double
  var work: ExperimentWork
  /// Whether the platform is chosen by these models.
  var header: TraceHeader
  var open: @Sendable (UInt64) throws -> any TraceSource

  /// One trace without seeds.
  var isTrace: Bool {
    if case .trace = work { true } else { false }
  }

  /// What is judged: gaps of a single trace aren't kept by session, so TPOT stands in for them.
  func gates(_ asked: [GatedMetric]?) -> [GatedMetric] {
    guard isTrace, asked == nil else { return asked ?? GatedMetric.defaults }
    let usual = GatedMetric.defaults.map {
      $0.metric == .itl ? GatedMetric(.tpot, $0.statistic) : $0
    }
    return usual.filter(SessionResampling.covers)
  }

  func has(_ subject: Assertion.Subject) -> Bool { header.has(subject) }
}

extension TraceHeader {
  /// Whether an assertion names something that this trace has.
  func has(_ subject: Assertion.Subject) -> Bool {
    switch subject {
    case .everything, .tenant: true
    case .trafficClass(let name): classes.contains { $0.name == name }
    case .agent(let name): agents.contains(name)
    }
  }
}
