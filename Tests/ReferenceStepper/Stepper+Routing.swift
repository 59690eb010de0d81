import Domain

extension ReferenceStepper {
  func route(_ sequence: LiveSequence, _ pool: Int) {
    if sequence.source == nil { sequence.spent.pass(.host, until: now) }
    let chosen = choose(sequence, pool)
    routed[pool] += 1
    sequence.engine = chosen
    let engine = engines[chosen]
    sequence.key = key(sequence, engine)
    let place = engine.queue.lastIndex { $0.key <= sequence.key }.map { $0 + 1 } ?? 0
    engine.queue.insert(sequence, at: place)
    wakeIfIdle(chosen)
  }

  /// Of the paths that can hold the sequence the first that isn't full, or the first.
  func decodePool(for sequence: LiveSequence) -> Int {
    let place = header.classes[sequence.session.trace.classIndex]
    let paths = plan.services[sequence.service].paths
    let pools = plan.paths(of: place).map { paths[$0].pool }.filter { pool in
      blocks(sequence.input + sequence.output - 1 + plan.pools[pool].lookahead)
        <= plan.pools[pool].sequenceBlocks
    }
    let open = pools.first { pool in
      poolEngines[pool].contains { index in
        let there = engines[index].queue + engines[index].admitted
        let filled = there.reduce(blocks(sequence.input)) { $0 + blocks($1.input) }
        return there.count < plan.pools[pool].maxSequences && filled <= plan.pools[pool].kvBlocks
      }
    }
    if let open, open != pools[0] { result.pools[open].spilled += 1 }
    return open ?? pools[0]
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
    func leastLoaded() -> Int { least { engines[$0].load } }
    switch plan.routing.rule {
    case .roundRobin: return members[routed[pool] % members.count]
    case .random: return drawn(0)
    case .leastLoaded: return leastLoaded()
    case .powerOfTwo:
      return engines[drawn(1)].load < engines[drawn(0)].load ? drawn(1) : drawn(0)
    case .sessionAffinity:
      let engine = session.affinity[pool] ?? leastLoaded()
      session.affinity[pool] = engine
      return engine
    case .prefixHash:
      let stream = RandomStream(seed: systemSeed).named("prefix")
      return members[Int(stream.numbered(prefix(sequence)).bits / 2) % members.count]
    case .kvAware:
      return least { index in
        let here = engines[index].cache.hit(sequence.path)
        let hit = max(here, engines[index].host?.hit(sequence.path) ?? 0)
        let missing = blocks(sequence.input) - hit
        let there = engines[index].queue + engines[index].admitted + engines[index].holding
        return plan.routing.overlap * missing + 1000 * there.reduce(0) { $0 + blocks($1.input) }
      }
    }
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
