/// A tool, context, agent, variable or import that nothing uses.
///
/// It is often the other half of a slip: the name that was meant, or a step that was deleted. A
/// name that a misspelt use probably meant does not count.
struct UnusedDefinition: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    let errors = draft.decoder.diagnostics.filter { $0.severity == .error }
    // A part that could not be read may hold the use.
    guard draft.hasTraffic, errors.allSatisfy({ $0.code == .unknownName }) else { return }
    let names = draft.names
    let used = Set(names.uses.map(\.target)).union(names.suggested)
    for definition in names.files[0].definitions where !used.contains(definition.id) {
      guard let what = word(definition.kind) else { continue }
      report.report(
        .unused, "\(definition.title) is never \(what)", at: definition.nameLocation,
        label: "not used", help: "remove it, or use it")
    }
    for item in names.files[0].imports where !names.usedImports.contains(item.name) {
      report.report(
        .unused, "import `\(item.name)` is never used", at: item.location, label: "not used",
        help: "remove it")
    }
    for entry in draft.file.node("variables")?.entries ?? []
    where !draft.usedVariables.contains(entry.key) {
      report.report(
        .unused, "variable `\(entry.key)` is never used", at: entry.keyLocation,
        label: "not used", help: "remove it, or write `$\(entry.key)`")
    }
  }

  private static func word(_ kind: DefinitionKind) -> String? {
    switch kind {
    case .tool: "called"
    case .context: "used"
    case .agent: "run or spawned"
    case .trafficClass: nil
    }
  }
}
