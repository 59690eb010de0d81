import Domain

/// Turns a sample into a workload: names, contexts, tools, agents, classes.
struct WorkloadFit {
  private let sample: FitSample
  private(set) var workload: Workload
  private(set) var findings: [String] = []
  private(set) var warnings: [String] = []
  /// By agent of the workload: its context that holds what only first prompts have, if any.
  private(set) var openings: [Int: Int] = [:]
  /// By class: another process that the evidence allows as well.
  private(set) var alternatives: [Int: Arrivals.Process] = [:]
  /// By agent of the header: agent of the workload.
  private(set) var places: [Int: Int] = [:]
  private var toolPlaces: [Int: Int] = [:]

  /// Quantiles of a distribution at most.
  let points: Int

  init(_ sample: FitSample, name: String, points: Int = DistributionFit.mostPoints) {
    (self.sample, self.points) = (sample, points)
    // Whole seconds: what starts within the last one is lost otherwise.
    let longest = max(sample.hasNoStarts ? sample.longest : 0, .second)
    let length = (max(sample.length, longest) + .second - 1) / .second * .second
    let warmUp = sample.header.hasLength ? sample.header.measuredFrom : 0
    workload = Workload(name: name, duration: length, warmUp: min(warmUp, length))
    workload.assertions = sample.header.assertions
    let used = sample.agents.indices.filter { sample.agents[$0].requests > 0 }
    for (place, agent) in used.enumerated() { places[agent] = place }
    for agent in used { addAgent(agent) }
    for index in sample.classes.indices { addClass(index) }
    addWarnings()
  }

  private func fitted(
    _ values: [Int], _ quantity: Distribution.Quantity, without value: Double = 0
  ) -> Distribution {
    DistributionFit.distribution(values, quantity, without: value, points: points)
  }

  // MARK: - Agents

