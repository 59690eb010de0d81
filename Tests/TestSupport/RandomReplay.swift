public import Domain

/// A small random trace and plan, the same for the same seed. A quarter of them keep to whole
/// milliseconds, so that arrivals fall exactly on boundaries.
public struct RandomReplay {
  public private(set) var header: TraceHeader
  public private(set) var sessions: [TraceSession] = []
  public private(set) var plan: Plan
  private let seed: Int
  private var stream: RandomStream
  private var draws = 0
  private let isQuantized: Bool
  /// Little KV for short prompts and long outputs: sequences outgrow it while they decode.
  private let isTight: Bool
  private var sharedTokens: [Int] = [0]
  /// Whether this case's turns may be spoken.
  private let isSpoken: Bool
  /// Whether this case's engines may draft.
  private let isSpeculative: Bool
  /// Whether steps of this case's engines may vary.
  private let isJittery: Bool
  /// Whether prefill engines may hand over to several pools.
  private let isTiered: Bool
  /// Whether engines may share racks.
  private let isCrowded: Bool
  /// Whether engines may have host memory.
  private let hasHosts: Bool
  /// Whether engines may share memory.
  private let hasStores: Bool

  public init(seed: Int) {
    self.seed = seed
    stream = RandomStream(seed: 77).numbered(seed)
    isQuantized = seed % 4 == 0
    isTight = seed % 3 == 0
    isSpoken = seed % 5 < 2
    isSpeculative = seed % 7 < 4
    isJittery = seed % 11 < 3
    isTiered = seed % 13 < 5
    isCrowded = seed % 17 < 7
    hasHosts = seed % 19 < 9
    hasStores = seed % 47 < 19
    plan = Plan(platform: "p", policy: "q", pools: [], services: [], blockTokens: 1)
    header = TraceHeader(
      workload: "random", seed: nil, fingerprint: "", models: ["m", "n"], agents: ["a", "b"],
      classes: [TraceClass(name: "open"), TraceClass(name: "closed")], duration: 1_000_000_000,
      measuredFrom: 20_000_000, measuredUntil: 600_000_000)
    header.classes[0].isMeasuredWhole = chance(20)
    for index in header.classes.indices {
      header.classes[index].priority = [.high, .normal, .low, .batch][pick(4)]
      let metric = [Metric.ttft, .response, .e2e, .turn, .tpot][pick(5)]
      header.classes[index].slo = [Bound(metric: metric, value: Double(time(90_000_000_000)))]
    }
    header.seed = UInt64(seed)
    makePlan()
    makeSessions()
  }

  private mutating func pick(_ limit: Int) -> Int {
    draws += 1
    return Int(stream.numbered(draws).bits % UInt64(limit))
  }

  private mutating func chance(_ percent: Int) -> Bool { pick(100) < percent }

  // MARK: Plans

  private mutating func makePlan() {
    plan.blockTokens = [1, 2, 4, 7, 16, 64][pick(6)]
    let rules = Routing.Rule.allCases
    let orders = Scheduling.allCases
    let isWarm = seed % 41 < 14
    plan.routing = Routing(
      isWarm ? .kvAware : rules[pick(rules.count)], overlap: [0, 500, 1000, 3000][pick(4)],
      temperature: isWarm ? [1, 50, 300, 5000][pick(4)] : 0)
    if seed % 37 < 12 {
      plan.routing.snapshotAge = Ticks(nanoseconds: 1_000_000) * [1, 7, 50][pick(3)]
    }
    plan.scheduling = orders[pick(orders.count)]
    let isSplit = chance(50)
    let hostTime =
      isQuantized ? Ticks(nanoseconds: Int64(pick(3)) * 1_000_000) : Ticks(pick(9_999_999))
    let count = isTiered ? 2 + pick(2) : 1
    var link = Plan.Transfer(
      latency: Ticks(pick(3)) * 500_000, perToken: Ticks(pick(4)) * 9_000,
      layers: seed % 31 < 11 ? 2 + pick(9) : 1)
    if hasStores { plan.stores = (0..<1 + pick(2)).map { _ in memory(600 / plan.blockTokens) } }
    for model in ["m", "n"] {
      let entry = plan.pools.count
      plan.pools.append(pool(isSplit ? .prefill : .aggregated))
      var paths: [Plan.DecodePath] = []
      for _ in 0..<(isSplit ? count : 0) {
        paths.append(Plan.DecodePath(pool: plan.pools.count, transfer: link))
        plan.pools.append(pool(.decode))
        link.perToken += 1000
      }
      plan.services.append(
        Plan.Service(model: model, entry: entry, paths: paths, hostTime: hostTime))
    }
    if count > 1 { plan.tiers = tiers(count) }
    plan.freesWaiting = seed % 43 < 15
    if seed % 29 < 10 { plan.localPrefill = [5, 30, 300][pick(3)] }
  }

