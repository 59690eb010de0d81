import Domain

/// One decoded entry with the text it came from.
struct EntryDraft<Value: Sendable>: Sendable {
  var definition: Definition
  /// The mapping after `extends`; nil if it could not be opened.
  var fields: Fields?
  /// nil if something in it was reported.
  var value: Value?
}

/// Everything that was read from a file, before the checks that look at all of it.
struct WorkloadDraft: Sendable {
  var decoder: TreeDecoder
  /// The file's own keys.
  var file: Fields
  var contexts: [EntryDraft<ContextDefinition>] = []
  var tools: [EntryDraft<Tool>] = []
  var agents: [EntryDraft<Agent>] = []
  var classes: [EntryDraft<TrafficClass>] = []
  var assertions: [(value: Assertion, location: AssertionLocations)] = []
  var duration: Nanoseconds?
  var warmUp: Nanoseconds?
  var models: [KnownModel] = []
  var usedVariables: Set<String> = []

  var names: NameTable { decoder.names }
  var hasTraffic: Bool { file.has("traffic") }

  /// Agents that a class's sessions run, with all they spawn.
  func reachableAgents(from agent: Int) -> [Int] {
    var found = [agent]
    var seen: Set<Int> = [agent]
    var next = 0
    while next < found.count {
      defer { next += 1 }
      guard found[next] < agents.count, let value = agents[found[next]].value else { continue }
      for child in value.steps.spawnedAgents where seen.insert(child).inserted {
        found.append(child)
      }
    }
    return found
  }

  /// Whether turns of an agent are spoken.
  func isVoice(_ agent: Int) -> Bool {
    agent < agents.count && agents[agent].fields?.has("voice") ?? false
  }
}

/// A model that requests may name, from the catalog.
public struct KnownModel: Hashable, Sendable {
  public var name: String
  /// Tokens of prompt and output together that it takes.
  public var window: Int
  public init(name: String, window: Int) { (self.name, self.window) = (name, window) }
}

extension [Step] {
  /// Every step in it, at any depth, in the order written.
  var flattened: [Step] {
    flatMap { step -> [Step] in
      switch step {
      case .generate, .call, .spawn, .wait: [step]
      case .fork(let fork): [step] + fork.steps.flattened
      case .repeat(_, let steps), .maybe(_, let steps): [step] + steps.flattened
      case .choose(let branches): [step] + branches.flatMap(\.steps.flattened)
      }
    }
  }

  var spawnedAgents: [Int] {
    flattened.flatMap { step -> [Int] in
      if case .spawn(let spawn) = step { spawn.agents.indices } else { [] }
    }
  }
}

extension Step.Choice {
  var indices: [Int] {
    switch self {
    case .each(let indices): indices
    case .weighted(let options): options.map(\.index)
    }
  }
}
