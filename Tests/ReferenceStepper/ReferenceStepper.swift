public import Domain

/// The replay semantics walked step by step, token by token and block by block: slow, and what the
/// fast engine is held against.
public final class ReferenceStepper {
  let plan: Plan
  let header: TraceHeader
  let systemSeed: UInt64
  let services: [Int]
  let tree: BlockTree
  var engines: [Engine] = []
  private var stores: [Store] = []
  var poolEngines: [[Int]] = []
  var routed: [Int]
  var now: Ticks = 0
  var shared: [BlockTree.Path] = [BlockTree.Path()]
  var seen: [Set<Int>]
  var sessions: [Session] = []
  var due: [(time: Ticks, ordinal: Int, record: Int)] = []
  var transfers: [(time: Ticks, engine: Int, order: Int, sequence: LiveSequence)] = []
  var transferCount = 0
  var closedSessions: [[TraceSession]]
  var closedNext: [Int]
  var closedScheduled: [Int]
  var closedStarts: [(time: Ticks, order: Int, session: TraceSession)] = []
  var closedCount = 0
  var tenants: [String] = []
  var gaps: [GapPool: GapHistogram] = [:]
  var worklist: [Int] = []
  var nextSnapshot: Ticks = 0
  var result: ArmResult
  var attribution = Attribution()
  /// Sessions in the order they ended, with their spans.
  var ended: [LongSession] = []

  private init(_ header: TraceHeader, _ plan: Plan, systemSeed: UInt64?) {
    (self.header, self.plan) = (header, plan)
    self.systemSeed = systemSeed ?? header.seed ?? 0
    services = header.models.map { model in
      plan.services.firstIndex { $0.model == model } ?? 0
    }
    tree = BlockTree(blockTokens: plan.blockTokens)
    seen = Array(repeating: [], count: plan.services.count)
    routed = Array(repeating: 0, count: plan.pools.count)
    closedSessions = Array(repeating: [], count: header.classes.count)
    closedNext = Array(repeating: 0, count: header.classes.count)
    closedScheduled = Array(repeating: 0, count: header.classes.count)
    result = ArmResult(plan: plan)
    stores = plan.stores.map { Store($0) }
    for (index, pool) in plan.pools.enumerated() {
      poolEngines.append([])
      for _ in 0..<pool.engines {
        poolEngines[index].append(engines.count)
        engines.append(
          Engine(number: engines.count, pool: index, role: pool.role, capacity: pool.kvBlocks))
        engines[engines.count - 1].swapFree = pool.swap?.blocks ?? 0
        engines[engines.count - 1].host = pool.host.map { BlockCache(capacity: $0.blocks) }
        engines[engines.count - 1].store = pool.store.map { stores[$0.index] }
      }
    }
  }

