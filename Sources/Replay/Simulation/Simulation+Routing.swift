import Domain

/// Which engine a request goes to, and where it stands there (replay semantics, §3).
extension Simulation {
  /// Sends a request that is new to the system to its first engine.
  mutating func routeFirst(_ request: Int32) {
    let service = Int(requests[Int(request)].service)
    if plan.localPrefill > 0, let local = localEngine(request) {
      if local.isSpilled { result.pools[local.pool].spilled += 1 }
      return route(request, to: local.pool, engine: local.engine)
    }
    route(request, to: services[service].entry)
  }

  /// The decode engine that a request would go to, if that has most of its prompt (§3.2).
  private mutating func localEngine(
    _ request: Int32
  ) -> (pool: Int, engine: Int, isSpilled: Bool)? {
    let live = requests[Int(request)]
    guard !services[Int(live.service)].paths.isEmpty, live.output > 1 else { return nil }
    let (pool, isSpilled) = choosePath(request)
    let engine = chooseEngine(request, pool)
    _ = settlePassed(engine)
    let path = cache.tree.resolved(live.path)
    let hit = hitWithAll(engine, path, hit: cache.hit(engine, path).blocks)
    let cached = min(Int(hit) * plan.blockTokens, Int(live.input) - 1)
    return Int(live.input) - cached <= plan.localPrefill ? (pool, engine, isSpilled) : nil
  }

  /// Sends a request to an engine of a pool.
  mutating func route(_ request: Int32, to pool: Int) {
    route(request, to: pool, engine: chooseEngine(request, pool))
  }

  private mutating func route(_ request: Int32, to pool: Int, engine: Int) {
    if attributes, requests[Int(request)].source < 0 { trailRouted(request) }
    routed[pool] += 1
    if plan.routing.rule == .sessionAffinity {
      sessions[Int(requests[Int(request)].slot)].affinity[pool] = Int32(engine)
    }
    requests[Int(request)].engine = Int32(engine)
    let blocks = promptBlocks(request)
    backlog[engine] += blocks
    if nextSnapshot < .max {
      seen[engine].load += 1
      seen[engine].backlog += blocks
    }
    setKey(request, engine)
    enqueue(request, engine)
    let slots = pools[pool].maxSequences
    let mayBeNext =
      engines[engine].queue.head == request && engines[engine].admitted.count < slots
    if engines[engine].mode == .idle || mayBeNext { wake(engine) }
  }

  mutating func promptBlocks(_ request: Int32) -> Int {
    (Int(requests[Int(request)].input) + plan.blockTokens - 1) / plan.blockTokens
  }

  private mutating func chooseEngine(_ request: Int32, _ pool: Int) -> Int {
    let first = poolStart[pool]
    let count = poolStart[pool + 1] - first
    switch plan.routing.rule {
    case .roundRobin: return first + routed[pool] % count
    case .random: return first + draw(0, pool) % count
    case .leastLoaded: return leastLoaded(first, count)
    case .powerOfTwo:
      let (one, other) = (first + draw(0, pool) % count, first + draw(1, pool) % count)
      return seenLoad(other) < seenLoad(one) ? other : one
    case .sessionAffinity:
      let known = sessions[Int(requests[Int(request)].slot)].affinity[pool]
      return known >= 0 ? Int(known) : leastLoaded(first, count)
    case .prefixHash: return first + prefixHash(request) % count
    case .kvAware:
      return plan.routing.temperature > 0
        ? drawnByCost(request, pool) : leastCost(request, first, count)
    }
  }

  /// Requests that routers think an engine has.
  mutating func seenLoad(_ engine: Int) -> Int {
    nextSnapshot < .max ? seen[engine].load : engines[engine].load
  }

  /// Prompt blocks of the requests that routers think an engine has.
  mutating func seenBacklog(_ engine: Int) -> Int {
    nextSnapshot < .max ? seen[engine].backlog : backlog[engine]
  }

  /// Shows routers how things stand before what happens at `time`.
  mutating func takeSnapshot(before time: Ticks) {
    for engine in engines.indices {
      seen[engine] = (engines[engine].load, backlog[engine])
    }
    let age = plan.routing.snapshotAge
    nextSnapshot = (time / age + 1) * age
  }

  private mutating func leastLoaded(_ first: Int, _ count: Int) -> Int {
    var engine = first
    for other in first..<(first + count) where seenLoad(other) < seenLoad(engine) {
      engine = other
    }
    return engine
  }

  /// 63 random bits, by the number of the request in its pool.
  private mutating func draw(_ index: Int, _ pool: Int) -> Int {
    Int(draws.numbered(pool).numbered(routed[pool]).numbered(index).bits >> 1)
  }

  private mutating func prefixHash(_ request: Int32) -> Int {
    let live = requests[Int(request)]
    let slot = Int(live.slot)
    let prompt = sessions[slot].nodes[Int(live.record)].record.prompt
    var key = prompt.isShared ? prompt.sharedNumber : Int(sessions[slot].roots[prompt.ownIndex])
    if key == 0 { key = -1 - Int(live.session) }
    return Int(prefixes.numbered(key).bits >> 1)
  }

