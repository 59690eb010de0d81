import Domain

/// How many requests the sessions of an agent make, spawned agents included.
struct RequestCount {
  enum Kind { case mean, high }

  let draft: WorkloadDraft
  let kind: Kind
  private var perTurn: [Int: Double] = [:]
  private var active: Set<Int> = []
  /// Deeper chains of spawns are counted as if they ended there.
  private static let depthLimit = 100

  init(_ draft: WorkloadDraft, _ kind: Kind) { (self.draft, self.kind) = (draft, kind) }

  mutating func perSession(_ agent: Int) -> Double {
    guard agent < draft.agents.count, let value = draft.agents[agent].value else { return 0 }
    return amount(value.turns) * perTurn(agent)
  }

  func amount(_ distribution: Distribution) -> Double {
    kind == .mean
      ? Estimates.mean(of: distribution) : Estimates.quantile(0.99, of: distribution)
  }

  mutating func perTurn(_ agent: Int) -> Double {
    if let known = perTurn[agent] { return known }
    guard agent < draft.agents.count, let value = draft.agents[agent].value,
      active.count < Self.depthLimit, active.insert(agent).inserted
    else { return 0 }
    let count = requests(in: value.steps)
    active.remove(agent)
    perTurn[agent] = count
    return count
  }

  private mutating func requests(in steps: [Step]) -> Double {
    var sum = 0.0
    for step in steps { sum += requests(of: step) }
    return sum
  }

  private mutating func requests(of step: Step) -> Double {
    switch step {
    case .generate: return 1
    case .call, .wait: return 0
    case .repeat(let count, let steps): return amount(count) * requests(in: steps)
    case .fork(let fork): return amount(fork.branches) * requests(in: fork.steps)
    case .maybe(let chance, let steps):
      let inner = requests(in: steps)
      return kind == .mean ? chance * inner : chance >= 0.01 ? inner : 0
    case .choose(let branches):
      let parts = branches.map { (weight: $0.weight, value: requests(in: $0.steps)) }
      return combine(parts)
    case .spawn(let spawn):
      let count = amount(spawn.count)
      switch spawn.agents {
      case .each(let agents):
        var sum = 0.0
        for agent in agents { sum += perTurn(agent) }
        return count * sum
      case .weighted(let options):
        let parts = options.map { (weight: $0.weight, value: perTurn($0.index)) }
        return count * combine(parts)
      }
    }
  }

  private func combine(_ parts: [(weight: Double, value: Double)]) -> Double {
    if kind == .high { return parts.map(\.value).max() ?? 0 }
    let total = parts.reduce(0) { $0 + $1.weight }
    return parts.reduce(0) { $0 + $1.weight * $1.value } / total
  }
}
