import Domain
import Foundation
import Reporting
import Shipped
import TraceGeneration
import WorkloadLanguage

/// A baseline's values by seed, kept in a file so that later candidates need not replay it.
struct SavedBaseline: Sendable {
  static let schema = "baton/baseline/1"

  var arm: String
  var scenarios: [Scenario]

  struct Scenario: Sendable {
    var name: String
    var workload: String
    var load: Double
    var seeds: [Seed]
  }

  struct Seed: Sendable {
    var seed: UInt64
    var fingerprint: String
    var values: ArmValues
    /// Under other draws of the system; nil if the baseline draws nothing.
    var control: ArmValues?
  }

  /// Everything beside the arm and the trace that replays depend on.
  struct Versions: Equatable {
    var baton: String
    /// Of what replays and the backend model yield; `VersionTests` holds it to them.
    var results: String
    var generator: String
    /// Of the built-in chips, models, platforms and policies.
    var catalog: String

    static let current = Versions(
      baton: Baton.version, results: Baton.results, generator: TraceGenerator.version,
      catalog: StableHash.hexadecimal(of: Shipped.catalog.flatMap(\.bytes)))

    /// Why values of these versions don't compare with those of this binary; nil if they do.
    var difference: String? {
      let now = Versions.current
      if baton != now.baton {
        return "it was saved by Baton \(baton), and this is \(now.baton): a difference could be "
          + "the model's and not the policy's"
      }
      if results != now.results {
        return "replays gave other results then (version \(results), now \(now.results)): a "
          + "difference could be the model's and not the policy's"
      }
      if generator != now.generator {
        return "its traces are of generator version \(generator), and this is \(now.generator)"
      }
      return catalog == now.catalog
        ? nil : "the built-in chips, models, platforms or policies have changed since"
    }
  }

  /// One seed.
  ///
  /// - Throws: `Failure` with the reason if it is of another trace.
  func seed(_ seed: UInt64, of input: ScenarioInput, _ fingerprint: String) throws -> Seed {
    let scenario = try scenario(of: input)
    guard let found = scenario.seeds.first(where: { $0.seed == seed }) else {
      let first = scenario.seeds.first?.seed ?? 0
      throw SavedBaseline.refusal(
        "it has no seed \(seed) of `\(input.workload)`, only \(scenario.seeds.count) seeds from "
          + "\(first) on",
        help:
          "take its seeds with `--seed \(first) --seeds \(scenario.seeds.count)`, or compare on "
          + "others with `--unpaired`, which needs many more")
    }
    try SavedBaseline.check(found, of: input, fingerprint)
    return found
  }

  /// All its seeds, for a comparison on others.
  ///
  /// - Parameter seeds: Of the candidates.
  /// - Throws: `Failure` with the reason if they are of other traces, or shared.
  func replicates(of input: ScenarioInput, apartFrom seeds: Range<UInt64>) throws -> [Replicate] {
    let scenario = try scenario(of: input)
    if let shared = scenario.seeds.first(where: { seeds.contains($0.seed) }) {
      throw SavedBaseline.refusal(
        "both have seed \(shared.seed), so they aren't unpaired",
        help: "leave out `--unpaired`, or begin at another `--seed`")
    }
    return try scenario.seeds.map { seed in
      try SavedBaseline.check(seed, of: input, try input.open(seed.seed).header.fingerprint)
      return Replicate(
        seed: seed.seed, baseline: seed.values, candidates: [], control: seed.control)
    }
  }

  private func scenario(of input: ScenarioInput) throws -> Scenario {
    let found = scenarios.first { $0.workload == input.workload && $0.load == input.load }
    guard let found else {
      throw SavedBaseline.refusal(
        "it has no workload `\(input.workload)` at load \(input.load)")
    }
    return found
  }

  private static func check(
    _ found: Seed, of input: ScenarioInput, _ fingerprint: String
  ) throws {
    guard found.fingerprint == fingerprint else {
      throw SavedBaseline.refusal(
        "the workload has changed: seed \(found.seed) of `\(input.workload)` was "
          + "\(found.fingerprint.prefix(12)) and is \(fingerprint.prefix(12))")
    }
  }