  /// Of up to three times so many blocks.
  private mutating func memory(_ blocks: Int) -> MemoryTier {
    MemoryTier(
      blocks: 1 + pick(3 * max(1, blocks)),
      reload: Plan.Transfer(latency: Ticks(pick(3)) * 300_000, perToken: Ticks(pick(4)) * 5000))
  }

  /// Conditions that hold for some classes, and paths in any order.
  private mutating func tiers(_ count: Int) -> [Tier] {
    var tiers: [Tier] = []
    for _ in 0..<pick(3) {
      let value = Double(time(90_000_000_000))
      let condition: Tier.Condition =
        chance(50)
        ? .bound([.ttft, .tpot][pick(2)], .below, value)
        : .priority([.high, .normal, .low, .batch][pick(4)])
      tiers.append(Tier(condition, paths: somePaths(count)))
    }
    return tiers + [Tier(paths: somePaths(count))]
  }

  private mutating func somePaths(_ count: Int) -> [Int] {
    let first = pick(count)
    return (0...pick(count)).map { (first + $0) % count }
  }

  private mutating func pool(_ role: EnginePool.Role) -> EnginePool {
    let tokens = isTight ? 150 : chance(50) ? 400 : 2500
    let budget = [4, 16, 64, 512, 4096][pick(5)]
    var pool = EnginePool(
      name: "\(role)", role: role, engines: isTight ? 1 + pick(2) : 1 + pick(4), cost: cost(),
      kvBlocks: max(1, (tokens + pick(tokens)) / plan.blockTokens),
      maxSequences: min(budget - 1, (isTight ? 4 : 1) + pick(12)), tokenBudget: budget,
      kvRanks: chance(20) ? 2 : 1)
    if isSpeculative, chance(80) { pool.speculation = speculation() }
    if isCrowded, chance(80) { pool.contention = contention(pool) }
    if hasHosts, chance(70) {
      pool.host = memory(pool.kvBlocks)
    }
    if hasStores, chance(80) {
      pool.store = StoreAccess(
        index: pick(plan.stores.count), perToken: Ticks(pick(4)) * 3000)
    }
    if seed % 23 < 17, chance(80) {
      pool.swap = MemoryTier(
        blocks: pick(2 * pool.kvBlocks),
        reload: Plan.Transfer(latency: Ticks(pick(3)) * 300_000, perToken: Ticks(pick(4)) * 5000))
    }
    if isJittery, chance(80) {
      pool.jitter = Jitter(factors: (0..<8).map { _ in Int64(pick(3) * pick(65_536)) })
    }
    return pool
  }

  /// One to three entries; some draft.
  private mutating func contention(_ pool: EnginePool) -> [Contention] {
    var engines = 0
    return (0...pick(3)).map { _ in
      engines += 1 + pick(2)
      return Contention(
        engines: engines, cost: cost(),
        speculation: pool.speculation != nil && chance(70) ? speculation() : nil)
    }
  }

  /// One to three levels; the last may leave large batches without drafts.
  private mutating func speculation() -> Speculation {
    var sequences = 0
    var levels: [Speculation.Level] = []
    for _ in 0...pick(3) {
      sequences += 1 + pick(6)
      let drafts = [1, 1, 2, 3, 5, 8][pick(6)]
      var beyond: [UInt64] = []
      // From never to always.
      var chance = UInt64([0, 10, 50, 90, 100][pick(5)]) << 32 / 100
      for _ in 0..<drafts {
        beyond.append(chance)
        if self.chance(50) { chance = chance * 3 / 4 }
      }
      var cost = cost()
      cost.positions = drafts + 1
      levels.append(Speculation.Level(sequences: sequences, beyond: beyond, cost: cost))
    }
    if chance(50) { levels[levels.count - 1].sequences = 100 }
    return Speculation(levels)
  }

