/// A checked workload file: who uses the system, how their agents behave, what must hold.
///
/// Imports, `extends`, variables and `--set` are resolved; names are indices into the arrays here.
public struct Workload: Hashable, Sendable {
  public var name: String
  public var description: String?
  /// Sessions start in [0, `duration`), then what is live drains.
  public var duration: Nanoseconds
  /// Start of the measured window.
  public var warmUp: Nanoseconds
  public var contexts: [ContextDefinition]
  public var tools: [Tool]
  public var agents: [Agent]
  public var classes: [TrafficClass]
  public var assertions: [Assertion]

  public init(
    name: String, description: String? = nil, duration: Nanoseconds, warmUp: Nanoseconds,
    contexts: [ContextDefinition] = [], tools: [Tool] = [], agents: [Agent] = [],
    classes: [TrafficClass] = [], assertions: [Assertion] = []
  ) {
    (self.name, self.description) = (name, description)
    (self.duration, self.warmUp) = (duration, warmUp)
    (self.contexts, self.tools, self.agents) = (contexts, tools, agents)
    (self.classes, self.assertions) = (classes, assertions)
  }
}

/// Prompt content that requests share.
public struct ContextDefinition: Hashable, Sendable {
  public enum Sharing: String, Hashable, Sendable, CaseIterable { case everyone, tenant, session }

  /// Name of the workload whose file defines it; part of the content's identity.
  public var workload: String
  public var name: String
  public var tokens: Distribution
  public var sharedBy: Sharing
  /// Copies that each sharing group has; a session picks one.
  public var copies: Population

  public init(
    workload: String, name: String, tokens: Distribution, sharedBy: Sharing,
    copies: Population = .equal(1)
  ) {
    (self.workload, self.name, self.tokens) = (workload, name, tokens)
    (self.sharedBy, self.copies) = (sharedBy, copies)
  }
}

public struct Tool: Hashable, Sendable {
  public var workload: String
  public var name: String
  /// One attempt, from call to result.
  public var latency: Distribution
  /// Tokens that the result adds to the caller's context.
  public var result: Distribution
  /// Chance in [0, 1] that an attempt fails, after its latency.
  public var fails: Double
  public var timeout: Nanoseconds?
  public var retries: Int
  /// Wait before the first retry; doubles for each further one.
  public var backoff: Nanoseconds
  /// Calls of this tool that one step runs at once; nil for no limit.
  public var parallel: Int?

  /// Tokens of the error text that stands in for a result when every attempt failed.
  public static let errorTokens = 40

  public init(
    workload: String, name: String, latency: Distribution, result: Distribution, fails: Double = 0,
    timeout: Nanoseconds? = nil, retries: Int = 0, backoff: Nanoseconds = 0, parallel: Int? = nil
  ) {
    (self.workload, self.name, self.latency, self.result) = (workload, name, latency, result)
    (self.fails, self.timeout, self.retries) = (fails, timeout, retries)
    (self.backoff, self.parallel) = (backoff, parallel)
  }
}
