public import Domain

/// Reads a workload file: the way from text to a checked value.
///
///     let (workload, diagnostics) = WorkloadReader.read(
///       source: SourceText(name: "ours.yaml", bytes: bytes), resolver: files)
///
/// Nothing is thrown. The value is nil exactly if a diagnostic is an error; a file without
/// `traffic` gives a value without classes, which can be checked and imported, not run.
public enum WorkloadReader {
  /// - Parameters:
  ///   - resolver: finds imports and data files.
  ///   - overrides: `PATH=VALUE` texts, applied in order before anything is checked.
  ///   - models: models of the catalog; with none, names of models are not checked.
  public static func read(
    source: SourceText, resolver: FileResolver = .none, overrides: [String] = [],
    models: [KnownModel] = []
  ) -> (workload: Workload?, diagnostics: [Diagnostic]) {
    let (tree, problems) = Tree.read(source)
    guard let tree else { return (nil, problems) }
    var loader = FileLoader(files: resolver)
    loader.decoder.diagnostics = problems
    let changed = Overrides.apply(overrides, to: tree, &loader.decoder)
    guard loader.load(changed) != nil else {
      return (nil, loader.decoder.diagnostics.sorted(first: source.name))
    }
    var draft = DraftBuilder.build(loader, models: models)
    draft.check()
    let diagnostics = draft.decoder.diagnostics.sorted(first: source.name)
    return (diagnostics.hasErrors ? nil : draft.workload, diagnostics)
  }
}

extension WorkloadDraft {
  /// The value, if everything in it could be read.
  var workload: Workload? {
    guard let name = decoder.names.files.first?.workload else { return nil }
    let parts = (contexts.compactMap(\.value), tools.compactMap(\.value))
    var description: String?
    if let text = file.node("description")?.text { description = text }
    return Workload(
      name: name, description: description, duration: duration ?? 0, warmUp: warmUp ?? 0,
      contexts: parts.0, tools: parts.1, agents: agents.compactMap(\.value),
      classes: classes.compactMap(\.value), assertions: assertions.map(\.value))
  }
}