  public static func replay(
    _ source: any TraceSource, plan: Plan, systemSeed: UInt64? = nil, attributes: Bool = false
  ) throws(TraceError) -> ArmResult {
    let stepper = ReferenceStepper(source.header, plan, systemSeed: systemSeed)
    var source = source
    var open: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) {
      if stepper.header.classes[session.classIndex].closed == nil {
        open.append(session)
      } else {
        stepper.addClosed(session)
      }
    }
    stepper.run(open)
    stepper.attribution.longest = stepper.longestSessions()
    if attributes { stepper.result.attribution = stepper.attribution }
    return stepper.result
  }

  private func run(_ open: [TraceSession]) {
    var open = open[...]
    while true {
      let transfer = transfers.indices.min { a, b in
        (transfers[a].time, transfers[a].engine, transfers[a].order)
          < (transfers[b].time, transfers[b].engine, transfers[b].order)
      }
      let closed = closedStarts.indices.min { a, b in
        (closedStarts[a].time, closedStarts[a].order)
          < (closedStarts[b].time, closedStarts[b].order)
      }
      let record = due.indices.min { a, b in
        (due[a].time, due[a].ordinal, due[a].record) < (due[b].time, due[b].ordinal, due[b].record)
      }
      let engine = engines.indices.min { (engines[$0].next, $0) < (engines[$1].next, $1) }
      let times: [Ticks] = [
        transfer.map { transfers[$0].time } ?? .max, closed.map { closedStarts[$0].time } ?? .max,
        open.first.map { Ticks(nanoseconds: $0.start ?? 0) } ?? .max,
        record.map { due[$0].time } ?? .max, engine.map { engines[$0].next } ?? .max,
      ]
      let time = times.min() ?? .max
      if time == .max { break }
      precondition(time >= now, "time runs forward")
      lookAround(before: time)
      now = time
      if let transfer, times[0] == time {
        endTransfer(transfers.remove(at: transfer))
      } else if let closed, times[1] == time {
        start(closedStarts.remove(at: closed).session)
      } else if times[2] == time {
        start(open.removeFirst())
      } else if let record, times[3] == time {
        let event = due.remove(at: record)
        becomeDue(sessions[event.ordinal], event.record)
      } else if let engine {
        boundary(engine)
      }
      checkInvariants()
    }
    finish()
  }

  private func checkInvariants() {
    for (index, engine) in engines.enumerated() {
      let held = engine.admitted.reduce(0) { $0 + $1.held - $1.shared }
      let source = engine.holding.reduce(0) { $0 + $1.sourceHeld - $1.sourceShared }
      let sum = engine.cache.free + engine.cache.cached.count + held + source
      precondition(
        sum == plan.pools[engine.pool].kvBlocks, "engine \(index) has \(sum) blocks at \(now)")
    }
    for (index, engine) in engines.enumerated() {
      let returning = transfers.filter { $0.engine == index }.map(\.sequence)
      let swapped = (engine.queue + returning).reduce(0) { $0 + $1.swapped }
      precondition(
        engine.swapFree + swapped == plan.pools[engine.pool].swap?.blocks ?? 0, "swap at \(now)")
    }
    checkCausality()
    let live = sessions.reduce(0) { $0 + $1.states.count { $0 == .sent } }
    let counts = result.counts
    precondition(
      counts.arrived == counts.finished + counts.refused + counts.cancelled + live, "\(counts)")
  }

  /// Nothing is sent before what it depends on, and no token comes before the one before it.
  private func checkCausality() {
    for session in sessions where !session.isOver {
      for (record, sequence) in session.sequences {
        precondition(sequence.sent <= now && sequence.sent >= session.start)
        precondition(
          session.isReady(record) || sequence.isCancelled, "sent before what it depends on")
        precondition(sequence.tokens.last ?? 0 <= now)
        precondition(
          sequence.tokens.suffix(2).first ?? 0 <= sequence.tokens.last ?? 0, "tokens in order")
        precondition((sequence.tokens.first ?? sequence.sent) >= sequence.sent)
        precondition(sequence.generated <= sequence.output)
      }
    }
  }

  private func finish() {
    precondition(sessions.allSatisfy(\.isOver), "a session waits for what never comes")
    result.end = now.inNanoseconds
    for pool in result.pools.indices {
      result.pools[pool].close(at: now, in: header)
      result.pools[pool].requests = routed[pool]
    }
    result.cache.evictedBlocks = Int64(engines.reduce(0) { $0 + $1.cache.evicted })
    result.tenants = tenants
    result.rounds = closedSessions.indices.map { index in
      let count = closedSessions[index].count
      return count == 0 ? 0 : (closedScheduled[index] + count - 1) / count
    }
    for (pool, histogram) in gaps.sorted(by: { $0.key < $1.key }) {
      result.gaps.append(
        GapGroup(
          classIndex: pool.classIndex, agent: pool.agent, model: pool.model,
          tenant: pool.tenant, histogram: histogram))
    }
  }
}

/// Memory that engines share, with the one link to it.
final class Store {
  let cache: BlockCache
  let link: Plan.Transfer
  var free: Ticks = 0

  init(_ tier: MemoryTier) {
    cache = BlockCache(capacity: tier.blocks)
    link = tier.reload
  }
}

/// One engine of the stepper.
final class Engine {
  let number: Int
  let pool: Int
  let role: EnginePool.Role
  let cache: BlockCache
  /// What is kept in host memory.
  var host: BlockCache?
  var hostFree: Ticks = 0
  /// What is kept in memory that engines share.
  var store: Store?
  var swapFree = 0
  /// What routers see of it.
  var seenLoad = 0
  var seenBacklog = 0
  var queue: [LiveSequence] = []
  var admitted: [LiveSequence] = []
  var joining: [LiveSequence] = []
  var holding: [LiveSequence] = []
  var isStepping = false
  var contents = StepContents()
  /// Has decoding sequences since its last boundary.
  var decodes = false
  /// Begun so far.
  var steps = 0
  /// That each decoding sequence gets of the step in flight.
  var yield = 1
  /// The next boundary; never while idle and not woken.
  var next: Ticks = .max
  var linkFree: Ticks = 0
  var fairTime: Ticks = 0
  /// By tenant.
  var finishes: [Int: Ticks] = [:]

  init(number: Int, pool: Int, role: EnginePool.Role, capacity: Int) {
    self.number = number
    (self.pool, self.role, cache) = (pool, role, BlockCache(capacity: capacity))
  }

  var load: Int { queue.count + admitted.count + holding.count }
}
