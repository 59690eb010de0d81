import Domain

/// Everything that was read from an experiment file and the files it names, before the checks.
struct ExperimentDraft: Sendable {
  var decoder: TreeDecoder
  let file: Fields
  let surroundings: ExperimentSurroundings

  var name: String?
  var description: String?
  var subjects: [SubjectDraft] = []
  var changes: [ChangeDraft] = []
  var model: String?
  var platform: Placed<String>?
  var arms: [ArmDraft] = []
  var variations: [VariationDraft] = []
  /// By arm: where it runs; nil where that could not be read.
  var places: [Place?] = []
  var baseline: Placed<String>?
  var candidates: [Placed<String>]?
  var loads: [Placed<Double>]?
  var seeds: Int?
  var maxSeeds: Int?
  var firstSeed: Int?
  var tolerance: Percentage?
  var metrics: [MeasureDraft]?
  var assertions: [AssertionDraft] = []
  var failsOnInconclusive = false

  /// A workload or trace, as far as it could be read.
  struct SubjectDraft: Sendable {
    var reference: Placed<String>
    var subject: Experiment.Subject?
    var work: ExperimentWork?
  }

  /// The platform of an arm.
  struct Place: Hashable, Sendable {
    /// With what the platform's file brings.
    var catalog: Catalog
    /// nil for the smallest.
    var platform: String?
    /// As the caller finds it again: a name, or a file's path.
    var reference: String?
  }

  var hasTraces: Bool { file.has("traces") }

  /// Names of all arms, also of those that could not be read and have been reported.
  var armNames: [String] {
    let node = file.node("arms")
    return node?.entries?.map(\.key) ?? node?.items?.compactMap(\.text) ?? []
  }

  /// Whether all subjects could be read, so that what they lack can be told.
  var isComplete: Bool { !subjects.isEmpty && subjects.allSatisfy { $0.work != nil } }

  /// The value; only of a draft without errors.
  var experiment: Experiment? {
    guard let name else { return nil }
    var result = Experiment(
      name: name, description: description, subjects: subjects.compactMap(\.subject))
    result.changes = changes.map(\.text)
    result.model = model
    // Each arm names the platform that it is on, or none does.
    result.arms = zip(arms, places).map { draft, place in
      Experiment.Arm(
        name: draft.arm.name, policy: draft.arm.policy,
        platform: draft.arm.platform == nil ? nil : place?.reference)
    }
    result.variations = variations.map(\.variation)
    let usual = zip(arms, places).first { $0.0.arm.platform == nil }
    result.platform = usual?.1?.reference
    result.baseline = baseline?.value
    result.candidates = candidates?.map(\.value)
    result.loads = loads?.map(\.value)
    result.firstSeed = UInt64(firstSeed ?? 1)
    (result.seeds, result.maxSeeds) = (seeds, maxSeeds)
    result.tolerance = tolerance?.share
    result.metrics = metrics?.map(\.value)
    result.assertions = assertions.map(\.value)
    result.failsOnInconclusive = failsOnInconclusive
    return result
  }
}
