import Domain

/// `compact` that waits for a prompt larger than any that the model takes.
struct CompactionBeyondWindow: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    var models: [Int: Set<String>] = [:]
    var isUnknown: Set<Int> = []
    for entry in draft.classes {
      guard let root = entry.value else { return }
      for index in draft.reachableAgents(from: root.agent) where index < draft.agents.count {
        guard let value = draft.agents[index].value else { continue }
        for case .generate(let generate) in value.steps.flattened {
          if let name = generate.model ?? value.model ?? root.model {
            models[index, default: []].insert(name)
          } else {
            isUnknown.insert(index)
          }
        }
      }
    }
    for (index, agent) in draft.agents.enumerated() where !isUnknown.contains(index) {
      guard let compaction = agent.value?.compaction, let names = models[index]?.sorted(),
        let above = agent.fields?.node("compact")?.value(of: "above")
      else { continue }
      let windows = names.map { draft.window(of: $0) }
      guard !windows.contains(nil), let largest = windows.compactMap(\.self).max(),
        compaction.above >= largest,
        // A summary that grows has been reported, and is the worse of the two.
        Estimates.largest(of: compaction.to) < Double(compaction.above)
      else { continue }
      report.report(
        .uselessKey,
        "`compact` has no effect above \(TokenText.text(Double(compaction.above))) tokens: "
          + "\(Wording.list(names, last: "and")) \(names.count == 1 ? "takes" : "take") "
          + Wording.grouped(largest),
        at: above.location, label: "never reached", help: "lower `above`, or remove `compact`")
    }
  }
}
