import Domain

/// The state of one replay, and the loop over its events (replay semantics, §1).
///
/// Everything is a column or a row of integers: requests and sessions are pooled by slot, engines
/// are few and stand in one array, the tree of segments and the caches are shared by all.
///
/// All methods are `mutating`, also those that only look: to call one that borrows the state,
/// Swift 6.3 copies the whole of it, more than a thousand bytes.
struct Simulation: ~Copyable {
  let plan: Plan
  /// The plan's, in columns, so that a look at one copies nothing.
  let pools: Column<EnginePool>
  let services: Column<Plan.Service>
  let header: TraceHeader
  /// Service of each of the trace's models.
  let serviceOfModel: [Int32]
  /// First engine of each pool, and one past the last.
  let poolStart: [Int]

  var now: Ticks = 0
  /// The highest engine that had a boundary at `front.time`. Boundaries of lower ones at that time,
  /// also those that a run passes over, came before it.
  var front = (time: Ticks(-1), engine: -1)
  var engines: Column<Engine>
  /// By engine: prompt blocks of the requests that wait, are admitted, or are held.
  var backlog: Column<Int>
  /// What routers see, where that is not up to date: by engine, its load and backlog at the last
  /// multiple of `Routing.snapshotAge` and what was routed to it since.
  var seen: Column<(load: Int, backlog: Int)>
  var nextSnapshot: Ticks
  var boundaries: WinnerTree
  var cache: PrefixCache
  /// By engine: the number of its host memory among the caches, −1 for none.
  let hosts: Column<Int32>
  /// By store: the number of its cache, and when its link is free.
  let stores: Column<Int32>
  var storeFree: Column<Ticks>
  var requests = Column<LiveRequest>()
  var freeRequests: [Int32] = []
  var sessions = Column<LiveSession>()
  var freeSessions: [Int32] = []
  var liveSessions = 0
  var startedSessions: Int32 = 0

  var due = BinaryHeap<DueRecord>()
  var transfers = BinaryHeap<TransferEnd>()
  var transferCount = 0
  var closed: ClosedClasses
  var paths = SessionPaths()
  /// Costs of the engines that one is drawn from.
  var costs: [Int] = []
  /// By pool: requests routed to it so far.
  var routed: [Int]
  /// Streams that routing draws from.
  let draws: RandomStream
  let prefixes: RandomStream
  /// By pool: tokens beyond the next one for which a decoding sequence holds KV.
  let lookahead: [Int]
  /// By class.
  let ranks: [Int]
  let targets: [Ticks]
  /// By class: decode paths of a service, the first one and those to spill to.
  let pathsOfClass: [[Int]]
  /// By pool: engines that decode, and the index of the contention that they make, −1 for none.
  var decodingEngines: Column<Int>
  var contention: Column<Int>
  var tenants = TenantNames()
  /// By tenant × class × agent × model; tenants past those whose gaps are told apart share one.
  var histograms: Column<GapHistogram>
  /// Classes × agents × models.
  let callers: Int
  /// Records that became complete and whose dependents wait to be looked at.
  var worklist: [Int32] = []
  /// When each token of a run comes, for answers that are spoken.
  var moments: [Ticks] = []
  /// Whether the result says what time was spent on, and what is kept for that: beside requests, by
  /// request × class and by engine × class whose prompts interfered for how long, and by class the
  /// prompt tokens of a step.
  let attributes: Bool
  var attribution = Attribution()
  var trails = Column<Trail>()
  var blame = Column<Ticks>()
  var blameMarks = Column<Ticks>()
  var engineBlame: Column<Ticks>
  /// Of the critical path that is walked: the outcomes of its requests, and its row.
  var pathOutcomes: [Int] = []
  var pathRow: [Ticks] = Array(repeating: 0, count: Attribution.sessionWidth)
  var chunks: [Ticks]
  /// By pool: sequences in its engines' queues, and since when so many; where it is asked for.
  var queued: Column<(count: Int, since: Ticks)>
  /// Marks of a boundary.
  var passedMarks: [TokenMark] = []
  var result: ArmResult

