public import Domain

/// What is reported of one arm (design §7).
public struct ArmSummary: Hashable, Sendable {
  public var platform: String
  public var policy: String
  public var counts: RunCounts
  public var tokens: TokenCounts
  public var cache: CacheSummary
  public var all: GroupSummary
  /// In the header's order.
  public var classes: [GroupSummary]
  /// By rising name.
  public var tenants: [GroupSummary]
  /// In the header's order; only those that sent a request.
  public var agents: [GroupSummary]
  /// In the header's order; only those that were asked.
  public var models: [GroupSummary]
  /// Worst tenant's p99 TTFT / median tenant's; nil below two tenants with a TTFT.
  public var tenantSpread: Double?
  public var efficiency: Efficiency
  /// Of all, then of each class.
  var curves: [Curves]
  /// In the plan's order.
  public var pools: [PoolSummary]
  public var assumed: [AssumedParameter]
  public var notes: [String]
  /// Times that closed classes went through their sessions, by class; 0 for open ones.
  public var rounds: [Int]
  /// Sessions that ended early, since the model's window was full, of all that ended.
  public var sessionsEndedByWindow: Int
  public var sessionsEnded: Int
  /// When the last session ended, in seconds.
  public var end: Double

  /// - Complexity: O(requests); each metric is sorted once for all groups.
  public init(_ arm: ArmResult, _ header: TraceHeader) {
    let groups = Groups(arm, header)
    var summarizer = Summarizer(arm, header, groups)
    summarizer.addRequests()
    summarizer.addTurns()
    summarizer.addSessions()
    summarizer.addGaps()
    let summaries = summarizer.finished()
    (platform, policy, counts, tokens) = (arm.platform, arm.policy, arm.counts, arm.tokens)
    cache = CacheSummary(arm)
    curves = summarizer.curves
    all = summaries[0]
    classes = Array(summaries[groups.classes])
    tenants = summaries[groups.tenants].sorted { $0.name < $1.name }
    agents = summaries[groups.agents].filter { $0.requests > 0 }
    models = summaries[groups.models].filter { $0.requests > 0 }
    tenantSpread = ArmSummary.spread(tenants.compactMap { $0.ttft?.p99 })
    efficiency = Efficiency(
      arm, tokens: all.tokenRate, promptTokens: all.promptTokenRate,
      dollars: summarizer.revenueRate)
    pools = arm.pools.map(PoolSummary.init)
    sessionsEndedByWindow = arm.sessions.count(where: \.isEndedByWindow)
    sessionsEnded = arm.sessions.count
    (assumed, notes, rounds, end) = (arm.assumed, arm.notes, arm.rounds, arm.end.inSeconds)
  }

  /// `all` or one class by name.
  public func group(_ name: String) -> GroupSummary? {
    name == "all" ? all : classes.first { $0.name == name }
  }

  /// Share of the measured window that engines of a role were busy; nil without any.
  public func busy(_ role: EnginePool.Role) -> Double? {
    let pools = pools.filter { $0.role == role }
    let engines = pools.reduce(0) { $0 + $1.engines }
    guard engines > 0 else { return nil }
    let shares = pools.compactMap { pool in pool.busy.map { $0 * Double(pool.engines) } }
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(engines)
  }

  /// Pools of several decode paths, where a model has several.
  public var paths: [PoolSummary] {
    let decode = pools.filter { $0.role == .decode }
    return decode.count > pools.count - decode.count ? decode : []
  }

  /// Part of the requests handed over to several paths that came to one since theirs was full; nil
  /// without any.
  public var spilled: Double? {
    let requests = paths.reduce(0) { $0 + $1.requests }
    return requests > 0 ? Double(paths.reduce(0) { $0 + $1.spilled }) / Double(requests) : nil
  }

