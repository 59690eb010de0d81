/// What time is spent on (replay semantics, §8).
public enum Component: String, Hashable, Sendable, CaseIterable {
  /// Hosts, before the request stands in a queue.
  case host
  /// Waiting to be admitted, at the first engine and at the decode engine.
  case queue
  /// From giving way to others until it decodes again, or has its first token.
  case preemption
  /// Computing its own prompt.
  case prefill
  /// What others in the same steps made them longer: chunks of prompts, and for a prompt also
  /// decoding sequences.
  case interference
  /// KV on its way to the decode engine, waiting for the link and for the next step included.
  case transfer
  /// KV on its way back from host memory, waiting for the link and for the next step included.
  case reload
  /// Of decode steps: attention and KV; FFNs and all that is nothing else; crossings and
  /// collectives; drafts with their links; what jitter added, negative where it took away.
  case attention, ffn, exchange, draft, jitter
  /// Of sessions: waits of these causes, answers that are played, and the rest.
  case tool, think, pause, listen, speech, other

  /// Those that a request's time is made of.
  public static let ofRequests = Array(allCases.prefix(12))
  /// Place in a row of an `Attribution`.
  public var index: Int { Component.allCases.firstIndex(of: self) ?? 0 }
}

/// What the time of each request and session was spent on; recorded when asked for.
public struct Attribution: Hashable, Sendable {
  /// In ticks, a row of `Component.ofRequests.count` for each of `ArmResult.requests`. Its sum is
  /// the time from sending to the last token.
  public var requests: [Ticks] = []
  /// For each of `ArmResult.requests`: the engine of its last token, and the class whose prompts
  /// interfered most (−1 for none).
  public var engines: [Int32] = []
  public var interferers: [Int16] = []
  /// In ticks, a row of `Component.allCases.count` for each of `ArmResult.sessions`: its critical
  /// path, which adds up to the session from start to end.
  public var sessions: [Ticks] = []

  public init() {}

  /// Row of a request.
  public func request(_ index: Int) -> ArraySlice<Ticks> {
    let width = Component.ofRequests.count
    return requests[(index * width)..<((index + 1) * width)]
  }

  /// Row of a session.
  public func session(_ index: Int) -> ArraySlice<Ticks> {
    let width = Component.allCases.count
    return sessions[(index * width)..<((index + 1) * width)]
  }
}
