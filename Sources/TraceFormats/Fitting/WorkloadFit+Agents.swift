import Domain

// Agents, and the contexts that their prompts begin with.
extension WorkloadFit {
  mutating func addAgent(_ index: Int) {
    let seen = sample.agents[index]
    let name = unique(
      Self.name(seen.name, or: "assistant"), among: workload.agents.map(\.name))
    var agent = Agent(
      workload: workload.name, name: name,
      input: Distribution(.constant(1), quantity: .tokens), steps: [])
    addContexts(index, to: &agent)
    addTurns(seen, to: &agent)
    agent.steps = steps(seen, agent: index)
    workload.agents.append(agent)
  }

  /// How turns follow each other, and what each adds to the prompt.
  private mutating func addTurns(_ seen: AgentSample, to agent: inout Agent) {
    agent.turns = fitted(seen.turns, .count, without: 1)
    // Where content is told in blocks, the ends of prompts are not.
    let history = sample.header.blocks == nil ? seen.history : nil
    if seen.isTimed {
      agent.every = fitted(seen.everies, .duration)
      let found = Agent.Lateness.allCases.max {
        seen.latenesses[$0, default: 0] < seen.latenesses[$1, default: 0]
      }
      agent.whenLate = history == 0 ? found ?? .wait : .wait
    } else if seen.turns.contains(where: { $0 > 1 }) {
      agent.think = fitted(seen.thinks, .duration)
    }
    if let history {
      agent.history = history
      let later = history == 0 ? seen.restarts : seen.grown
      agent.input = fitted(later + seen.beginnings, .tokens, without: 1)
      guard SampleSet(seen.remains).mean >= 1 else { return }
      addOpening(seen.remains.map { max(1, $0) }, 0, to: &agent)
    } else {
      addInput(seen, to: &agent)
      addCompaction(seen, to: &agent)
    }
  }

  private func addCompaction(_ seen: AgentSample, to agent: inout Agent) {
    if let least = seen.compactions.map(\.input).min() {
      // The first prompt beyond the bound is a little beyond it.
      agent.compaction = Agent.Compaction(
        above: Int(TextNumber.rounded(Double(least), digits: 2)),
        to: fitted(seen.compactions.map(\.output), .tokens))
    } else if seen.cuts.count * 200 >= seen.requests, seen.cuts.count >= 3 {
      // Prompts beyond it would not be there; few were.
      let above = max(SampleSet(seen.cuts).quantile(0.5), SampleSet(seen.prompts).quantile(0.95))
      agent.compaction = Agent.Compaction(
        above: Int(TextNumber.rounded(Double(above), digits: 3)),
        to: summaries(seen))
    }
  }

  /// What is left of a cut prompt beyond its opening, as long as answers are at most: a summary is
  /// put out, and the source has no such output.
  private func summaries(_ seen: AgentSample) -> Distribution {
    let outputs = SampleSet(seen.answers + seen.workings)
    let opening = SampleSet(seen.openings).quantile(0.5)
    let (low, high) = (max(outputs.quantile(0.5), 1), max(outputs.quantile(0.98), 1))
    return fitted(
      seen.summaries.map { min(max($0 - opening, low), high) }, .tokens)
  }

  private mutating func addContexts(_ index: Int, to agent: inout Agent) {
    if let rows = sample.rows {
      if rows.headTokens > 0 {
        addContext(
          "system", Distribution(.constant(Double(rows.headTokens)), quantity: .tokens), .everyone,
          .equal(1), to: &agent)
      }
      return
    }
    let tenants = sample.classes.map(\.tenants.count).max() ?? 1
    let found = ContextFit(sample.heads[index], tenants: tenants, points: points)
    warnings += found.warnings
    let names = ["system", "shared", "library", "document", "role"]
    for (level, context) in found.contexts.enumerated() {
      addContext(
        names[min(level, names.count - 1)], context.tokens, context.sharing, context.copies,
        to: &agent)
    }
  }

  private mutating func addContext(
    _ wanted: String, _ tokens: Distribution, _ sharing: ContextDefinition.Sharing,
    _ copies: Population, to agent: inout Agent
  ) {
    // Two agents with equal heads have the same one.
    let known = workload.contexts.firstIndex {
      $0.tokens == tokens && $0.sharedBy == sharing && $0.copies == copies && sharing != .session
    }
    if let known, !agent.contexts.contains(known) {
      agent.contexts.append(known)
      return
    }
    let taken = workload.contexts.map(\.name)
    let owned = "\(agent.name)-\(wanted)"
    // Of several agents' openings each says whose it is.
    let isOwned = taken.contains(wanted) || (wanted == "opening" && sample.agents.count > 1)
    let name = unique(isOwned && Self.isName(owned) ? owned : wanted, among: taken)
    agent.contexts.append(workload.contexts.count)
    workload.contexts.append(
      ContextDefinition(
        workload: workload.name, name: name, tokens: tokens, sharedBy: sharing, copies: copies))
  }

  /// What first prompts have beyond what later turns add is a context of its own.
  private mutating func addInput(_ seen: AgentSample, to agent: inout Agent) {
    let openings = SampleSet(seen.openings)
    guard seen.inputs.count >= 5 else {
      if let fewest = seen.inputs.min() {
        agent.input = fitted(seen.inputs, .tokens)
        addOpening(seen.openings.map { max(1, $0 - fewest) }, seen.known, to: &agent)
        return
      }
      guard let rows = sample.rows, seen.known > 0.005 else {
        agent.input = fitted(seen.openings, .tokens, without: 1)
        return
      }
      // The question is as long as those of later turns usually are, but no longer than any prompt.
      let shortest = openings.values.first ?? 1
      let input = max(1, min(rows.usualInput, shortest - 1))
      agent.input = Distribution(.constant(Double(input)), quantity: .tokens)
      addOpening(seen.openings.map { max(1, $0 - input) }, seen.known, to: &agent)
      return
    }
    // A user says something: what adds nothing in the source adds a token.
    let inputs = SampleSet(seen.inputs.map { max(1, $0) })
    let noise = 1.6 * (1 / Double(openings.count) + 1 / Double(inputs.count)).squareRoot()
    if seen.known <= 0.005, openings.distance(to: inputs) <= max(noise, 0.05) {
      agent.input = fitted(inputs.values + seen.openings, .tokens, without: 1)
      return
    }
    agent.input = fitted(inputs.values, .tokens, without: 1)
    // The first turn's input is drawn like any other; taking it off rank by rank keeps the mean.
    let count = Double(openings.count)
    let sizes = openings.values.enumerated().map { rank, size in
      max(1, size - inputs.quantile((Double(rank) + 0.5) / count))
    }
    // What is left where first prompts are as long as any is no content of its own.
    guard seen.known > 0.005 || SampleSet(sizes).mean > 0.05 * openings.mean else {
      agent.input = fitted(inputs.values + seen.openings, .tokens, without: 1)
      return
    }
    addOpening(sizes, seen.known, to: &agent)
  }

  private mutating func addOpening(_ values: [Int], _ known: Double, to agent: inout Agent) {
    let tokens = fitted(values, .tokens, without: 1)
    let isShared = known > 0.005
    openings[workload.agents.count] = workload.contexts.count
    addContext(
      "opening", tokens, isShared ? .everyone : .session,
      .equal(isShared ? 4 * values.count : 1), to: &agent)
  }
}
