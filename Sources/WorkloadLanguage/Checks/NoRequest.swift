import Domain

/// An agent whose steps hold no `generate`.
///
/// It would put no work on the system; a tool alone is a `call` in the agent that needs it.
struct NoRequest: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for agent in draft.agents {
      guard let value = agent.value else { continue }
      let generates = value.steps.flattened.contains { step in
        if case .generate = step { true } else { false }
      }
      guard !generates else { continue }
      report.report(
        .noRequest, "agent `\(value.name)` never generates", at: agent.definition.nameLocation,
        label: "no `generate` in its steps", help: "add a `generate` step")
    }
  }
}
