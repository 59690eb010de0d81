/// How one kind of agent works: what one turn does, and how turns follow each other.
public struct Agent: Hashable, Sendable {
  public enum Lateness: String, Hashable, Sendable, CaseIterable { case wait, cancel, overlap }

  public struct Compaction: Hashable, Sendable {
    /// A prompt larger than this is summarized first.
    public var above: Int
    /// Tokens of the summary.
    public var to: Distribution
    public init(above: Int, to: Distribution) { (self.above, self.to) = (above, to) }
  }

  public var workload: String
  public var name: String
  /// Model that its requests use; nil falls back to the class's.
  public var model: String?
  /// Indices into `Workload.contexts`, in prompt order.
  public var contexts: [Int]
  /// What each turn, or the parent that spawns it, adds.
  public var input: Distribution
  public var steps: [Step]
  public var turns: Distribution
  /// Pause from the end of a turn to the next.
  public var think: Distribution?
  /// Instead of `think`: the next turn is due this long after the last one was due.
  public var every: Distribution?
  public var whenLate: Lateness
  /// Earlier turns kept in the prompt; nil keeps all.
  public var history: Int?
  public var compaction: Compaction?
  public var voice: Voice?

  public init(
    workload: String, name: String, model: String? = nil, contexts: [Int] = [],
    input: Distribution, steps: [Step],
    turns: Distribution = Distribution(.constant(1), quantity: .count), think: Distribution? = nil,
    every: Distribution? = nil, whenLate: Lateness = .wait, history: Int? = nil,
    compaction: Compaction? = nil, voice: Voice? = nil
  ) {
    (self.workload, self.name, self.model, self.contexts) = (workload, name, model, contexts)
    (self.input, self.steps, self.turns, self.think) = (input, steps, turns, think)
    (self.every, self.whenLate, self.history) = (every, whenLate, history)
    (self.compaction, self.voice) = (compaction, voice)
  }
}

/// A turn that is spoken (language reference, §8).
public struct Voice: Hashable, Sendable {
  public struct BargeIn: Hashable, Sendable {
    /// In [0, 1].
    public var chance: Double
    /// Speech that the caller hears before interrupting.
    public var after: Distribution
    public init(chance: Double, after: Distribution) { (self.chance, self.after) = (chance, after) }
  }

  /// Tokens of speech per second, both ways.
  public var pace: Double
  public var synthesis: Distribution
  public var recognition: Distribution
  public var endpointing: Distribution
  /// Tokens that synthesis needs before it starts.
  public var firstChunk: Int
  public var bargeIn: BargeIn?

  public init(
    pace: Double, synthesis: Distribution, recognition: Distribution, endpointing: Distribution,
    firstChunk: Int = 8, bargeIn: BargeIn? = nil
  ) {
    (self.pace, self.synthesis, self.recognition) = (pace, synthesis, recognition)
    (self.endpointing, self.firstChunk, self.bargeIn) = (endpointing, firstChunk, bargeIn)
  }
}
