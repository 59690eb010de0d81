import Domain

// What an agent does in a turn, and its tools.
extension WorkloadFit {
  mutating func steps(_ seen: AgentSample, agent: Int) -> [Step] {
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
}