  /// - Complexity: O(engines + segments of the path × their holders).
  private mutating func leastCost(_ request: Int32, _ first: Int, _ count: Int) -> Int {
    let path = cache.tree.resolved(requests[Int(request)].path)
    let blocks = promptBlocks(request)
    cache.findHits(path)
    if cache.accounts.count > engines.count { addCopies(first, count) }
    while true {
      let (best, least) = leastCost(of: blocks, first, count)
      // What a run took since its last boundary may have been evicted from this very path. That
      // only lowers hits, so once the best stays the best it is.
      guard settlePassed(best) else { return best }
      cache.hits[best] = hitWithAll(best, path, hit: cache.hit(best, path).blocks)
      if cost(of: blocks, best) == least { return best }
    }
  }

  /// An engine drawn by what it costs, the cheaper the likelier.
  private mutating func drawnByCost(_ request: Int32, _ pool: Int) -> Int {
    let engines = poolStart[pool]..<poolStart[pool + 1]
    for engine in engines { _ = settlePassed(engine) }
    cache.findHits(cache.tree.resolved(requests[Int(request)].path))
    if cache.accounts.count > self.engines.count { addCopies(engines.lowerBound, engines.count) }
    let blocks = promptBlocks(request)
    costs.removeAll(keepingCapacity: true)
    for engine in engines {
      let found = cost(of: blocks, engine)
      costs.append(found)
    }
    let (least, most) = (costs.min() ?? 0, costs.max() ?? 0)
    for place in costs.indices {
      costs[place] = most > least ? (costs[place] - least) * 256 / (most - least) : 0
    }
    let weights = plan.routing.weights
    let sum = costs.reduce(UInt64(0)) { $0 + weights[$1] }
    let bits = draws.numbered(pool).numbered(routed[pool]).numbered(0).bits
    var point = bits.multipliedFullWidth(by: sum).high
    for place in costs.indices {
      if point < weights[costs[place]] { return engines.lowerBound + place }
      point -= weights[costs[place]]
    }
    preconditionFailure("a point below the sum of all")
  }

  /// The first engine that costs least, by `cache.hits`.
  private mutating func leastCost(of blocks: Int, _ first: Int, _ count: Int) -> (
    engine: Int, cost: Int
  ) {
    let overlap = plan.routing.overlap
    guard nextSnapshot == .max else {
      var (best, least) = (first, Int.max)
      for engine in first..<(first + count) {
        let found = cost(of: blocks, engine)
        if found < least { (best, least) = (engine, found) }
      }
      return (best, least)
    }
    precondition(first + count <= cache.hits.count && first + count <= backlog.count)
    let hits = cache.hits.span
    return backlog.withSpan { backlog in
      var (best, least) = (first, Int.max)
      for engine in first..<(first + count) {
        // In bounds by the lines before; checks here would cost as much as the sums.
        let (hit, load) = unsafe (Int(hits[unchecked: engine]), backlog[unchecked: engine])
        let found = Simulation.cost(overlap, blocks, hit, load)
        if found < least { (best, least) = (engine, found) }
      }
      return (best, least)
    }
  }

  private mutating func cost(of blocks: Int, _ engine: Int) -> Int {
    Simulation.cost(
      plan.routing.overlap, blocks, Int(cache.hits[engine]), seenBacklog(engine))
  }

  private static func cost(_ overlap: Int, _ blocks: Int, _ hit: Int, _ load: Int) -> Int {
    // Far from what overflows: at most 2³¹ blocks, thousands of them, and an overlap of a million.
    overlap &* (blocks &- hit) &+ 1000 &* load
  }

  /// Takes the blocks of boundaries that a run has passed by now.
  ///
  /// - Returns: Whether that evicted any.
  private mutating func settlePassed(_ engine: Int) -> Bool {
    guard engines[engine].mode == .run, let run = engines[engine].run else { return false }
    let before = cache.evictedBlocks
    takeBlocks(engine, passing: stepsReaching(engine, run) - 1)
    return cache.evictedBlocks > before
  }

  private mutating func setKey(_ request: Int32, _ engine: Int) {
    let live = requests[Int(request)]
    let place = Int(live.classIndex)
    let key: Ticks
    switch plan.scheduling {
    case .fcfs: key = 0
    case .priority: key = live.sent + Scheduling.perRank * Ticks(ranks[place])
    case .shortestFirst: key = live.sent + Scheduling.perToken * Ticks(live.input)
    case .sloSlack: key = live.sent + targets[place]
    case .tenantFair:
      key = max(engines[engine].fairTime, engines[engine].finishes[live.tenant] ?? 0)
      engines[engine].finishes[live.tenant] = key + Ticks(live.input)
    }
    requests[Int(request)].key = key
  }
}

extension TraceClass {
  /// 0 for the most urgent.
  var rank: Int {
    switch priority {
    case .high: 0
    case .normal: 1
    case .low: 2
    case .batch: 3
    }
  }

  /// When the first token or the answer is due, after sending.
  var target: Ticks {
    for metric in [Metric.ttft, .response, .e2e, .turn] {
      let bounds = slo.filter { $0.metric == metric }.map(\.value)
      // A bound beyond what time can hold is none.
      if let least = bounds.min(), least < 1e15 { return Ticks(nanoseconds: Nanoseconds(least)) }
    }
    return Scheduling.unbounded
  }
}
