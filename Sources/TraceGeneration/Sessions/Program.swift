import Domain

/// A workload in the form that sessions are made from: flat arrays, prepared samplers, hashed
/// names.
///
/// Steps of one list stand next to each other; samplers, steps and options are named by index, so
/// that walking the program touches no reference counts.
struct Program: Sendable {
  var samplers: [Sampler] = []
  /// By sampler: what it draws from, and where that stands in the file.
  var distributions: [(place: String, value: Distribution)] = []
  var steps: [StepCode] = []
  var options: [OptionCode] = []
  var agents: [AgentCode] = []
  /// Context indices of all agents' lists, one after the other.
  var contextLists: [Int] = []
  var contexts: [ContextCode] = []
  var tools: [ToolCode] = []
  var models: [String] = []
  /// Most tokens of prompt and output, by model.
  var windows: [Int] = []

  /// −1 stands for "none".
  static let none = -1
}

/// Steps next to each other in `Program.steps`.
struct StepList: Sendable {
  var first: Int
  var count: Int
  static let empty = StepList(first: 0, count: 0)
}

struct StepCode: Sendable {
  enum Verb: UInt8, Sendable { case generate, call, spawn, fork, `repeat`, maybe, choose, wait }

  var verb: Verb
  var name: RandomStream.Name
  /// Number among the steps of the same verb in its list, from 1.
  var ordinal: Int
  /// Sampler of the amount: visible tokens, how many, or how long.
  var amount = Program.none
  /// Samplers of options.
  var reasoning = Program.none
  var input = Program.none
  var result = Program.none
  /// Index into `Program.models`.
  var model = Program.none
  var steps = StepList.empty
  /// Slice of `Program.options`: tools, agents or branches.
  var firstOption = 0
  var optionCount = 0
  /// Whether each of `amount` draws picks an option; else each option comes `amount` times.
  var isWeighted = false
  var join = Step.Join.all
  var chance = 0.0
}

/// One of the tools, agents or branches of a step.
struct OptionCode: Sendable {
  /// Tool or agent.
  var index = 0
  /// Steps of a branch.
  var steps = StepList.empty
  /// Share of the options up to this one.
  var cumulative = 1.0
}

struct AgentCode: Sendable {
  var model: Int
  /// Slice of `Program.contextLists`.
  var firstContext: Int
  var contextCount: Int
  var input: Int
  var turns: Int
  var think: Int
  var every: Int
  var lateness: Agent.Lateness
  /// Earlier turns kept, −1 for all.
  var history: Int
  var steps: StepList
  /// `Int.max` for no compaction.
  var compactAbove: Int
  var compactTo: Int
  var voice: VoiceCode?
}

struct VoiceCode: Sendable {
  /// Length of one token's sound, in nanoseconds.
  var perToken: Int
  var synthesis: Int
  var recognition: Int
  var endpointing: Int
  var firstChunk: Int
  var bargeInChance: Double
  var bargeInAfter: Int
}

struct ContextCode: Sendable {
  var sampler: Int
  var sharing: ContextDefinition.Sharing
  var copies: WeightTable
  /// Where sizes of shared copies are drawn from.
  var stream: RandomStream
  var workloadName: RandomStream.Name
  var name: RandomStream.Name
}

struct ToolCode: Sendable {
  var name: RandomStream.Name
  var latency: Int
  var result: Int
  var fails: Double
  /// `Int.max` for none.
  var timeout: Int
  var attempts: Int
  var backoff: Int
  /// `Int.max` for no limit.
  var parallel: Int
}
