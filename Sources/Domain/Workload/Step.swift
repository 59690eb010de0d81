/// One thing an agent does in a turn (language reference, §3.5).
public indirect enum Step: Hashable, Sendable {
  case generate(Generate)
  case call(Call)
  case spawn(Spawn)
  case fork(Fork)
  case `repeat`(count: Distribution, steps: [Step])
  /// `chance` in [0, 1].
  case maybe(chance: Double, steps: [Step])
  case choose([Branch])
  case wait(Distribution)

  /// The verb as it is written, which names the step's random streams.
  public var verb: String {
    switch self {
    case .generate: "generate"
    case .call: "call"
    case .spawn: "spawn"
    case .fork: "fork"
    case .repeat: "repeat"
    case .maybe: "maybe"
    case .choose: "choose"
    case .wait: "wait"
    }
  }

  /// One request.
  public struct Generate: Hashable, Sendable {
    /// Visible tokens; 0 is prefill only.
    public var visible: Distribution
    public var reasoning: Distribution?
    public var model: String?
    public init(visible: Distribution, reasoning: Distribution? = nil, model: String? = nil) {
      (self.visible, self.reasoning, self.model) = (visible, reasoning, model)
    }
  }

  /// Which tools or agents a step takes; indices into the workload's arrays.
  public enum Choice: Hashable, Sendable {
    /// Each of these `count` times.
    case each([Int])
    /// Each of `count` draws picks one by weight.
    case weighted([Option])
  }

  public struct Option: Hashable, Sendable {
    public var index: Int
    public var weight: Double
    public init(index: Int, weight: Double) { (self.index, self.weight) = (index, weight) }
  }

  /// When a step with parallel parts goes on.
  public enum Join: Hashable, Sendable {
    case all
    /// After this many; more than there are waits for all. `any` is 1.
    case count(Int)
    /// After this share in (0, 1], rounded up.
    case share(Double)
    /// At once; nothing returns to the parent.
    case never
  }

  public struct Call: Hashable, Sendable {
    public var tools: Choice
    public var count: Distribution
    public var join: Join
    public init(tools: Choice, count: Distribution, join: Join = .all) {
      (self.tools, self.count, self.join) = (tools, count, join)
    }
  }

  public struct Spawn: Hashable, Sendable {
    public var agents: Choice
    public var count: Distribution
    public var join: Join
    /// nil takes the agent's own.
    public var input: Distribution?
    /// Tokens each child's answer adds; nil takes the visible tokens of its last `generate`.
    public var result: Distribution?
    public init(
      agents: Choice, count: Distribution, join: Join = .all, input: Distribution? = nil,
      result: Distribution? = nil
    ) {
      (self.agents, self.count, self.join) = (agents, count, join)
      (self.input, self.result) = (input, result)
    }
  }

  public struct Fork: Hashable, Sendable {
    public var branches: Distribution
    public var steps: [Step]
    public var join: Join
    public var result: Distribution?
    public init(
      branches: Distribution, steps: [Step], join: Join = .all, result: Distribution? = nil
    ) {
      (self.branches, self.steps, self.join, self.result) = (branches, steps, join, result)
    }
  }

  public struct Branch: Hashable, Sendable {
    public var weight: Double
    public var steps: [Step]
    public init(weight: Double, steps: [Step]) { (self.weight, self.steps) = (weight, steps) }
  }
}