  init(
    header: TraceHeader, plan: Plan, serviceOfModel: [Int32], systemSeed seed: UInt64,
    attributes: Bool
  ) {
    self.attributes = attributes
    (self.header, self.plan, self.serviceOfModel) = (header, plan, serviceOfModel)
    pools = Column(plan.pools)
    services = Column(plan.services)
    let acceptance = RandomStream(seed: seed).named("acceptance")
    let jitter = RandomStream(seed: seed).named("jitter")
    var starts = [0]
    engines = Column()
    var capacities: [Int] = []
    for (index, pool) in plan.pools.enumerated() {
      for _ in 0..<pool.engines {
        engines.append(
          Engine(
            pool: index, role: pool.role, blockTokens: plan.blockTokens,
            draws: acceptance.numbered(engines.count), jitters: jitter.numbered(engines.count)))
        engines[engines.count - 1].swapFree = pool.swap?.blocks ?? 0
        capacities.append(pool.kvBlocks)
      }
      starts.append(engines.count)
    }
    poolStart = starts
    boundaries = WinnerTree(engines: engines.count)
    backlog = Column(repeating: 0, count: engines.count)
    let isStale = plan.routing.snapshotAge > 0
    seen = Column(repeating: (load: 0, backlog: 0), count: isStale ? engines.count : 0)
    nextSnapshot = isStale ? 0 : .max
    let tree = SegmentTree(blockTokens: plan.blockTokens, models: plan.services.count)
    // Engines with host memory have a second cache, after those of all engines; last come the
    // stores that engines share.
    var numbers: [Int32] = []
    for pool in plan.pools {
      for _ in 0..<pool.engines {
        numbers.append(pool.host == nil ? -1 : Int32(capacities.count))
        if let host = pool.host { capacities.append(host.blocks) }
      }
    }
    hosts = Column(numbers)
    stores = Column(plan.stores.indices.map { Int32(capacities.count + $0) })
    storeFree = Column(repeating: 0, count: plan.stores.count)
    capacities += plan.stores.map(\.blocks)
    cache = PrefixCache(tree: tree, capacities: capacities)
    closed = ClosedClasses(header: header)
    routed = Array(repeating: 0, count: plan.pools.count)
    lookahead = plan.pools.map(\.lookahead)
    draws = RandomStream(seed: seed).named("routing")
    prefixes = RandomStream(seed: seed).named("prefix")
    ranks = header.classes.map(\.rank)
    targets = header.classes.map(\.target)
    decodingEngines = Column(repeating: 0, count: plan.pools.count)
    contention = Column(plan.pools.map { $0.level(decoding: 0) ?? -1 })
    pathsOfClass = header.classes.map { plan.paths(of: $0) }
    callers = header.classes.count * header.agents.count * header.models.count
    histograms = Column()
    engineBlame = Column(
      repeating: 0, count: attributes ? engines.count * header.classes.count : 0)
    chunks = header.classes.map { _ in 0 }
    queued = Column(repeating: (count: 0, since: 0), count: plan.pools.count)
    result = ArmResult(plan: plan)
    if attributes { result.load = LoadSeries(pools: plan.pools.count) }
    result.rounds = Array(repeating: 0, count: header.classes.count)
  }

  /// Replays the whole trace.
  mutating func run(_ source: inout any TraceSource) throws(TraceError) {
    var next = TraceSession()
    var hasNext = try readClosed(&source, first: &next)
    while true {
      let transfer = transfers.first?.time ?? .max
      let closedStart = closed.starts.first?.time ?? .max
      let open = hasNext ? Ticks(nanoseconds: next.start ?? 0) : .max
      let record = due.first?.time ?? .max
      let boundary = boundaries.firstTime
      let time = min(transfer, closedStart, open, record, boundary)
      if time == .max { break }
      try advance(to: time)
      if transfer == time {
        endTransfer(transfers.removeFirst())
      } else if closedStart == time {
        let index = closed.starts.removeFirst().session
        start(closed.sessions[index])
      } else if open == time {
        start(next)
        hasNext = try source.next(&next)
      } else if record == time {
        becomeDue(due.removeFirst())
      } else {
        processBoundary(boundaries.first)
      }
    }
    finish()
  }

  private mutating func advance(to time: Ticks) throws(TraceError) {
    precondition(time >= now, "time runs forward")
    guard time <= Ticks.max / 2 else {
      throw TraceError("the replay does not end within 13 days of simulated time", line: 0)
    }
    if time >= nextSnapshot { takeSnapshot(before: time) }
    now = time
  }

  /// Takes in the closed classes' sessions, which stand first in a trace.
  private mutating func readClosed(
    _ source: inout any TraceSource, first: inout TraceSession
  ) throws(TraceError) -> Bool {
    while try source.next(&first) {
      guard closed.isClosed(first.classIndex) else { return true }
      bringIn(first.sharedContexts)
      closed.add(first)
    }
    return false
  }

  private mutating func finish() {
    precondition(liveSessions == 0, "\(liveSessions) sessions wait for what never comes")
    for engine in engines.indices {
      let isEmpty = engines[engine].queue.count == 0 && engines[engine].admitted.count == 0
      precondition(isEmpty, "an engine stalled")
    }
    result.end = now.inNanoseconds
    if attributes { result.attribution = attribution }
    for pool in result.pools.indices {
      result.pools[pool].close(at: now, in: header)
      result.pools[pool].requests = routed[pool]
    }
    result.cache.evictedBlocks = cache.evictedBlocks
    result.tenants = tenants.names
    result.rounds = closed.rounds
    collectGaps()
  }
}
