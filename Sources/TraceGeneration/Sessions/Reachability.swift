import Domain

/// Follows the classes of a workload to all agents that run, for the models that they use.
struct Reachability {
  /// In order of first use, classes first to last and steps as written.
  private(set) var models: [String] = []
  private let workload: Workload

  init(_ workload: Workload) throws(GenerationError) {
    self.workload = workload
    for trafficClass in workload.classes {
      guard workload.agents.indices.contains(trafficClass.agent) else {
        throw .invalid(
          place: "class `\(trafficClass.name)`", problem: "names an agent that there is not")
      }
      var walk = Walk(trafficClass: trafficClass)
      try visit(trafficClass.agent, &walk)
    }
  }

  private struct Walk {
    let trafficClass: TrafficClass
    var active: Set<Int> = []
    var done: Set<Int> = []
  }

  private mutating func visit(_ index: Int, _ walk: inout Walk) throws(GenerationError) {
    let agent = workload.agents[index]
    guard !walk.active.contains(index) else {
      throw .invalid(place: "agent `\(agent.name)`", problem: "spawns itself")
    }
    guard walk.done.insert(index).inserted else { return }
    walk.active.insert(index)
    try visit(agent.steps, of: agent, &walk)
    walk.active.remove(index)
  }

  private mutating func visit(
    _ steps: [Step], of agent: Agent, _ walk: inout Walk
  ) throws(GenerationError) {
    for step in steps {
      switch step {
      case .generate(let generate):
        guard let model = generate.model ?? agent.model ?? walk.trafficClass.model else {
          throw .noModel(agent: agent.name, trafficClass: walk.trafficClass.name)
        }
        if !models.contains(model) { models.append(model) }
      case .fork(let fork): try visit(fork.steps, of: agent, &walk)
      case .repeat(_, let steps), .maybe(_, let steps): try visit(steps, of: agent, &walk)
      case .choose(let branches):
        for branch in branches { try visit(branch.steps, of: agent, &walk) }
      case .spawn(let spawn):
        for child in members(of: spawn.agents) {
          guard workload.agents.indices.contains(child) else {
            throw .invalid(
              place: "spawn of agent `\(agent.name)`", problem: "names an agent that there is not")
          }
          try visit(child, &walk)
        }
      case .call, .wait: continue
      }
    }
  }

  private func members(of choice: Step.Choice) -> [Int] {
    switch choice {
    case .each(let members): members
    case .weighted(let options): options.map(\.index)
    }
  }
}