  private mutating func cost() -> StepCost {
    if isQuantized { return StepCost(base: [Ticks(nanoseconds: 1_000_000)]) }
    func table(_ most: Int) -> [UInt16] { (0..<pick(4)).map { _ in UInt16(pick(most)) } }
    let shares = StepShares(
      attention: table(15_000), exchange: table(15_000), draft: table(15_000),
      verify: table(15_000), attentionOfSequence: UInt16(pick(32_768)),
      verifyOfSequence: UInt16(pick(32_768)), exchangeOfFloor: table(32_768),
      verifyOfFloor: table(32_768))
    return StepCost(
      base: [0] + [Ticks(pick(900_000)), Ticks(pick(2_000_000))].sorted(),
      basePerToken: Ticks(pick(900)),
      perSequence: Ticks(pick(5000)), perPrefillToken: Ticks(pick(40_000)),
      perPrefillContext: Int64(pick(3_000_000)), perContext: Ticks(pick(3) * pick(400)),
      floor: chance(50) ? [] : [0, Ticks(pick(200_000)), Ticks(pick(500_000))],
      ranks: chance(50) ? 1 : 2 + pick(3), shares: shares)
  }

  // MARK: Traces

  private mutating func time(_ limit: Int) -> Nanoseconds {
    isQuantized ? Nanoseconds(pick(limit / 1_000_000 + 1)) * 1_000_000 : Nanoseconds(pick(limit))
  }

  private mutating func makeSessions() {
    if chance(50) {
      let count = 3 + pick(4)
      header.classes[1].closed = TraceClass.ClosedLoop(
        sessions: count, until: 900_000_000, total: chance(50) ? count + pick(9) : nil)
      for index in 0..<count {
        var session = makeSession()
        session.classIndex = 1
        session.number = index
        session.start = index < 2 ? time(5_000_000) : nil
        session.pause = time(9_000_000)
        sessions.append(session)
      }
    }
    var start: Nanoseconds = 0
    for index in 0..<(4 + pick(16)) {
      if chance(70) { start += time(isTight ? 6_000_000 : 30_000_000) }
      var session = makeSession()
      (session.number, session.start) = (index, start)
      session.isEndedByWindow = chance(10)
      sessions.append(session)
    }
  }

  private mutating func makeSession() -> TraceSession {
    var session = TraceSession(tenant: "t\(1 + pick(3))")
    if chance(60) { addShared(&session) }
    var head = ContextReference.shared(pick(sharedTokens.count))
    var length = sharedTokens[head.sharedNumber]
    for turn in 1...(1 + pick(3)) {
      var edge = TraceRecord(.turnStart, turn: turn)
      if turn > 1, chance(40) { edge.offset = time(60_000_000) }
      let first = session.records.count
      session.records.append(edge)
      for _ in 0...pick(3) { addStep(&session, &head, &length, turn) }
      session.records.append(TraceRecord(.turnEnd, turn: turn))
      if isSpoken, chance(80) { addSpeech(&session, &head, &length, from: first) }
      let follows = session.records[session.records.count - 1].kind == .speech
      var think = TraceRecord(.wait, cause: .think, turn: turn, delay: time(20_000_000))
      if follows, chance(70) { follow(&session, &think) }
      session.records.append(think)
    }
    return session
  }

  private mutating func addShared(_ session: inout TraceSession) {
    let parent = pick(sharedTokens.count)
    let isCut = chance(40) && sharedTokens[parent] > 1
    let keep = isCut ? pick(sharedTokens[parent]) : sharedTokens[parent]
    let tokens = chance(10) ? 0 : 1 + pick(60)
    session.sharedContexts.append(
      SharedContext(parent: parent, keep: isCut ? keep : nil, tokens: tokens))
    sharedTokens.append(keep + tokens)
  }

  private mutating func addStep(
    _ session: inout TraceSession, _ head: inout ContextReference, _ length: inout Int, _ turn: Int
  ) {
    switch pick(5) {
    case 0:
      session.records.append(TraceRecord(.wait, calls: 1, turn: turn, delay: time(4_000_000)))
    case 1: addFork(&session, head, length, turn)
    default: addRequest(&session, &head, &length, turn)
    }
  }

