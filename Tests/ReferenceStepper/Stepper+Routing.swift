import Domain

extension ReferenceStepper {
  func routeFirst(_ sequence: LiveSequence) {
    let service = plan.services[sequence.service]
    if plan.localPrefill > 0, !service.paths.isEmpty, sequence.output > 1 {
      let (pool, isSpilled) = decodePool(for: sequence)
      let engine = engines[choose(sequence, pool)]
      let hit = hitWithCopies(sequence, engine)
      if sequence.input - min(hit * blockTokens, sequence.input - 1) <= plan.localPrefill {
        if isSpilled { result.pools[pool].spilled += 1 }
        return route(sequence, pool, to: engine.number)
      }
    }
    route(sequence, service.entry)
  }

  /// Leading blocks of a prompt that the engine, its host or its store has.
  private func hitWithCopies(_ sequence: LiveSequence, _ engine: Engine) -> Int {
    [engine.cache, engine.host, engine.store?.cache].compactMap { $0?.hit(sequence.path) }.max()
      ?? 0
  }

  func route(_ sequence: LiveSequence, _ pool: Int) {
    route(sequence, pool, to: choose(sequence, pool))
  }

  private func route(_ sequence: LiveSequence, _ pool: Int, to chosen: Int) {
    if sequence.source == nil { sequence.spent.pass(.host, until: now) }
    routed[pool] += 1
    sequence.session.affinity[pool] = chosen
    sequence.engine = chosen
    let engine = engines[chosen]
    engine.seenLoad += 1
    engine.seenBacklog += blocks(sequence.input)
    sequence.key = key(sequence, engine)
    let place = engine.queue.lastIndex { $0.key <= sequence.key }.map { $0 + 1 } ?? 0
    engine.queue.insert(sequence, at: place)
    wakeIfIdle(chosen)
  }

  /// Refreshes what routers see, if a moment for that has come.
  func lookAround(before time: Ticks) {
    let age = plan.routing.snapshotAge
    guard age > 0, time >= nextSnapshot else { return }
    for engine in engines {
      engine.seenLoad = engine.load
      engine.seenBacklog = backlog(engine)
    }
    while nextSnapshot <= time { nextSnapshot += age }
  }

  private func backlog(_ engine: Engine) -> Int {
    (engine.queue + engine.admitted + engine.holding).reduce(0) { $0 + blocks($1.input) }
  }

  private func load(_ engine: Engine) -> (requests: Int, blocks: Int) {
    plan.routing.snapshotAge > 0
      ? (engine.seenLoad, engine.seenBacklog) : (engine.load, backlog(engine))
  }

  /// Of the paths that can hold the sequence the first that isn't full, or the first.
  func decodePool(for sequence: LiveSequence) -> (pool: Int, isSpilled: Bool) {
    let place = header.classes[sequence.session.trace.classIndex]
    let paths = plan.services[sequence.service].paths
    let pools = plan.paths(of: place).map { paths[$0].pool }.filter { pool in
      blocks(sequence.input + sequence.output - 1 + plan.pools[pool].lookahead)
        <= plan.pools[pool].sequenceBlocks
    }
    let open = pools.first { pool in
      poolEngines[pool].contains { index in
        let there = load(engines[index])
        return there.requests < plan.pools[pool].maxSequences
          && there.blocks + blocks(sequence.input) <= plan.pools[pool].kvBlocks
      }
    }
    return (open ?? pools[0], open ?? pools[0] != pools[0])
  }

  private func choose(_ sequence: LiveSequence, _ pool: Int) -> Int {
    let members = poolEngines[pool]
    let session = sequence.session
    func drawn(_ index: Int) -> Int {
      let stream = RandomStream(seed: systemSeed).named("routing")
      let bits = stream.numbered(pool).numbered(routed[pool]).numbered(index).bits
      return members[Int(bits / 2) % members.count]
    }
    func least(_ cost: (Int) -> Int) -> Int {
      let costs = members.map(cost)
      return members[costs.firstIndex(of: costs.min() ?? 0) ?? 0]
    }
    func leastLoaded() -> Int { least { load(engines[$0]).requests } }
    func cost(_ index: Int) -> Int {
      let hit = hitWithCopies(sequence, engines[index])
      return plan.routing.overlap * (blocks(sequence.input) - hit)
        + 1000 * load(engines[index]).blocks
    }
    switch plan.routing.rule {
    case .roundRobin: return members[routed[pool] % members.count]
    case .random: return drawn(0)
    case .leastLoaded: return leastLoaded()
    case .powerOfTwo:
      return load(engines[drawn(1)]).requests < load(engines[drawn(0)]).requests
        ? drawn(1) : drawn(0)
    case .sessionAffinity: return session.affinity[pool] ?? leastLoaded()
    case .prefixHash:
      let stream = RandomStream(seed: systemSeed).named("prefix")
      return members[Int(stream.numbered(prefix(sequence)).bits / 2) % members.count]
    case .kvAware:
      return plan.routing.temperature > 0 ? drawnByCost(pool, cost) : least(cost)
    }
  }

  private func drawnByCost(_ pool: Int, _ cost: (Int) -> Int) -> Int {
    let costs = poolEngines[pool].map(cost)
    let (least, most) = (costs.min() ?? 0, costs.max() ?? 0)
    let weights = costs.map { cost in
      plan.routing.weights[least == most ? 0 : (cost - least) * 256 / (most - least)]
    }
    let stream = RandomStream(seed: systemSeed).named("routing")
    let bits = stream.numbered(pool).numbered(routed[pool]).numbered(0).bits
    let sum = weights.reduce(0, +)
    let point = UInt64((UInt128(bits) * UInt128(sum)) >> 64)
    var below: UInt64 = 0
    for (engine, weight) in zip(poolEngines[pool], weights) {
      below += weight
      if point < below { return engine }
    }
    preconditionFailure("a point below the sum of all")
  }

  private func prefix(_ sequence: LiveSequence) -> Int {
    var context = sequence.node.prompt
    while !context.isShared {
      context = sequence.session.trace.contexts[context.ownIndex].parent
    }
    return context.sharedNumber > 0 ? context.sharedNumber : -1 - sequence.session.ordinal
  }

  private func key(_ sequence: LiveSequence, _ engine: Engine) -> Ticks {
    let place = header.classes[sequence.session.trace.classIndex]
    switch plan.scheduling {
    case .fcfs: return 0
    case .priority:
      let rank = [Priority.high, .normal, .low, .batch].firstIndex(of: place.priority) ?? 0
      return sequence.sent + Ticks(nanoseconds: Nanoseconds(rank) * 10_000_000_000)
    case .shortestFirst:
      return sequence.sent + Ticks(nanoseconds: Nanoseconds(sequence.input) * 1_000_000)
    case .sloSlack: return sequence.sent + Ticks(nanoseconds: target(place))
    case .tenantFair:
      let start = max(engine.fairTime, engine.finishes[sequence.session.tenant] ?? 0)
      engine.finishes[sequence.session.tenant] = start + Ticks(sequence.input)
      return start
    }
  }

  private func target(_ place: TraceClass) -> Nanoseconds {
    for metric in [Metric.ttft, .response, .e2e, .turn] {
      let bounds = place.slo.filter { $0.metric == metric }
      if let least = bounds.map(\.value).min() { return Nanoseconds(least) }
    }
    return 60_000_000_000
  }
}
