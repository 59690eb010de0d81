/// All that a replay needs to know before the first session, beside the platform.
public struct TraceHeader: Hashable, Sendable {
  public static let schema = "baton/trace/1"

  /// Name of the workload or of the imported file's format.
  public var workload: String
  /// Seed the trace was generated with; nil for imported traces.
  public var seed: UInt64?
  /// Identity of what was generated: workload value, seed and generator version.
  public var fingerprint: String
  /// Catalog names of the models that requests name by index.
  public var models: [String]
  /// Names that records refer to by index.
  public var agents: [String]
  public var tools: [String]
  public var classes: [TraceClass]
  /// Sessions start before this; a replay goes on until all have ended.
  public var duration: Nanoseconds
  /// Latencies cover what became sendable in [`measuredFrom`, `measuredUntil`).
  public var measuredFrom: Nanoseconds
  public var measuredUntil: Nanoseconds
  public var assertions: [Assertion]
  /// How the source identifies equal prompt content; nil where the tree of contexts is exact.
  public var blocks: BlockIdentity?
  /// What became of each field of an imported source.
  public var account: [FieldAccount]
  /// Which sessions of a whole trace these are; nil for a whole one.
  public var part: TracePart?

  public init(
    workload: String, seed: UInt64?, fingerprint: String, models: [String], agents: [String],
    tools: [String] = [], classes: [TraceClass], duration: Nanoseconds,
    measuredFrom: Nanoseconds, measuredUntil: Nanoseconds, assertions: [Assertion] = [],
    blocks: BlockIdentity? = nil, account: [FieldAccount] = []
  ) {
    (self.workload, self.seed, self.fingerprint) = (workload, seed, fingerprint)
    (self.models, self.agents, self.tools, self.classes) = (models, agents, tools, classes)
    (self.duration, self.measuredFrom) = (duration, measuredFrom)
    (self.measuredUntil, self.assertions) = (measuredUntil, assertions)
    (self.blocks, self.account) = (blocks, account)
  }
}

/// What a trace carries of a traffic class.
public struct TraceClass: Hashable, Sendable {
  public var name: String
  public var priority: Priority
  public var deadline: Nanoseconds?
  public var slo: [Bound]
  /// All its sessions are measured, whenever they start (an `at-once` class).
  public var isMeasuredWhole: Bool
  /// Set for closed classes: sessions that start when another ends.
  public var closed: ClosedLoop?

  public init(
    name: String, priority: Priority = .normal, deadline: Nanoseconds? = nil, slo: [Bound] = [],
    isMeasuredWhole: Bool = false, closed: ClosedLoop? = nil
  ) {
    (self.name, self.priority, self.deadline, self.slo) = (name, priority, deadline, slo)
    (self.isMeasuredWhole, self.closed) = (isMeasuredWhole, closed)
  }

  public struct ClosedLoop: Hashable, Sendable {
    /// Sessions that the trace carries for the class, at its head.
    public var sessions: Int
    /// No session starts at or after this.
    public var until: Nanoseconds
    /// Most sessions that may start; nil lets a replay use the sessions again and again.
    public var total: Int?
    public init(sessions: Int, until: Nanoseconds, total: Int? = nil) {
      (self.sessions, self.until, self.total) = (sessions, until, total)
    }
  }
}

/// Some of a trace's sessions, by their place in it.
public struct TracePart: Hashable, Sendable {
  /// Place of its first session in the whole, from 1.
  public var first: Int
  public var sessions: Int
  /// Sessions of the whole.
  public var of: Int
  public init(first: Int, sessions: Int, of: Int) {
    (self.first, self.sessions, self.of) = (first, sessions, of)
  }

  /// Places of its sessions in the whole, from 0.
  public var positions: Range<Int> { (first - 1)..<(first - 1 + sessions) }
}

/// The block size of a source that names prompts by chains of block hashes.
public struct BlockIdentity: Hashable, Sendable {
  public enum Rounding: String, Hashable, Sendable, CaseIterable {
    /// The last block may be partly filled and still has an identity.
    case ceil
    /// Tokens past the last full block have no identity.
    case floor
  }
  public var tokens: Int
  public var rounding: Rounding
  public init(tokens: Int, rounding: Rounding) { (self.tokens, self.rounding) = (tokens, rounding) }
}

/// What an importer did with one field.
public struct FieldAccount: Hashable, Sendable {
  public enum Fate: String, Hashable, Sendable, CaseIterable {
    case kept, inferred, synthesized, dropped
  }
  public var field: String
  public var fate: Fate
  /// How, from what, or why; may be empty for `kept`.
  public var note: String
  public init(_ field: String, _ fate: Fate, _ note: String = "") {
    (self.field, self.fate, self.note) = (field, fate, note)
  }
}