  private mutating func addAgent(_ index: Int) {
    let seen = sample.agents[index]
    let name = unique(
      Self.name(seen.name, or: "assistant"), among: workload.agents.map(\.name))
    var agent = Agent(
      workload: workload.name, name: name,
      input: Distribution(.constant(1), quantity: .tokens), steps: [])
    addContexts(index, to: &agent)
    addInput(seen, to: &agent)
    agent.turns = fitted(seen.turns, .count, without: 1)
    if seen.turns.contains(where: { $0 > 1 }) {
      agent.think = fitted(seen.thinks, .duration)
    }
    agent.steps = steps(seen, agent: index)
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
    workload.agents.append(agent)
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
    let name = unique(wanted, among: workload.contexts.map(\.name))
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

  // MARK: - Steps

  private mutating func steps(_ seen: AgentSample, agent: Int) -> [Step] {
    var steps: [Step] = []
    let reasoning = seen.reasonings.contains { $0 > 0 }
    let thought =
      reasoning ? fitted(seen.reasonings, .tokens) : nil
    func generate(_ values: [Int]) -> Step {
      .generate(
        Step.Generate(
          visible: fitted(values, .tokens), reasoning: thought))
    }
    // Answers that can't be told from the requests before tools are written once.
    let isOne =
      seen.workings.isEmpty
      || SampleSet(seen.workings).distance(to: SampleSet(seen.answers)) <= 0.05
    let working = generate(isOne ? seen.workings + seen.answers : seen.workings)
    let answer = isOne ? working : generate(seen.answers)
    if seen.rounds.contains(where: { $0 > 0 }) {
      steps.append(
        .repeat(
          // Long turns of a short session are not those of a long one: tasks are as long as they
          // are by the mean of their turns.
          count: fitted(
            seen.isTask ? seen.evenRounds : seen.rounds, .count),
          steps: [isOne ? answer : working] + call(seen)))
    }
    for (child, counts) in seen.children.sorted(by: { $0.key < $1.key }) {
      guard let place = places[child] else { continue }
      let spawn = Step.spawn(
        Step.Spawn(
          agents: .each([place]), count: fitted(counts, .count, without: 1)))
      let turns = seen.turns.reduce(0, +)
      steps.append(
        counts.count < turns
          ? .maybe(chance: chance(counts.count, turns), steps: [spawn]) : spawn)
    }
    return steps + [answer]
  }

  private func chance(_ part: Int, _ whole: Int) -> Double {
    TextNumber.rounded(Double(part) / Double(max(whole, 1)), digits: 2)
  }

  /// One call step with all tools of the agent, and what a call brings.
  private mutating func call(_ seen: AgentSample) -> [Step] {
    let calls = seen.calls.map { max(1, $0) }
    let perStep = SampleSet(calls).mean
    // In traces of few sessions a step that adds nothing adds a token: the rest says enough.
    let least = sample.kinds.isEmpty ? 0 : 1
    let results = seen.results.map { max(least, Int((Double($0) / max(perStep, 1)).rounded())) }
    let result = fitted(results, .tokens)
    var options: [Step.Option] = []
    let total = seen.tools.values.reduce(0) { $0 + $1.count }
    for (index, waits) in seen.tools.sorted(by: { $0.key < $1.key }) {
      let name =
        sample.header.tools.indices.contains(index)
        ? Self.name(sample.header.tools[index], or: "tool") : "tool"
      // Steps with one call say what a tool does; of others only the whole is known.
      let own = seen.singles[index] ?? []
      let isKnown = own.count >= 20
      let latency = fitted(isKnown ? own.map(\.length) : waits, .duration)
      let result =
        isKnown ? fitted(own.map { max(least, $0.result) }, .tokens) : result
      let weight = max(1, (Double(waits.count) / Double(max(total, 1)) * 100).rounded())
      options.append(Step.Option(index: addTool(name, latency, result), weight: weight))
    }
    if options.isEmpty {
      let none = Distribution(.constant(0), quantity: .duration)
      options.append(Step.Option(index: addTool("tool", none, result), weight: 1))
    }
    let count = fitted(calls, .count, without: 1)
    return [
      .call(
        Step.Call(
          tools: options.count == 1 ? .each([options[0].index]) : .weighted(options), count: count))
    ]
  }

  private mutating func addTool(
    _ wanted: String, _ latency: Distribution, _ result: Distribution
  ) -> Int {
    let known = workload.tools.firstIndex {
      $0.name == wanted && $0.latency == latency && $0.result == result
    }
    if let known { return known }
    let name = unique(wanted, among: workload.tools.map(\.name))
    workload.tools.append(
      Tool(workload: workload.name, name: name, latency: latency, result: result))
    return workload.tools.count - 1
  }

  // MARK: - Classes

  private mutating func addClass(_ index: Int) {
    let seen = sample.classes[index]
    guard
      let agent = seen.agents.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key,
      let place = places[agent]
    else { return }
    let declared = seen.trafficClass
    let name = unique(
      Self.name(declared.name, or: "users"), among: workload.classes.map(\.name))
    rename(declared.name, to: name)
    var made = TrafficClass(
      name: name, agent: place, arrivals: arrivals(seen, name), tenants: tenants(seen),
      model: sample.header.models.first, priority: declared.priority, deadline: declared.deadline,
      slo: declared.slo.filter { $0.metric != .silence })
    if sample.header.models.count > 1 { made.model = sample.header.models[0] }
    workload.classes.append(made)
  }

  private mutating func rename(_ old: String, to name: String) {
    for index in workload.assertions.indices
    where workload.assertions[index].subject == .trafficClass(old) {
      workload.assertions[index] = workload.assertions[index].about(.trafficClass(name))
    }
  }

  private mutating func arrivals(_ seen: ClassSample, _ name: String) -> Arrivals {
    if seen.trafficClass.closed != nil {
      var arrivals = Arrivals(.concurrency(max(1, seen.starts.count)))
      arrivals.over = TextNumber.time(seen.starts.max() ?? 0)
      if let last = seen.starts.max(), last > 0, seen.starts.count > 1 {
        let count = Nanoseconds(seen.starts.count)
        arrivals.over = TextNumber.time(last * count / (count - 1))
      }
      if seen.pauses.contains(where: { $0 > 0 }) {
        arrivals.pause = fitted(seen.pauses, .duration)
      }
      arrivals.total = seen.trafficClass.closed?.total
      findings.append("`\(name)`: \(seen.starts.count) sessions are live at once")
      return arrivals
    }
    if sample.hasNoStarts {
      findings.append("`\(name)`: the trace has no starts; its sessions are live at once")
      // Kinds keep their shares of the sessions, and there are enough of them to look at.
      let count = max(1, seen.starts.count)
      let all = sample.classes.reduce(0) { $0 + $1.starts.count }
      return Arrivals(.concurrency(count), total: count * max(1, 768 / max(all, 1)))
    }
    if let first = seen.starts.first, seen.starts.allSatisfy({ $0 == first }),
      seen.starts.count > 1
    {
      findings.append("`\(name)`: all \(seen.starts.count) sessions start at once")
      return Arrivals(.atOnce(seen.starts.count), start: first)
    }
    let tick = CountSeries.tick(of: seen.starts) ?? 0
    let fit = ArrivalFit(CountSeries(seen.starts, length: sample.length, tick: tick))
    findings.append("`\(name)`: \(fit.evidence)")
    warnings += fit.warnings.map { "`\(name)`: \($0)" }
    alternatives[workload.classes.count] = fit.alternative
    return Arrivals(fit.process)
  }

  private func tenants(_ seen: ClassSample) -> Population? {
    guard seen.tenants.count > 1 else {
      let only = seen.tenants.first?.name ?? "t1"
      guard only != "t1", Self.isName(only) else { return nil }
      return .named([Population.Member(name: only, weight: 1)])
    }
    let isNumbered = seen.tenants.allSatisfy { $0.name.wholeMatch(of: /t[0-9]+/) != nil }
    if isNumbered || seen.tenants.count > 12 || !seen.tenants.allSatisfy({ Self.isName($0.name) }) {
      return PopularityFit(seen.tenants.map(\.sessions)).population
    }
    return .named(
      seen.tenants.map { Population.Member(name: $0.name, weight: Double($0.sessions)) })
  }

  private mutating func addWarnings() {
    if sample.branches > 0 {
      warnings.append(
        "\(sample.branches) requests of branches that run in parallel are left out")
    }
    if sample.spoken > 0 {
      warnings.append("speech is left out: \(sample.spoken) answers are spoken")
    }
    if sample.header.models.count > 1 {
      warnings.append("\(sample.header.models.count) models are used; all is written as the first")
    }
  }

  // MARK: - Calibration

  mutating func setCopies(_ context: Int, _ copies: Int) {
    workload.contexts[context].copies = .equal(copies)
  }

  mutating func replace(_ workload: Workload) { self.workload = workload }

  mutating func note(_ finding: String) { findings.append(finding) }

  mutating func setProcess(_ process: Arrivals.Process, of index: Int) {
    workload.classes[index].arrivals.process = process
  }
}