  /// Refuses values of another arm than an experiment's baseline.
  func check(_ experiment: Experiment) throws {
    guard let name = experiment.baseline else { return }
    guard arm == name else {
      throw SavedBaseline.refusal("it is of `\(arm)`, and the baseline is `\(name)`")
    }
    let policy = scenarios.first?.seeds.first?.values.policy
    if let policy, let now = experiment.arm(name)?.policy, policy != now {
      throw SavedBaseline.refusal("its `\(arm)` was `\(policy)`, and is `\(now)`")
    }
  }

  static func refusal(
    _ reason: String,
    help: String = "replay both arms with `--baseline`, or save it anew with `--save-baseline`"
  ) -> Failure {
    .input("the saved baseline can't be compared with: \(reason)", help: help)
  }
}

extension SavedBaseline {
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  var bytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", SavedBaseline.schema)
      json.object("versions") { json in
        json.field("baton", Versions.current.baton)
        json.field("results", Versions.current.results)
        json.field("generator", Versions.current.generator)
        json.field("catalog", Versions.current.catalog)
      }
      json.field("arm", arm)
      json.array("scenarios") { json in
        for scenario in scenarios {
          json.object { json in
            json.field("name", scenario.name)
            json.field("workload", scenario.workload)
            json.field("load", scenario.load)
            json.array("seeds") { json in
              for seed in scenario.seeds { json.object { SavedBaseline.write(seed, to: &$0) } }
            }
          }
        }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(_ seed: Seed, to json: inout JSONWriter) {
    json.field("seed", seed.seed)
    json.field("fingerprint", seed.fingerprint)
    json.field("policy", seed.values.policy)
    json.field("platform", seed.values.platform)
    write(seed.values, to: &json)
    if let control = seed.control { json.object("control") { write(control, to: &$0) } }
  }

  private static func write(_ values: ArmValues, to json: inout JSONWriter) {
    json.array("classes") { json in
      for group in values.classes { json.object { write(group, to: &$0) } }
    }
    json.object("whole") { write(values.whole, to: &$0) }
  }

  private static func write(_ group: ArmValues.Group, to json: inout JSONWriter) {
    json.field("name", group.name)
    json.field("served", group.isServed)
    json.object("values") { json in
      for metric in GatedMetric.all {
        if let value = group.value(metric) { json.field(metric.name, value) }
      }
    }
  }

  /// Reads a file that `bytes` wrote.
  ///
  /// - Throws: `Failure` if it is none, or of versions that don't compare.
  init(_ input: Input) throws {
    let data = Data(try input.bytes())
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: data)
    } catch {
      throw Failure.input(
        "`\(input.name)` is no saved baseline", help: "`--save-baseline` writes one")
    }
    guard file.schema == SavedBaseline.schema else {
      throw SavedBaseline.refusal("its schema is `\(file.schema)`, not `\(SavedBaseline.schema)`")
    }
    let versions = Versions(
      baton: file.versions.baton, results: file.versions.results ?? "",
      generator: file.versions.generator,
      catalog: file.versions.catalog)
    if let difference = versions.difference { throw SavedBaseline.refusal(difference) }
    arm = file.arm
    scenarios = file.scenarios.map { scenario in
      Scenario(
        name: scenario.name, workload: scenario.workload, load: scenario.load,
        seeds: scenario.seeds.map { seed in
          Seed(
            seed: seed.seed, fingerprint: seed.fingerprint,
            values: seed.values(seed.classes, seed.whole),
            control: seed.control.map { seed.values($0.classes, $0.whole) })
        })
    }
  }

  /// The file as it is decoded.
  private struct File: Decodable {
    struct Versions: Decodable {
      var baton: String
      var results: String?
      var generator: String
      var catalog: String
    }
    struct Group: Decodable {
      var name: String
      var served: Bool
      var values: [String: Double]
      var group: ArmValues.Group {
        ArmValues.Group(name: name, isServed: served, values: values)
      }
    }
    struct Seed: Decodable {
      var seed: UInt64
      var fingerprint: String
      var policy: String
      var platform: String
      var classes: [Group]
      var whole: Group
      var control: Control?
      func values(_ classes: [Group], _ whole: Group) -> ArmValues {
        ArmValues(
          policy: policy, platform: platform, classes: classes.map(\.group), whole: whole.group)
      }
    }
    struct Control: Decodable {
      var classes: [Group]
      var whole: Group
    }
    struct Scenario: Decodable {
      var name: String
      var workload: String
      var load: Double
      var seeds: [Seed]
    }
    var schema: String
    var versions: Versions
    var arm: String
    var scenarios: [Scenario]
  }
}
