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

  func model(_ name: String?) -> Int {
    name.flatMap { program.models.firstIndex(of: $0) } ?? Program.none
  }

  mutating func sampler(
    _ distribution: Distribution?, _ quantity: Distribution.Quantity, _ place: String
  ) throws(GenerationError) -> Int {
    guard let distribution else { return Program.none }
    guard distribution.quantity == quantity else {
      throw .invalid(place: place, problem: "is a quantity of another kind")
    }
    program.samplers.append(try Sampler(distribution, place: place))
    return program.samplers.count - 1
  }

  private mutating func add(
    _ context: ContextDefinition, root: RandomStream
  ) throws(GenerationError) {
    let place = "context `\(context.name)`"
    let (workloadName, name) = (
      RandomStream.Name(context.workload), RandomStream.Name(context.name)
    )
    program.contexts.append(
      ContextCode(
        sampler: try sampler(context.tokens, .tokens, "`tokens` of \(place)"),
        sharing: context.sharedBy,
        copies: try WeightTable(checking: context.copies, place: "`one-of` of \(place)"),
        stream: root.named(Use.context).named(workloadName).named(name),
        workloadName: workloadName, name: name))
  }

  private mutating func add(_ tool: Tool) throws(GenerationError) {
    let place = "tool `\(tool.name)`"
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
        latency: try sampler(tool.latency, .duration, "`latency` of \(place)"),
        result: try sampler(tool.result, .tokens, "`result` of \(place)"),
        fails: tool.fails, timeout: tool.timeout.map(Int.init) ?? .max,
        attempts: tool.retries + 1, backoff: Int(tool.backoff),
        parallel: tool.parallel ?? .max))
  }

  private mutating func add(_ agent: Agent) throws(GenerationError) {
    let place = "agent `\(agent.name)`"
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
    let compactTo = try sampler(agent.compaction?.to, .tokens, "`compact` of \(place)")
    let voice = try agent.voice.map { (voice) throws(GenerationError) in
      try code(voice, place: place)
    }
    program.agents.append(
      AgentCode(
        model: model(agent.model), firstContext: first, contextCount: agent.contexts.count,
        input: try sampler(agent.input, .tokens, "`input` of \(place)"),
        turns: try sampler(agent.turns, .count, "`turns` of \(place)"),
        think: try sampler(agent.think, .duration, "`think` of \(place)"),
        every: try sampler(agent.every, .duration, "`every` of \(place)"),
        lateness: agent.whenLate, history: agent.history.map { min($0, 1 << 30) } ?? -1,
        steps: .empty, compactAbove: agent.compaction?.above ?? .max, compactTo: compactTo,
        voice: voice))
    program.agents[program.agents.count - 1].steps = try add(agent.steps, place: place)
  }

  private mutating func code(
    _ voice: Voice, place: String
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
    return VoiceCode(
      perToken: max(1, Int(perToken)),
      synthesis: try sampler(voice.synthesis, .duration, "`synthesis` of \(place)"),
      recognition: try sampler(voice.recognition, .duration, "`recognition` of \(place)"),
      endpointing: try sampler(voice.endpointing, .duration, "`endpointing` of \(place)"),
      firstChunk: voice.firstChunk, bargeInChance: chance,
      bargeInAfter: try sampler(voice.bargeIn?.after, .duration, "`barge-in` of \(place)"))
  }
}
