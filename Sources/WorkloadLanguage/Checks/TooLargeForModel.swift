import Domain

/// An agent whose first prompt does not fit the window of its model, in the median session.
struct TooLargeForModel: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for entry in draft.classes {
      guard let root = entry.value else { continue }
      for index in draft.reachableAgents(from: root.agent) where index < draft.agents.count {
        check(draft.agents[index], model: root.model, draft, &report)
      }
    }
  }

  private static func check(
    _ agent: EntryDraft<Agent>, model: String?, _ draft: WorkloadDraft,
    _ report: inout TreeDecoder
  ) {
    guard let value = agent.value, let name = value.model ?? model,
      let known = draft.models.first(where: { $0.name == name })
    else { return }
    let contexts = value.contexts.compactMap {
      $0 < draft.contexts.count ? draft.contexts[$0].value : nil
    }
    let start = contexts.reduce(Estimates.quantile(0.5, of: value.input)) {
      $0 + Estimates.quantile(0.5, of: $1.tokens)
    }
    guard start > Double(known.window) else { return }
    report.report(
      .tooLargeForModel,
      "the prompt of `\(value.name)` starts with \(TokenText.text(start)) tokens in the median; "
        + "`\(name)` takes \(Wording.grouped(known.window))",
      at: agent.definition.nameLocation, label: "does not fit",
      help: "shorten its contexts, or name another model")
  }
}
