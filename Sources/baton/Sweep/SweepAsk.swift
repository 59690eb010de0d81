import ArgumentParser
import Domain
import Foundation
import Reporting
import WorkloadLanguage

/// What `frontier` and `capacity` share: an experiment whose points are replayed at many loads.
struct SweepAsk: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "An arm: POLICY or POLICY@PLATFORM (default: all policies that the platform can carry). May "
        + "be repeated.", valueName: "arm"))
  var policy: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp("A platform of the catalog, or a platform file.", valueName: "platform"))
  var platform: String?
  @Option(name: .long, help: "The first seed; the others follow it (default: 1).")
  var seed: UInt64?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Replaces a value of the workload, or of the experiment, first.", valueName: "path=value"))
  var set: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep every point in a folder, and don't replay those that are there.", valueName: "folder"))
  var runs: String?
  @Option(name: .long, help: "Replays at the same time. Results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads is at least 1") }
    if Set(policy).count < policy.count {
      throw ValidationError("each --policy is named once")
    }
    guard seed ?? 1 <= .max - UInt64(Experiment.mostSeeds) else {
      throw ValidationError("--seed leaves no room for the seeds that follow it")
    }
  }

  /// With the models of the platforms that are asked for.
  func catalog(for input: Input) throws -> Catalog {
    if try CompareInput.isTrace(input, nil) { throw SweepAsk.noLoad(input.name) }
    return try Shelf.catalog(knowing: [platform] + policy + Shelf.platforms(in: input))
  }

  /// What is asked: the experiment of a file, or one of a single workload.
  func experiment(_ input: Input, catalog: Catalog) throws -> Experiment {
    var experiment: Experiment
    switch try CompareInput.Kind(of: input, nil) {
    case .trace: throw SweepAsk.noLoad(input.name)
    case .experiment:
      experiment = try ExperimentFile.experiment(input, overrides: set, catalog: catalog)
      if experiment.subjects.contains(where: \.isTrace) { throw SweepAsk.noLoad(input.name) }
    case .workload:
      experiment = Experiment(subjects: [.workload(input.name)])
      experiment.changes = set
    }
    if !policy.isEmpty {
      experiment.arms = try policy.map { text in
        if let known = experiment.arm(text) { return known }
        guard let arm = Experiment.Arm(text: text) else {
          throw Failure.input("`\(text)` is no arm", help: "an arm is POLICY or POLICY@PLATFORM")
        }
        return arm
      }
    }
    experiment.platform = platform ?? experiment.platform
    experiment.firstSeed = seed ?? experiment.firstSeed
    return experiment
  }

  private static func noLoad(_ name: String) -> Failure {
    .input(
      "`\(name)` is a trace, whose load is what it is",
      help: "give a workload; `baton compare` takes traces")
  }

  func sweep(
    _ experiment: Experiment, seeds: Int, shard: Sweep.Shard? = nil
  ) throws -> Sweep {
    Sweep(
      firstSeed: experiment.firstSeed, seeds: seeds, threads: threads,
      folder: try runs.map(RunFolder.init), shard: shard)
  }
}
