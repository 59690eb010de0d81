public import Domain

/// Reads an experiment file, and what it names as far as that is needed to check it.
///
/// Nothing is thrown. The value is nil exactly if a diagnostic is an error.
public enum ExperimentReader {
  /// - Parameter overrides: `PATH=VALUE` texts, applied to the file before anything is checked.
  public static func read(
    source: SourceText, surroundings: ExperimentSurroundings, overrides: [String] = []
  ) -> (experiment: Experiment?, diagnostics: [Diagnostic]) {
    let (tree, problems) = Tree.read(source)
    guard let tree else { return (nil, problems) }
    var decoder = TreeDecoder(files: surroundings.files)
    decoder.diagnostics = problems
    let changed = Overrides.apply(overrides, to: tree, &decoder)
    guard let file = decoder.fields(of: changed, as: ExperimentKeys.shape, called: "the file")
    else { return (nil, decoder.diagnostics.sorted(first: source.name)) }
    var draft = ExperimentDraft(decoder: decoder, file: file, surroundings: surroundings)
    draft.readKeys()
    draft.readSubjects()
    draft.readPlaces()
    draft.check()
    let diagnostics = draft.decoder.diagnostics.sorted(first: source.name)
    return (diagnostics.hasErrors ? nil : draft.experiment, diagnostics)
  }
}

extension ExperimentDraft {
  fileprivate mutating func readKeys() {
    name = file.read(ExperimentKeys.experiment, &decoder)
    description = file.read(ExperimentKeys.description, &decoder)
    model = file.read(ExperimentKeys.model, &decoder)
    changes = file.read(ExperimentKeys.changes, &decoder) ?? []
    arms = file.read(ExperimentKeys.arms, &decoder) ?? []
    variations = file.read(ExperimentKeys.variations, &decoder) ?? []
    platform = file.read(ExperimentKeys.platform, &decoder)
    baseline = file.read(ExperimentKeys.baseline, &decoder)
    candidates = file.read(ExperimentKeys.candidates, &decoder)
    loads = file.read(ExperimentKeys.loads, &decoder)
    seeds = file.read(ExperimentKeys.seeds, &decoder)
    maxSeeds = file.read(ExperimentKeys.maxSeeds, &decoder)
    firstSeed = file.read(ExperimentKeys.firstSeed, &decoder)
    tolerance = file.read(ExperimentKeys.tolerance, &decoder)
    metrics = file.read(ExperimentKeys.metrics, &decoder)
    assertions = file.read(ExperimentKeys.assert, &decoder) ?? []
    failsOnInconclusive = file.read(ExperimentKeys.failOnInconclusive, &decoder) ?? false
  }
}
