/// A model that the catalog does not have.
struct UnknownModel: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    guard !draft.models.isEmpty else { return }
    var nodes = [draft.file.node("model")]
    nodes += draft.classes.map { $0.fields?.node("model") }
    for agent in draft.agents {
      nodes.append(agent.fields?.node("model"))
      if let steps = agent.fields?.node("steps") { nodes += models(in: steps) }
    }
    let known = draft.models.map(\.name)
    for node in nodes.compactMap(\.self) {
      guard let name = node.text, NameRules.isCatalogName(name), !known.contains(name) else {
        continue
      }
      report.report(
        .unknownName, "unknown model `\(name)`", at: node.location,
        label: "not in the catalog", help: Spelling.help(for: name, among: known))
    }
  }

  private static func models(in node: Node) -> [Node] {
    switch node.content {
    case .scalar, .reported: []
    case .list(let items): items.flatMap(models)
    case .mapping(let entries):
      entries.flatMap { $0.key == "model" ? [$0.value] : models(in: $0.value) }
    }
  }
}
