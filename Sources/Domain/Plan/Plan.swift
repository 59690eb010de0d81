/// A platform under a policy, lowered to integers: all that the replay loop evaluates.
public struct Plan: Hashable, Sendable {
  public var platform: String
  public var policy: String
  public var pools: [EnginePool]
  /// Which pools serve a model; one for each model that the plan hosts.
  public var services: [Service]
  /// Memory that engines share.
  public var stores: [MemoryTier] = []
  /// Which of a service's decode paths a class takes: the first that takes the class.
  public var tiers = [Tier(paths: [0])]
  public var routing: Routing
  public var scheduling: Scheduling
  /// Prompts of which the decode engine lacks at most so many tokens are computed there; 0 for
  /// none.
  public var localPrefill = 0
  /// Whether engines give up the KV of a session that waits for a tool.
  public var freesWaiting = false
  /// Tokens in one block of KV cache.
  public var blockTokens: Int
  /// All racks of the platform at the meter, idle ones too, in watts.
  public var watts: Double
  /// Of the whole platform; nil unless it states a price.
  public var dollarsPerHour: Double?
  /// What output tokens are sold for.
  public var prices: [PriceTier] = []
  /// Assumed figures that the plan leans on.
  public var assumed: [AssumedParameter]
  /// Lines that say what fits where, for people.
  public var notes: [String]

  public init(
    platform: String, policy: String, pools: [EnginePool], services: [Service],
    routing: Routing = .roundRobin, scheduling: Scheduling = .fcfs, blockTokens: Int,
    watts: Double = 0,
    dollarsPerHour: Double? = nil, assumed: [AssumedParameter] = [], notes: [String] = []
  ) {
    (self.platform, self.policy, self.pools, self.services) = (platform, policy, pools, services)
    (self.routing, self.scheduling) = (routing, scheduling)
    (self.blockTokens, self.watts) = (blockTokens, watts)
    (self.dollarsPerHour, self.assumed, self.notes) = (dollarsPerHour, assumed, notes)
  }

  /// Whether a replay draws anything: if not, its system seed changes nothing.
  public var drawsAtRandom: Bool {
    routing.drawsAtRandom && pools.contains { $0.engines > 1 }
      || pools.contains { $0.drafts || $0.jitter != nil }
  }

  /// How one model is served.
  public struct Service: Hashable, Sendable {
    public var model: String
    /// Pool that takes new requests: an `aggregated` or a `prefill` one.
    public var entry: Int
    /// Where a `prefill` pool hands over to; empty where the entry decodes. `Plan.tiers` says who
    /// takes which.
    public var paths: [DecodePath]
    /// From the moment a request is sent until it stands in an engine's queue: what hosts do that
    /// no engine waits for.
    public var hostTime: Ticks
    public init(model: String, entry: Int, paths: [DecodePath] = [], hostTime: Ticks = 0) {
      (self.model, self.entry, self.paths, self.hostTime) = (model, entry, paths, hostTime)
    }
  }

  /// A pool that decodes what is handed over to it.
  public struct DecodePath: Hashable, Sendable {
    public var pool: Int
    /// From prefill engines to those of the pool.
    public var transfer: Transfer
    public init(pool: Int, transfer: Transfer) { (self.pool, self.transfer) = (pool, transfer) }
  }

  /// The link over which KV is handed over; each decode engine has one and serves it in order.
  public struct Transfer: Hashable, Sendable {
    /// Once per transfer, after its tokens have crossed.
    public var latency: Ticks
    /// Per token of KV that the decode engine doesn't hold yet.
    public var perToken: Ticks
    /// Parts that cross while the rest of the prompt is computed; 1 where all crosses after that.
    public var layers: Int
    public init(latency: Ticks, perToken: Ticks, layers: Int = 1) {
      (self.latency, self.perToken, self.layers) = (latency, perToken, layers)
    }
  }
}

/// Engines of equal build; each is one replica of one model.
public struct EnginePool: Hashable, Sendable {
  public enum Role: String, Hashable, Sendable { case aggregated, prefill, decode }

  public var name: String
  public var role: Role
  public var engines: Int
  public var cost: StepCost
  /// What decode steps draft and verify; nil where each yields one token.
  public var speculation: Speculation?
  /// Takes the place of `cost` and `speculation` where steps depend on how many engines of the
  /// pool decode, by rising `engines`; empty where they don't.
  public var contention: [Contention]
  /// How the time of a step varies; nil where it doesn't.
  public var jitter: Jitter?
  /// Host memory that keeps copies of an engine's cache; nil for none.
  public var host: MemoryTier?
  /// Memory that it shares with others and that keeps such copies too; nil for none.
  public var store: StoreAccess?
  /// Host memory that takes the KV of sequences which give way to others; nil where that is
  /// computed again.
  public var swap: MemoryTier?
  /// Blocks of KV cache of one engine.
  public var kvBlocks: Int
  /// Parts of an engine that each keep the whole KV of their own sequences.
  public var kvRanks: Int
  /// Most blocks that one sequence can have. That those left on several ranks may each be too few
  /// for one more sequence is not modelled.
  public var sequenceBlocks: Int { kvBlocks / kvRanks }
  /// Most sequences admitted at once.
  public var maxSequences: Int
  /// Most tokens of one step, decoding sequences included.
  public var tokenBudget: Int

  public init(
    name: String, role: Role, engines: Int, cost: StepCost, kvBlocks: Int, maxSequences: Int,
    tokenBudget: Int, speculation: Speculation? = nil, contention: [Contention] = [],
    jitter: Jitter? = nil, kvRanks: Int = 1
  ) {
    (self.name, self.role, self.engines, self.cost) = (name, role, engines, cost)
    (self.kvBlocks, self.maxSequences, self.tokenBudget) = (kvBlocks, maxSequences, tokenBudget)
    (self.speculation, self.contention) = (speculation, contention)
    (self.jitter, self.kvRanks) = (jitter, kvRanks)
  }
}

/// A figure that no source pins down, as used.
public struct AssumedParameter: Hashable, Sendable {
  public var name: String
  public var value: Double
  public var low: Double
  public var high: Double
  public var unit: String
  public init(name: String, value: Double, low: Double, high: Double, unit: String) {
    (self.name, self.value, self.low, self.high, self.unit) = (name, value, low, high, unit)
  }
}
