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
  /// KV on its way back from host memory or a store, waiting for links and for the next step
  /// included.
  case reload
  /// Of decode steps: attention and KV; FFNs and all that is nothing else; crossings and
  /// collectives; drafts with their links; what checking those makes a step longer; what jitter
  /// added, negative where it took away.
  case attention, ffn, exchange, draft, verify, jitter
  /// Of sessions: waits of these causes, answers that are played, and the rest.
  case tool, think, pause, listen, speech, other

  /// Those that a request's time is made of.
  public static let ofRequests = Array(allCases.prefix(Attribution.requestWidth))
  /// Those that the time to a first token is made of.
  public static let ofFirstTokens: [Component] = [
    .host, .queue, .preemption, .prefill, .interference, .reload, .jitter,
  ]
  /// Place in a row of an `Attribution`, that in `allCases`.
  @inlinable public var index: Int {
    switch self {
    case .host: 0
    case .queue: 1
    case .preemption: 2
    case .prefill: 3
    case .interference: 4
    case .transfer: 5
    case .reload: 6
    case .attention: 7
    case .ffn: 8
    case .exchange: 9
    case .draft: 10
    case .verify: 11
    case .jitter: 12
    case .tool: 13
    case .think: 14
    case .pause: 15
    case .listen: 16
    case .speech: 17
    case .other: 18
    }
  }
}

/// What the time of each request and session was spent on; recorded when asked for.
public struct Attribution: Hashable, Sendable {
  /// In ticks, a row of `Component.ofRequests.count` for each of `ArmResult.requests`. Its sum is
  /// the time from sending to the last token.
  public var requests: [Ticks] = []
  /// In ticks, a row for each of `ArmResult.requests`: what of its queue, preemption, interference
  /// and jitter was before its first token. All of its host, prefill and reload was.
  public var early: [Ticks] = []
  /// For each of `ArmResult.requests`: the engine of its last token, and the class whose prompts
  /// interfered most (−1 for none).
  public var engines: [Int32] = []
  public var interferers: [Int16] = []
  /// The same before the first token.
  public var earlyInterferers: [Int16] = []
  /// In ticks, a row of `Component.allCases.count` for each of `ArmResult.sessions`: its critical
  /// path, which adds up to the session from start to end.
  public var sessions: [Ticks] = []
  /// Sessions to draw one by one.
  public var longest = LongestSessions()

  /// Components of a request's row, and of a session's.
  @inlinable public static var requestWidth: Int { 13 }
  @inlinable public static var earlyWidth: Int { 4 }
  @inlinable public static var sessionWidth: Int { 19 }

  public init() {}

  /// Row of a request.
  @inlinable
  public func request(_ index: Int) -> ArraySlice<Ticks> {
    let width = Self.requestWidth
    return requests[(index * width)..<((index + 1) * width)]
  }

  /// What a request spent on a component up to its first token. Over `Component.ofFirstTokens` it
  /// adds up to the time from sending to the first token, or without output to the end of prefill.
  @inlinable
  public func beforeFirstToken(_ index: Int, _ component: Component) -> Ticks {
    let first = index * Self.earlyWidth
    return switch component {
    case .queue: early[first]
    case .preemption: early[first + 1]
    case .interference: early[first + 2]
    case .jitter: early[first + 3]
    case .host, .prefill, .reload: requests[index * Self.requestWidth + component.index]
    default: 0
    }
  }

  /// Row of a session.
  @inlinable
  public func session(_ index: Int) -> ArraySlice<Ticks> {
    let width = Self.sessionWidth
    return sessions[(index * width)..<((index + 1) * width)]
  }
}
