/// What a run found: one trace under one or more arms.
public struct RunRecord: Sendable {
  public static let schema = "baton/run/1"

  public var header: TraceHeader
  public var arms: [ArmResult]
  public init(header: TraceHeader, arms: [ArmResult]) { (self.header, self.arms) = (header, arms) }
}

/// What one replay of one trace under one plan found.
public struct ArmResult: Hashable, Sendable {
  public var platform: String
  public var policy: String
  public var watts: Double
  public var dollarsPerHour: Double?
  public var prices: [PriceTier]
  public var assumed: [AssumedParameter]
  public var notes: [String]

  public var counts = RunCounts()
  public var tokens = TokenCounts()
  public var cache = CacheCounts()
  /// In the plan's order.
  public var pools: [PoolUse] = []
  /// Times that the sessions of closed classes were gone through, by class; 1 is once. Open: 0.
  public var rounds: [Int] = []
  /// When the last record of the last session was complete.
  public var end: Nanoseconds = 0
  /// Steps that engines took, whichever way they were walked.
  public var steps: UInt64 = 0
  /// Of finished requests, in the order they finished; ties by engine, then admission.
  public var requests: PagedArray<RequestOutcome> = []
  /// In the order they were stopped.
  public var cancelled: [CancelledOutcome] = []
  /// In the order they ended.
  public var turns: PagedArray<TurnOutcome> = []
  /// In the order they ended.
  public var sessions: PagedArray<SessionOutcome> = []
  /// Pooled gaps between tokens of requests that became sendable in the window, by class and agent.
  public var gaps: [GapGroup] = []
  /// Names by the index that outcomes use.
  public var tenants: [String] = []
  /// Nil unless it was asked for.
  public var attribution: Attribution?
  /// Nil unless the attribution was asked for.
  public var load: LoadSeries?

  public init(plan: Plan) {
    (platform, policy, watts) = (plan.platform, plan.policy, plan.watts)
    (dollarsPerHour, assumed, notes) = (plan.dollarsPerHour, plan.assumed, plan.notes)
    prices = plan.prices
    pools = plan.pools.map {
      PoolUse(
        name: $0.name, role: $0.role, engines: $0.engines, kvBlocks: $0.kvBlocks)
    }
  }
}

/// How much of a window the engines of a pool were in a step: the measured window, or what of it
/// the replay lasted. (A trace that doesn't say its length has one that never ends.)
public struct PoolUse: Hashable, Sendable {
  public var name: String
  public var role: EnginePool.Role
  public var engines: Int
  /// That one engine holds.
  public var kvBlocks = 0
  /// Summed over the engines, in ticks; past 64 bits after 26 days of engines.
  public var busy: Int128 = 0
  public var window: Ticks = 0
  /// That were sent to its engines.
  public var requests = 0
  /// Of those, the ones whose own decode path was full.
  public var spilled = 0
  public init(name: String, role: EnginePool.Role, engines: Int, kvBlocks: Int = 0) {
    (self.name, self.role, self.engines, self.kvBlocks) = (name, role, engines, kvBlocks)
  }

  /// Closes the window at the end of the replay.
  public mutating func close(at end: Ticks, in header: TraceHeader) {
    let last = min(end, Ticks(nanoseconds: header.measuredUntil))
    window = max(0, last - Ticks(nanoseconds: header.measuredFrom))
  }

  /// Adds one stretch of steps of one engine, as far as it lies in the window.
  public mutating func add(from start: Ticks, to end: Ticks, in header: TraceHeader) {
    let first = max(start, Ticks(nanoseconds: header.measuredFrom))
    let last = min(end, Ticks(nanoseconds: header.measuredUntil))
    busy += Int128(max(0, last - first))
  }
}

/// Requests by what became of them. Arrived = finished + refused + cancelled + live.
public struct RunCounts: Hashable, Sendable {
  public var arrived = 0
  public var finished = 0
  /// Could never be served: larger than an engine's cache. Its session ends there.
  public var refused = 0
  public var cancelled = 0
  /// Sent and neither finished, refused nor cancelled when the replay ended.
  public var live = 0
  /// Never sent, since their session ended before.
  public var notStarted = 0
  public var preemptions = 0
  /// Of those, the ones whose KV went to host memory.
  public var swaps = 0
  public init() {}
}

/// Over everything, not only the measured window.
public struct TokenCounts: Hashable, Sendable {
  /// Prompt tokens of requests that arrived.
  public var input: Int64 = 0
  /// Tokens generated, also by requests that were cancelled.
  public var output: Int64 = 0
  /// Prompt tokens reused at first admission.
  public var cached: Int64 = 0
  public init() {}
}

/// Prefix cache over everything: blocks and tokens at first admission, and with an infinite cache.
public struct CacheCounts: Hashable, Sendable {
  public var promptBlocks: Int64 = 0
  public var hitBlocks: Int64 = 0
  public var idealBlocks: Int64 = 0
  public var idealTokens: Int64 = 0
  public var evictedBlocks: Int64 = 0
  /// Of `hitBlocks`, those that came back from host memory or a store.
  public var reloadedBlocks: Int64 = 0
  public init() {}
}
