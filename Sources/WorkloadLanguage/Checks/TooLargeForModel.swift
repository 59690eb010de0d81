import Domain

/// An agent whose first prompt does not fit the window of its model in the median session, or a
/// `generate` that does not fit beside it.
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
    guard let value = agent.value else { return }
    let contexts = value.contexts.compactMap {
      $0 < draft.contexts.count ? draft.contexts[$0].value : nil
    }
    let start = contexts.reduce(Estimates.quantile(0.5, of: value.input)) {
      $0 + Estimates.quantile(0.5, of: $1.tokens)
    }
    if let name = value.model ?? model, let window = draft.window(of: name), start > Double(window)
    {
      report.report(
        .tooLargeForModel,
        "the prompt of `\(value.name)` starts with \(TokenText.text(start)) tokens in the median; "
          + "`\(name)` takes \(Wording.grouped(window))",
        at: agent.definition.nameLocation, label: "does not fit",
        help: "shorten its contexts, or name another model")
      return
    }
    for (generate, node) in generations(agent) {
      guard let name = generate.model ?? value.model ?? model, let window = draft.window(of: name)
      else { continue }
      let output =
        Estimates.quantile(0.5, of: generate.visible)
        + (generate.reasoning.map { Estimates.quantile(0.5, of: $0) } ?? 0)
      guard start + output > Double(window) else { continue }
      report.report(
        .tooLargeForModel,
        "the prompt starts with \(TokenText.text(start)) tokens and the output adds "
          + "\(TokenText.text(output)), in the median; `\(name)` takes \(Wording.grouped(window))",
        at: node.location, label: "does not fit", help: "shorten it, or name another model")
    }
  }

  /// Every `generate` of an agent with its value as written.
  private static func generations(_ agent: EntryDraft<Agent>) -> [(Step.Generate, Node)] {
    let steps = (agent.value?.steps ?? []).flattened.compactMap { step -> Step.Generate? in
      if case .generate(let generate) = step { generate } else { nil }
    }
    let nodes = agent.fields?.node("steps").map(values) ?? []
    return steps.count == nodes.count ? Array(zip(steps, nodes)) : []
  }

  /// Values of `generate` in a list of steps, at any depth, in the order written.
  private static func values(_ steps: Node) -> [Node] {
    (steps.items ?? []).flatMap { step -> [Node] in
      if let value = step.value(of: "generate") { return [value] }
      let branches = step.value(of: "choose")?.items ?? []
      return (step.value(of: "steps").map(values) ?? [])
        + branches.flatMap { $0.value(of: "steps").map(values) ?? [] }
    }
  }
}

extension WorkloadDraft {
  /// Tokens of prompt and output together that a model takes; nil if the catalog lacks it.
  func window(of model: String) -> Int? { models.first { $0.name == model }?.window }
}
