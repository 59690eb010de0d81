import Domain

/// Makes a `Program` of a workload, and finds what can't be generated.
struct ProgramCompiler {
  let workload: Workload
  var program = Program()

  init(
    _ workload: Workload, root: RandomStream, windows: [String: Int]
  ) throws(GenerationError) {
    self.workload = workload
    program.models = try Reachability(workload).models
    program.windows = program.models.map { windows[$0] ?? .max }
    for context in workload.contexts { try add(context, root: root) }
    for tool in workload.tools { try add(tool) }
    program.agents.reserveCapacity(workload.agents.count)
    for agent in workload.agents { try add(agent) }
  }

  private func qualified(_ name: String, _ file: String) -> String {
    file == workload.name ? name : "\(file).\(name)"
  }

  func model(_ name: String?) -> Int {
    name.flatMap { program.models.firstIndex(of: $0) } ?? Program.none
  }

  /// Prepares a distribution.
  ///
  /// - Parameters:
  ///   - place: what errors name.
  ///   - path: where it stands in the file, as `--set` names it; `place` where that is not given.
  mutating func sampler(
    _ distribution: Distribution?, _ quantity: Distribution.Quantity, _ place: String,
    path: String? = nil
  ) throws(GenerationError) -> Int {
    guard let distribution else { return Program.none }
    guard distribution.quantity == quantity else {
      throw .invalid(place: place, problem: "is a quantity of another kind")
    }
    program.samplers.append(try Sampler(distribution, place: place))
    program.distributions.append((path ?? place, distribution))
    return program.samplers.count - 1
  }

  private mutating func add(
    _ context: ContextDefinition, root: RandomStream
  ) throws(GenerationError) {
    let place = "context `\(context.name)`"
    let path = qualified(context.name, context.workload)
    let (workloadName, name) = (
      RandomStream.Name(context.workload), RandomStream.Name(context.name)
    )
    program.contexts.append(
      ContextCode(
        sampler: try sampler(
          context.tokens, .tokens, "`tokens` of \(place)", path: "context.\(path).tokens"),
        sharing: context.sharedBy,
        copies: try WeightTable(checking: context.copies, place: "`one-of` of \(place)"),
        stream: root.named(Use.context).named(workloadName).named(name),
        workloadName: workloadName, name: name))
  }

  private mutating func add(_ tool: Tool) throws(GenerationError) {
    let place = "tool `\(tool.name)`"
    let path = "tools." + qualified(tool.name, tool.workload)
    guard tool.fails >= 0 && tool.fails <= 1 else {
      throw .invalid(place: "`fails` of \(place)", problem: "is not between 0 and 1")
    }
    let limits = [
      Int(tool.timeout ?? 0), tool.retries, Int(tool.backoff), (tool.parallel ?? 1) - 1,
    ]
    guard limits.allSatisfy({ $0 >= 0 }), tool.retries <= 1000,
      tool.backoff <= Ticks.horizonNanoseconds
    else {
      throw .invalid(place: place, problem: "has an impossible limit")
    }
    program.tools.append(
      ToolCode(
        name: RandomStream.Name(tool.name),
        latency: try sampler(
          tool.latency, .duration, "`latency` of \(place)", path: path + ".latency"),
        result: try sampler(tool.result, .tokens, "`result` of \(place)", path: path + ".result"),
        fails: tool.fails, timeout: tool.timeout.map(Int.init) ?? .max,
        attempts: tool.retries + 1, backoff: Int(tool.backoff),
        parallel: tool.parallel ?? .max))
  }

  private mutating func add(_ agent: Agent) throws(GenerationError) {
    let place = "agent `\(agent.name)`"
    let path = "agents." + qualified(agent.name, agent.workload)
    for context in agent.contexts where !workload.contexts.indices.contains(context) {
      throw .invalid(place: place, problem: "names context number \(context), which there is not")
    }
    if agent.whenLate != .wait && agent.every != nil && agent.history != 0 {
      throw .invalid(place: place, problem: "needs `history: 0` for its `when-late`")
    }
    if agent.history != nil && agent.compaction != nil {
      throw .invalid(place: place, problem: "has both `history` and `compact`")
    }
    if agent.think == nil, agent.every == nil, agent.turns.form != .constant(1) {
      throw .invalid(place: place, problem: "has several turns and nothing between them")
    }
    if let history = agent.history, history < 0 {
      throw .invalid(place: place, problem: "keeps a negative number of turns")
    }
    let first = program.contextLists.count
    program.contextLists += agent.contexts
    let compactTo = try sampler(
      agent.compaction?.to, .tokens, "`compact` of \(place)", path: path + ".compact.to")
    let voice = try agent.voice.map { (voice) throws(GenerationError) in
      try code(voice, place: place, path: path + ".voice")
    }
    program.agents.append(
      AgentCode(
        model: model(agent.model), firstContext: first, contextCount: agent.contexts.count,
        input: try sampler(agent.input, .tokens, "`input` of \(place)", path: path + ".input"),
        turns: try sampler(agent.turns, .count, "`turns` of \(place)", path: path + ".turns"),
        think: try sampler(agent.think, .duration, "`think` of \(place)", path: path + ".think"),
        every: try sampler(agent.every, .duration, "`every` of \(place)", path: path + ".every"),
        lateness: agent.whenLate, history: agent.history.map { min($0, 1 << 30) } ?? -1,
        steps: .empty, compactAbove: agent.compaction?.above ?? .max, compactTo: compactTo,
        voice: voice))
    program.agents[program.agents.count - 1].steps = try add(
      agent.steps, place: place, path: path + ".steps")
  }

  private mutating func code(
    _ voice: Voice, place: String, path: String
  ) throws(GenerationError) -> VoiceCode {
    let perToken = (1e9 / voice.pace).rounded()
    guard voice.pace > 0, perToken <= Sampler.largestDuration else {
      throw .invalid(place: "`pace` of \(place)", problem: "is not a rate that can be spoken at")
    }
    guard (1...(1 << 30)).contains(voice.firstChunk) else {
      throw .invalid(place: "`first-chunk` of \(place)", problem: "is not at least one token")
    }
    let chance = voice.bargeIn?.chance ?? 0
    guard chance >= 0 && chance <= 1 else {
      throw .invalid(place: "`barge-in` of \(place)", problem: "is not between 0 and 1")
    }
    func duration(
      _ distribution: Distribution?, _ key: String
    ) throws(GenerationError) -> Int {
      try sampler(distribution, .duration, "`\(key)` of \(place)", path: "\(path).\(key)")
    }
    return VoiceCode(
      perToken: max(1, Int(perToken)), synthesis: try duration(voice.synthesis, "synthesis"),
      recognition: try duration(voice.recognition, "recognition"),
      endpointing: try duration(voice.endpointing, "endpointing"),
      firstChunk: voice.firstChunk, bargeInChance: chance,
      bargeInAfter: try duration(voice.bargeIn?.after, "barge-in.after"))
  }
}
