import Domain

/// Who gets the next step's tokens, and who is admitted (replay semantics, §4 g).
extension Simulation {
  /// Hands out the token budget.
  ///
  /// - Returns: Prefill tokens of the next step and their summed contexts.
  mutating func schedule(_ engine: Int, mayAdmit: Bool) -> (tokens: Int, context: Int64) {
    let pool = Int(engines[engine].pool)
    let slots = pools[pool].maxSequences
    let decoding = engines[engine].decoding
    let level = level(pool, sequences: decoding)
    let drafts = level.map { draftCount(pool, $0) } ?? 0
    var budget = max(0, pools[pool].tokenBudget - decoding * (1 + drafts))
    var step = (tokens: 0, context: Int64(0))
    var index = engines[engine].prefillHead
    while index >= 0 {
      giveChunk(index, &budget, &step)
      index = requests[Int(index)].nextPrefill
    }
    guard mayAdmit else { return step }
    while engines[engine].queue.head >= 0, engines[engine].admitted.count < slots {
      let request = engines[engine].queue.head
      guard requests[Int(request)].bringsKV || budget > 0, admit(request, engine) else { break }
      if requests[Int(request)].state == .prefilling { giveChunk(request, &budget, &step) }
    }
    return step
  }

  private mutating func giveChunk(
    _ request: Int32, _ budget: inout Int, _ step: inout (tokens: Int, context: Int64)
  ) {
    let live = requests[Int(request)]
    let chunk = min(Int(live.target - live.computed), budget)
    let length = Int64(chunk)
    requests[Int(request)].chunk = Int32(chunk)
    budget -= chunk
    step.tokens += chunk
    step.context += length * Int64(live.computed) + length * (length - 1) / 2
  }

  /// Admits a request if the engine has its blocks.
  private mutating func admit(_ request: Int32, _ engine: Int) -> Bool {
    let index = Int(request)
    let blocks = Int32(plan.blockTokens)
    let path = cache.tree.resolved(requests[index].path)
    let hit = cache.hit(engine, path)
    let tokens = requests[index].bringsKV ? requests[index].stored : requests[index].target
    let needed = Int((tokens + blocks - 1) / blocks - hit.blocks)
    let available = cache.accounts[engine].available
    guard needed <= available - cache.evictable(engine, in: hit) else { return false }

    requests[index].path = path
    requests[index].pinned = cache.pin(engine, path)
    requests[index].shared = hit.blocks
    cache.take(engine, needed)
    dequeue(request, engine)
    engines[engine].fairTime = max(engines[engine].fairTime, requests[index].key)
    addAdmitted(request, engine)
    if attributes { trailAdmitted(request) }
    if requests[index].isHandover {
      startTransfer(request, engine, cached: min(hit.blocks * blocks, tokens))
    } else if requests[index].swapped > 0 {
      startReturn(request, engine, cached: min(hit.blocks * blocks, tokens))
    } else {
      startPrefill(request, engine, hit: hit.blocks)
    }
    return true
  }

  private mutating func startPrefill(_ request: Int32, _ engine: Int, hit: Int32) {
    let index = Int(request)
    let blocks = Int32(plan.blockTokens)
    let last = requests[index].target - 1
    requests[index].prefillFrom = now
    let near = hitWithHost(engine, requests[index].path, hit: hit)
    var reached = hitWithAll(engine, requests[index].path, hit: hit)
    if min(reached * blocks, last) == min(hit * blocks, last) { reached = hit }
    if reached > hit {
      startReload(request, engine, hit: hit, near: near, reached: reached)
    } else {
      requests[index].state = .prefilling
      requests[index].computed = min(hit * blocks, last)
      addPrefill(request, engine)
    }
    guard !requests[index].hasCountedHit else { return }
    requests[index].hasCountedHit = true
    let tokens = min(reached * blocks, requests[index].input - 1)
    requests[index].cachedTokens = tokens
    result.cache.hitBlocks += Int64(reached)
    result.tokens.cached += Int64(tokens)
  }
}
