import Domain

/// Which engine a request goes to, and where it stands there (replay semantics, §3).
extension Simulation {
  /// Sends a request to an engine of a pool.
  mutating func route(_ request: Int32, to pool: Int) {
    if attributes, requests[Int(request)].source < 0 { trailRouted(request) }
    let engine = chooseEngine(request, pool)
    routed[pool] += 1
    requests[Int(request)].engine = Int32(engine)
    backlog[engine] += promptBlocks(request)
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
      return engines[other].load < engines[one].load ? other : one
    case .sessionAffinity:
      let slot = Int(requests[Int(request)].slot)
      if sessions[slot].affinity[pool] < 0 {
        sessions[slot].affinity[pool] = Int32(leastLoaded(first, count))
      }
      return Int(sessions[slot].affinity[pool])
    case .prefixHash: return first + prefixHash(request) % count
    case .kvAware: return leastCost(request, first, count)
    }
  }

  private mutating func leastLoaded(_ first: Int, _ count: Int) -> Int {
    var engine = first
    for other in first..<(first + count) where engines[other].load < engines[engine].load {
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
    if cache.accounts.count > engines.count { addHostHits(first, count) }
    while true {
      let (best, least) = leastCost(of: blocks, first, count)
      // What a run took since its last boundary may have been evicted from this very path. That
      // only lowers hits, so once the best stays the best it is.
      guard settlePassed(best) else { return best }
      cache.hits[best] = hitWithHost(best, path, hit: cache.hit(best, path).blocks)
      if cost(of: blocks, best) == least { return best }
    }
  }

  /// What host memory holds counts as what the engine does.
  private mutating func addHostHits(_ first: Int, _ count: Int) {
    for engine in first..<(first + count) where hosts[engine] >= 0 {
      cache.hits[engine] = max(cache.hits[engine], cache.hits[Int(hosts[engine])])
    }
  }

  /// The first engine that costs least, by `cache.hits`.
  private mutating func leastCost(of blocks: Int, _ first: Int, _ count: Int) -> (
    engine: Int, cost: Int
  ) {
    let overlap = plan.routing.overlap
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
    Simulation.cost(plan.routing.overlap, blocks, Int(cache.hits[engine]), backlog[engine])
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
