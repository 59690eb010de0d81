import Domain

/// The keys of an experiment file.
enum ExperimentKeys {
  static let experiment = Key<String>(
    "experiment", .name, .required(help: "start the file with `experiment: its-name`"),
    "the file's name for itself, used in reports")
  static let description = Key<String>("description", .text, .optional(nil), "one or two sentences")
  static let workloads = Key<[Placed<String>]>(
    "workloads", .filled(.placed(.text(called: "shipped name or path"))),
    .conditional("unless `traces`"), "what arms work on, at every load and seed")
  static let traces = Key<[Placed<String>]>(
    "traces", .filled(.placed(.text(called: "path"))), .conditional("unless `workloads`"),
    "what arms work on, each judged by its sessions, resampled")
  static let model = Key<String>(
    "model", .catalogName, .optional("`deepseek-r1`"), "of `traces` that name none")
  static let changes = Key<[ChangeDraft]>(
    "set", .changes, .optional(nil),
    "values replaced in every workload, as by `--set`: path → value")
  static let arms = Key<[ArmDraft]>(
    "arms", .arms, .required(help: "write `arms: {today: gpu-disaggregated, new: afd}`"),
    "`POLICY` or `POLICY@PLATFORM`, under the names that outputs use")
  static let variations = Key<[VariationDraft]>(
    "vary", .variations, .optional(nil),
    "of `frontier`: keys of policies or platforms → values that arms take in turn")
  static let platform = Key<Placed<String>>(
    "platform", .placed(.text(called: "platform or path")),
    .optional("the smallest that holds the models"), "of arms that name none")
  static let baseline = Key<Placed<String>>(
    "baseline", .placed(.armName), .conditional("by `compare`"), "the arm to measure against")
  static let candidates = Key<[Placed<String>]>(
    "candidates", .filled(.placed(.armName)), .optional("all other arms"),
    "arms that may take its place")
  static let loads = Key<[Placed<Double>]>(
    "loads", .filled(.placed(.number(above: true))), .optional("`[1]`"),
    "each multiplies every rate, concurrency and at-once count")
  static let seeds = Key<Int>(
    "seeds", .count(in: 1...Experiment.mostSeeds), .optional("\(Experiment.usualSeeds)"),
    "independent replicates of each workload and load")
  static let maxSeeds = Key<Int>(
    "max-seeds", .count(in: 1...Experiment.mostSeeds), .optional("`seeds`"),
    "seeds are added, twice as many each time, until all is decided or there are so many")
  static let firstSeed = Key<Int>(
    "first-seed", .count(), .optional("1"), "the others follow it")
  static let tolerance = Key<Percentage>(
    "tolerance", .tolerance, .optional("5%"), "how much worse is as good")
  static let metrics = Key<[MeasureDraft]>(
    "metrics", .filled(.measure), .optional("those of `compare`"),
    "what is judged, class by class")
  static let assert = Key<[AssertionDraft]>(
    "assert", .filled(.assertion), .optional(nil),
    "what must hold under every candidate, beside the workloads' own, wherever what it names is")
  static let failOnInconclusive = Key<Bool>(
    "fail-on-inconclusive", .yesOrNo, .optional("no"),
    "exit with 5 if something could not be decided")

  static let shape = Shape(
    "experiment",
    [
      experiment.field, description.field, workloads.field, traces.field, model.field,
      changes.field, arms.field, variations.field, platform.field, baseline.field, candidates.field,
      loads.field,
      seeds.field, maxSeeds.field, firstSeed.field, tolerance.field, metrics.field, assert.field,
      failOnInconclusive.field,
    ])
}

struct AssertionDraft: Sendable {
  var value: Assertion
  var location: AssertionLocations
}

extension ValueType where Value == AssertionDraft {
  /// Its subject is looked up in what is compared, by a check.
  static var assertion: ValueType {
    ValueType(.scalar("assertion", pattern: nil)) { node, decoder in
      AssertionReader.read(node, &decoder).map {
        AssertionDraft(value: $0.value, location: $0.location)
      }
    }
  }
}

extension ValueType where Value == String {
  fileprivate static var armName: ValueType {
    .text(called: "name of an arm", pattern: ScalarPattern.arm)
  }
}

extension ValueType where Value == Percentage {
  /// Above 0 % and below 100 %.
  fileprivate static var tolerance: ValueType {
    ValueType(percentage.description) { node, decoder in
      guard let found = percentage.decode(node, &decoder) else { return nil }
      if found.share > 0, found.share < 1 { return found }
      decoder.report(
        .outOfRange, "a tolerance lies between 0% and 100%", at: node.location,
        help: "write `5%`")
      return nil
    }
  }
}

/// The description of everything that an experiment file may hold.
public enum ExperimentSchema {
  /// Every kind of mapping, the file first.
  public static let shapes: [Shape] = [ExperimentKeys.shape]

  /// JSON Schema of an experiment file, for editors.
  public static var jsonSchema: String {
    JSONSchema(title: "Baton experiment", root: ExperimentKeys.shape, hasVariables: false).text
  }
}