  /// Value of a metric of the platform as a whole.
  public func single(_ metric: Metric) -> Double? {
    switch metric {
    case .tpsPerMegawatt: efficiency.outputTokensPerSecondPerMegawatt
    case .joulesPerToken: efficiency.joulesPerOutputToken
    case .dollarsPerMillionTokens: efficiency.dollarsPerMillionOutputTokens
    default: nil
    }
  }

  private static func spread(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard sorted.count > 1, let worst = sorted.last else { return nil }
    let median = sorted[nearestRank(percent: 50, of: sorted.count)]
    return median > 0 ? worst / median : nil
  }
}

/// Shares of prompts that were in the cache, over everything that arrived.
public struct CacheSummary: Hashable, Sendable {
  /// Blocks and tokens reused at first admission, as a share; nil without prompts.
  public var hitBlocks: Double?
  public var hitTokens: Double?
  /// Prompt blocks that came back from host memory or LPX, as a share.
  public var reloadedBlocks: Double?
  /// The same with an infinite cache.
  public var idealBlocks: Double?
  public var idealTokens: Double?

  init(_ arm: ArmResult) {
    func share(_ part: Int64, _ whole: Int64) -> Double? {
      whole > 0 ? Double(part) / Double(whole) : nil
    }
    hitBlocks = share(arm.cache.hitBlocks, arm.cache.promptBlocks)
    hitTokens = share(arm.tokens.cached, arm.tokens.input)
    idealBlocks = share(arm.cache.idealBlocks, arm.cache.promptBlocks)
    reloadedBlocks = share(arm.cache.reloadedBlocks, arm.cache.promptBlocks)
    idealTokens = share(arm.cache.idealTokens, arm.tokens.input)
  }
}

/// How hard the engines of a pool worked.
public struct PoolSummary: Hashable, Sendable {
  public var name: String
  public var role: EnginePool.Role
  public var engines: Int
  /// That one engine holds.
  public var kvBlocks: Int
  /// Share of the measured window, mean over the engines; nil if the window is empty.
  public var busy: Double?
  /// Sent to its engines.
  public var requests: Int
  /// Of those, the ones whose own decode path was full.
  public var spilled: Int

  init(_ use: PoolUse) {
    (name, role, engines) = (use.name, use.role, use.engines)
    kvBlocks = use.kvBlocks
    (requests, spilled) = (use.requests, use.spilled)
    if use.window > 0 { busy = Double(use.busy) / (Double(use.window) * Double(engines)) }
  }
}

/// What was finished per second of the measured window, against all racks of the platform.
public struct Efficiency: Hashable, Sendable {
  public var watts: Double
  public var outputTokensPerSecondPerMegawatt: Double?
  /// Prompt and output tokens.
  public var totalTokensPerSecondPerMegawatt: Double?
  public var joulesPerOutputToken: Double?
  /// nil unless the platform states a price.
  public var dollarsPerMillionOutputTokens: Double?
  /// What the output is sold for, in dollars: each request's at the price of the tier that its
  /// speed reaches. nil where there are no prices.
  public var revenuePerMegawattHour: Double?

  /// - Parameters:
  ///   - tokens: Output tokens per second.
  ///   - promptTokens: Prompt tokens per second.
  ///   - dollars: Earned per second.
  init(_ arm: ArmResult, tokens: Double, promptTokens: Double, dollars: Double) {
    watts = arm.watts
    let megawatts = watts / 1e6
    if megawatts > 0, tokens + promptTokens > 0 {
      outputTokensPerSecondPerMegawatt = tokens / megawatts
      totalTokensPerSecondPerMegawatt = (tokens + promptTokens) / megawatts
    }
    guard tokens > 0 else { return }
    if megawatts > 0, !arm.prices.isEmpty { revenuePerMegawattHour = dollars * 3600 / megawatts }
    if watts > 0 { joulesPerOutputToken = watts / tokens }
    if let dollarsPerHour = arm.dollarsPerHour {
      dollarsPerMillionOutputTokens = dollarsPerHour / 3600 / tokens * 1e6
    }
  }
}
