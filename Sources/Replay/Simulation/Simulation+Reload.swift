import Domain

/// KV on its way back from host memory (replay semantics, §5.1).
extension Simulation {
  /// Keeps a copy of what an engine's cache has got.
  mutating func keepInHost(_ engine: Int, _ path: PathEnd, depth: Int32) {
    let host = Int(hosts[engine])
    guard host >= 0, let tier = pools[Int(engines[engine].pool)].host else { return }
    cache.keep(host, cache.tree.resolved(path), depth: depth, capacity: tier.blocks)
  }

  /// Blocks that a prompt of which the engine has `hit` would find there and in its host memory.
  mutating func hitWithHost(_ engine: Int, _ path: PathEnd, hit: Int32) -> Int32 {
    let host = Int(hosts[engine])
    return host < 0 ? hit : max(hit, cache.hit(host, path).blocks)
  }

  /// Puts what the engine doesn't hold on the link from its host, behind what is there.
  mutating func startReload(_ request: Int32, _ engine: Int, hit: Int32, reached: Int32) {
    let index = Int(request)
    guard let link = pools[Int(engines[engine].pool)].host?.reload else {
      preconditionFailure("a host that has blocks has a link")
    }
    let blocks = Int32(plan.blockTokens)
    let target = requests[index].target
    let computed = min(reached * blocks, target - 1)
    let tokens = Ticks(computed - min(hit * blocks, target - 1))
    let start = max(now, engines[engine].hostFree)
    engines[engine].hostFree = start + tokens * link.perToken
    requests[index].state = .loading
    requests[index].computed = computed
    transfers.insert(
      TransferEnd(
        time: engines[engine].hostFree + link.latency, engine: Int32(engine),
        sequence: transferCount, request: request))
    transferCount += 1
    result.cache.reloadedBlocks += Int64(reached - hit)
  }

  /// A prompt whose blocks are back goes on with the rest of it.
  mutating func resume(_ request: Int32, _ engine: Int) {
    if attributes { trailReloaded(request) }
    requests[Int(request)].state = .prefilling
    insertPrefill(request, engine)
  }
}
