import Domain

/// KV on its way back from host memory and from stores (replay semantics, §5.1, §5.2).
extension Simulation {
  /// Keeps copies of what an engine's cache has got.
  mutating func keepCopies(_ engine: Int, _ path: PathEnd, depth: Int32) {
    let (host, store) = (Int(hosts[engine]), storeCache(engine))
    guard host >= 0 || store >= 0 else { return }
    let path = cache.tree.resolved(path)
    let pool = Int(engines[engine].pool)
    if host >= 0, let tier = pools[pool].host {
      cache.keep(host, path, depth: depth, capacity: tier.blocks)
    }
    if store >= 0, let access = pools[pool].store {
      cache.keep(store, path, depth: depth, capacity: plan.stores[access.index].blocks)
    }
  }

  /// The number of an engine's store among the caches, −1 for none.
  private mutating func storeCache(_ engine: Int) -> Int {
    pools[Int(engines[engine].pool)].store.map { Int(stores[$0.index]) } ?? -1
  }

  /// Blocks that a prompt of which the engine has `hit` would find there and in its host memory.
  mutating func hitWithHost(_ engine: Int, _ path: PathEnd, hit: Int32) -> Int32 {
    let host = Int(hosts[engine])
    return host < 0 ? hit : max(hit, cache.hit(host, path).blocks)
  }

  /// The same with its store.
  mutating func hitWithAll(_ engine: Int, _ path: PathEnd, hit: Int32) -> Int32 {
    let (near, store) = (hitWithHost(engine, path, hit: hit), storeCache(engine))
    return store < 0 ? near : max(near, cache.hit(store, path).blocks)
  }

  /// What host memory and stores hold counts as what the engine does, in `cache.hits`.
  mutating func addCopies(_ first: Int, _ count: Int) {
    for engine in first..<(first + count) {
      let (host, store) = (Int(hosts[engine]), storeCache(engine))
      if host >= 0 { cache.hits[engine] = max(cache.hits[engine], cache.hits[host]) }
      if store >= 0 { cache.hits[engine] = max(cache.hits[engine], cache.hits[store]) }
    }
  }

  /// Puts what the engine doesn't hold on the links from its host and its store, behind what is
  /// there. It is back when the later of the two is.
  ///
  /// - Parameters:
  ///   - near: Leading blocks that the engine or its host have.
  ///   - reached: Those that its store has, if more.
  mutating func startReload(
    _ request: Int32, _ engine: Int, hit: Int32, near: Int32, reached: Int32
  ) {
    let index = Int(request)
    let blocks = Int32(plan.blockTokens)
    let last = requests[index].target - 1
    let fromHost = min(near * blocks, last) - min(hit * blocks, last)
    let fromStore = min(reached * blocks, last) - min(near * blocks, last)
    var end = now
    if fromHost > 0 { end = reloadFromHost(engine, tokens: Ticks(fromHost)) }
    if fromStore > 0 { end = max(end, reloadFromStore(engine, tokens: Ticks(fromStore))) }
    requests[index].state = .loading
    requests[index].computed = min(reached * blocks, last)
    transfers.insert(
      TransferEnd(
        time: end, engine: Int32(engine), sequence: transferCount, request: request))
    transferCount += 1
    result.cache.reloadedBlocks += Int64(reached - hit)
  }

  private mutating func reloadFromHost(_ engine: Int, tokens: Ticks) -> Ticks {
    guard let link = pools[Int(engines[engine].pool)].host?.reload else {
      preconditionFailure("a host that has blocks has a link")
    }
    engines[engine].hostFree = max(now, engines[engine].hostFree) + tokens * link.perToken
    return engines[engine].hostFree + link.latency
  }

  /// Over the store's link, which all share, and over the engine's own at the same time.
  private mutating func reloadFromStore(_ engine: Int, tokens: Ticks) -> Ticks {
    guard let access = pools[Int(engines[engine].pool)].store else {
      preconditionFailure("a store that has blocks can be reached")
    }
    let link = plan.stores[access.index].reload
    storeFree[access.index] = max(now, storeFree[access.index]) + tokens * link.perToken
    engines[engine].linkFree = max(now, engines[engine].linkFree) + tokens * access.perToken
    return max(storeFree[access.index], engines[engine].linkFree) + link.latency
  }

  /// A prompt whose blocks are back goes on with the rest of it.
  mutating func resume(_ request: Int32, _ engine: Int) {
    if attributes { trailReloaded(request) }
    requests[Int(request)].state = .prefilling
    insertPrefill(request, engine)
  }
}
