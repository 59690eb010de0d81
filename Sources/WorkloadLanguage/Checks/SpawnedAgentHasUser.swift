/// An agent with `turns`, `think`, `every`, `history` or `voice` that another agent spawns.
///
/// These keys are about a user at the other end; a spawned agent has none.
struct SpawnedAgentHasUser: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for use in draft.names.uses where use.target.kind == .agent && use.agent != nil {
      guard let index = draft.names.knownIndex(of: use.target), index < draft.agents.count,
        let fields = draft.agents[index].fields,
        let key = AgentReader.Keys.user.first(where: fields.has)
      else { continue }
      let name = draft.agents[index].definition.name
      report.report(
        .spawnedAgentHasUser, "`\(name)` has `\(key)` and cannot be spawned", at: use.location,
        label: "has a user at the other end",
        notes: [.init("`\(key)` stands here", at: fields.keyLocation(key))],
        help: "spawn an agent without `\(key)`")
    }
  }
}