  private mutating func addRequest(
    _ session: inout TraceSession, _ head: inout ContextReference, _ length: inout Int, _ turn: Int
  ) {
    // A conversation that has grown large starts over.
    if isTight, length > 60 { (head, length) = (.root, 0) }
    let fresh =
      chance(15) && length > 0 ? 0 : 1 + pick(chance(isTight ? 1 : 5) ? 4000 : isTight ? 12 : 70)
    if fresh > 0 {
      session.contexts.append(PrivateContext(parent: head, tokens: fresh))
      head = .own(session.contexts.count - 1)
      length += fresh
    }
    let long = isTight ? 90 : 50
    let short = [0, 1, 2, 1 + pick(long), 1 + pick(long)][pick(5)]
    let output = isSpoken && chance(50) ? 8 + pick(long) : short
    var record = TraceRecord(
      .request, isCompaction: chance(10), isAnswer: chance(50), model: chance(15) ? 1 : 0,
      actor: pick(2), turn: turn,
      delay: chance(20) ? time(2_000_000) : 0, prompt: head, inputTokens: length,
      outputTokens: output, reasoningTokens: chance(30) ? pick(output + 1) : 0)
    if output > 0, chance(70) {
      session.contexts.append(PrivateContext(parent: head, tokens: output))
      head = .own(session.contexts.count - 1)
      length += output
      record.extended = head
    }
    session.records.append(record)
  }

  private mutating func addFork(
    _ session: inout TraceSession, _ head: ContextReference, _ length: Int, _ turn: Int
  ) {
    guard let last = session.records.indices.last else { return }
    let branches = 1 + pick(3)
    var ends: [Int32] = []
    for _ in 0..<branches {
      var (branchHead, branchLength) = (head, length)
      let first = session.records.count
      for _ in 0...pick(2) { addRequest(&session, &branchHead, &branchLength, turn) }
      session.records[first].firstDependency = Int32(session.dependencies.count)
      session.dependencies.append(Int32(last))
      ends.append(Int32(session.records.count - 1))
    }
    var join = TraceRecord(.join, turn: turn)
    join.firstDependency = Int32(session.dependencies.count)
    if chance(20) {
      // Nobody waits for the branches.
      session.dependencies.append(Int32(last))
      session.records.append(join)
      return
    }
    session.dependencies += ends
    (join.dependencyCount, join.needed) = (Int32(branches), Int32(1 + pick(branches)))
    if join.needed < join.dependencyCount { join.cancelFrom = Int32(last + 1) }
    session.records.append(join)
  }

  // MARK: Speech

  /// Plays one of the turn's requests, mostly an answer, and perhaps interrupts it.
  private mutating func addSpeech(
    _ session: inout TraceSession, _ head: inout ContextReference, _ length: inout Int,
    from first: Int
  ) {
    let candidates = (first..<session.records.count).filter { index in
      let record = session.records[index]
      return record.kind == .request && record.outputTokens > record.reasoningTokens
    }
    guard let request = candidates.last(where: { session.records[$0].isAnswer || $0 % 4 == 0 })
    else { return }
    let node = session.records[request]
    let visible = Int(node.outputTokens - node.reasoningTokens)
    // About as long as a step, so that sound runs out in some.
    let perToken = max(1, time(isQuantized ? 2_000_000 : [200, 1_000, 900_000][pick(3)]))
    let synthesis = time(isQuantized || chance(30) ? 3_000_000 : 500)
    let sound = perToken * Nanoseconds(visible)
    let isCut = chance(50) && sound > 1
    let (high, low) = (pick(1 << 30), pick(1 << 30))
    let cut = 1 + (Nanoseconds(high) << 30 + Nanoseconds(low)) % max(1, sound - 1)
    var record = TraceRecord(.speech, turn: Int(node.turn))
    record.firstDependency = Int32(session.dependencies.count)
    session.dependencies.append(Int32(request))
    if isCut, chance(85) { record.cancelFrom = Int32(first + 1) }
    session.speeches.append(
      Speech(
        record: session.records.count, firstChunk: 1 + pick(chance(60) ? 3 : 20),
        synthesis: synthesis,
        perToken: perToken,
        cut: isCut ? (isQuantized ? max(1, cut / 1_000_000 * 1_000_000) : cut) : -1))
    session.records.append(record)
    // What was heard is what the conversation goes on from.
    let heard = isCut ? min(visible, Int((cut + perToken - 1) / perToken)) : 0
    guard isCut, heard > 0, chance(70) else { return }
    session.contexts.append(PrivateContext(parent: node.prompt, tokens: heard))
    (head, length) = (.own(session.contexts.count - 1), Int(node.inputTokens) + heard)
    if node.extended == .root, chance(50) { session.records[request].extended = head }
  }

  /// The pause after speech: after its end alone, or after the turn's end too, or one of them.
  private mutating func follow(_ session: inout TraceSession, _ think: inout TraceRecord) {
    think.firstDependency = Int32(session.dependencies.count)
    session.dependencies += [
      Int32(session.records.count - 2), Int32(session.records.count - 1),
    ]
    (think.dependencyCount, think.needed) = (2, Int32(1 + pick(2)))
  }
}
