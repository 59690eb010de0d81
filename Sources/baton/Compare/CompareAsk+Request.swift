import Domain
import Reporting
import TraceFormats
import WorkloadLanguage

extension CompareAsk {
  /// What is asked: the experiment of a file, or one of a single workload or trace, with what the
  /// command line says in place of what the file says.
  func experiment(for input: Input, catalog: Catalog) throws -> Experiment {
    let kind = try CompareInput.Kind(of: input, format)
    var experiment =
      switch kind {
      case .experiment:
        try ExperimentFile.experiment(input, overrides: set, catalog: catalog)
      case .workload: Experiment(subjects: [.workload(input.name)])
      case .trace: Experiment(subjects: [.trace(input.name)])
      }
    if kind == .workload {
      experiment.changes = set
      if model != nil { throw Failure.usage("--model has no effect on workloads") }
    }
    if kind == .trace { try refuse(where: "`\(input.name)` is one trace and has no seeds") }
    if kind == .experiment, experiment.subjects.allSatisfy(\.isTrace) {
      try refuse(where: "`\(input.name)` compares on traces, which have no seeds", isFile: true)
    }
    if kind == .experiment, model != nil, !experiment.subjects.allSatisfy(\.isTrace) {
      throw Failure.usage("--model has no effect on workloads")
    }
    try apply(to: &experiment, catalog)
    return experiment
  }

  /// What a file would be told of keys that the command line takes the place of.
  ///
  /// - Throws: `Failure` with every diagnostic if one is an error; warnings go to standard error.
  func check(_ experiment: Experiment, _ scenarios: [ScenarioInput]) throws {
    let named = metrics.joined().map { (text: $0.name, metric: $0.metric) }
    var found = ExperimentFlags.check(named, of: scenarios.map(\.work), option: "--metrics")
    if seeds != nil || maxSeeds != nil {
      let first = experiment.seeds ?? Experiment.usualSeeds
      found += ExperimentFlags.check(
        firstSeeds: first, mostSeeds: experiment.maxSeeds ?? first,
        option: maxSeeds == nil ? "--seeds" : "--max-seeds")
    }
    let text = Console.text(found)
    if found.hasErrors { throw Failure.rendered(text, found) }
    if !found.isEmpty { Console.note(text) }
  }

  /// Nothing is accepted and ignored.
  private func refuse(where reason: String, isFile: Bool = false) throws {
    let (resampled, generated) = ("sessions are resampled", "it is replayed as it stands")
    let kept = "a kept baseline holds values by seed"
    let unused = [
      ("--seeds", seeds != nil, resampled), ("--max-seeds", maxSeeds != nil, resampled),
      ("--seed", seed != nil, resampled), ("--load", load != nil, generated),
      ("--set", !set.isEmpty && !isFile, generated), ("--against", against != nil, kept),
      ("--save-baseline", saveBaseline != nil, kept),
    ]
    if let (option, _, why) = unused.first(where: \.1) {
      throw Failure.usage("\(reason), so \(option) has no effect: \(why)")
    }
  }

  /// Puts flags in the place of keys; assertions are added.
  private func apply(to experiment: inout Experiment, _ catalog: Catalog) throws {
    if let baseline {
      experiment.baseline = try name(baseline, in: &experiment, catalog)
    }
    if !candidate.isEmpty {
      experiment.candidates = try candidate.map { try name($0, in: &experiment, catalog) }
    }
    experiment.platform = platform ?? experiment.platform
    experiment.loads = load.map { [$0] } ?? experiment.loads
    experiment.seeds = seeds ?? experiment.seeds
    experiment.maxSeeds = maxSeeds ?? experiment.maxSeeds
    experiment.firstSeed = seed ?? experiment.firstSeed
    experiment.tolerance = tolerance ?? experiment.tolerance
    if !metrics.isEmpty { experiment.metrics = metrics.flatMap(\.self).map(\.measure) }
    experiment.assertions += try CompareAsk.assertions(assert)
    experiment.failsOnInconclusive = failOnInconclusive ?? experiment.failsOnInconclusive
    experiment.model = model ?? experiment.model
    let first = experiment.seeds ?? Experiment.usualSeeds
    if let most = experiment.maxSeeds, most < first {
      throw Failure.usage(
        maxSeeds == nil
          ? "--seeds is at most the file's `max-seeds: \(most)`; give --max-seeds as well"
          : "--max-seeds is at least the \(first) seeds")
    }
  }

  /// The name of an arm: of the experiment's, or of one that the command line brings.
  private func name(
    _ text: String, in experiment: inout Experiment, _ catalog: Catalog
  ) throws -> String {
    if experiment.arm(text) != nil { return text }
    guard let arm = Experiment.Arm(text: text) else {
      throw Failure.input("`\(text)` is no arm", help: "an arm is POLICY or POLICY@PLATFORM")
    }
    let known = experiment.arms.map(\.name)
    let isPolicy = catalog.policies.contains { $0.name == arm.policy }
    if let near = Spelling.nearest(to: text, among: known), arm.platform == nil, !isPolicy {
      throw Failure.input("no arm is called `\(text)`", help: "did you mean `\(near)`?")
    }
    experiment.arms.append(arm)
    return text
  }

  /// Assertions of the command line.
  static func assertions(_ texts: [String]) throws -> [Assertion] {
    try texts.map { text in
      let (assertion, found) = AssertionText.read(text, origin: "--assert")
      guard let assertion else {
        throw Failure.rendered(Console.text(found), found)
      }
      return assertion
    }
  }
}

extension Failure {
  /// What the command line asks can't be done together.
  static func usage(_ message: String) -> Failure { Failure(text: "error: \(message)\n", code: 64) }
}
