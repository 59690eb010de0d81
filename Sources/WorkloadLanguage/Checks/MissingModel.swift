import Domain

/// Requests for which no step, agent, class or file names a model.
struct MissingModel: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    guard !draft.file.has("model") else { return }
    for entry in draft.classes {
      guard let value = entry.value, value.model == nil else { continue }
      for index in draft.reachableAgents(from: value.agent) where index < draft.agents.count {
        guard let agent = draft.agents[index].value, agent.model == nil, needsModel(agent) else {
          continue
        }
        let place = draft.file.keyLocation("workload") ?? entry.definition.nameLocation
        report.report(
          .missingKey, "nothing says which model agent `\(agent.name)` uses", at: place,
          label: "the file has no `model`",
          help: "add `model:` to the file, the class, or the agent")
        return
      }
    }
  }

  private static func needsModel(_ agent: Agent) -> Bool {
    agent.steps.flattened.contains { step in
      if case .generate(let generate) = step { generate.model == nil } else { false }
    }
  }
}
