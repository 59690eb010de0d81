import Domain

/// KV on its way from a prefill engine to a decode engine.
extension Simulation {
  /// The prefill engine keeps the KV until the transfer has ended.
  mutating func handOver(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let (decode, isSpilled) = choosePath(request)
    if isSpilled { result.pools[decode].spilled += 1 }
    removeAdmitted(request, engine)
    engines[engine].held += 1
    requests[index].source = Int32(engine)
    requests[index].sourceShared = requests[index].shared
    requests[index].sourcePinned = requests[index].pinned
    requests[index].shared = 0
    requests[index].pinned = 0
    requests[index].isHandover = true
    requests[index].state = .waiting
    route(request, to: decode)
  }

  /// The decode pool of a request's class, or the one it spills to (replay semantics, §3.1).
  mutating func choosePath(_ request: Int32) -> (pool: Int, isSpilled: Bool) {
    let live = requests[Int(request)]
    let service = Int(live.service)
    var first = -1
    for path in pathsOfClass[Int(live.classIndex)] {
      let pool = services[service].paths[path].pool
      guard holds(pool, Int(live.input), Int(live.output)) else { continue }
      if first < 0 { first = pool }
      guard pathsOfClass[Int(live.classIndex)].count > 1, isFull(pool, for: request) else {
        return (pool, pool != first)
      }
    }
    precondition(first >= 0, "a request that no path holds is refused when it is sent")
    return (first, false)
  }

  /// Whether no engine of a pool has a place and room for one more prompt.
  private mutating func isFull(_ pool: Int, for request: Int32) -> Bool {
    let (slots, blocks) = (pools[pool].maxSequences, pools[pool].kvBlocks)
    let more = promptBlocks(request)
    for engine in poolStart[pool]..<poolStart[pool + 1]
    where seenLoad(engine) < slots && seenBacklog(engine) + more <= blocks {
      return false
    }
    return true
  }

  /// Puts what the decode engine does not hold on its link, behind what is there.
  mutating func startTransfer(_ request: Int32, _ engine: Int, cached: Int32) {
    let index = Int(request)
    let link = link(Int(requests[index].service), to: Int(engines[engine].pool))
    let crossing = Ticks(requests[index].input - cached) * link.perToken
    if link.layers > 1 {
      // What was computed first has crossed since; the last layer can't before it is there.
      let start = max(requests[index].prefillFrom, engines[engine].linkFree)
      let layers = Ticks(link.layers)
      engines[engine].linkFree = max(start + crossing, now + (crossing + layers - 1) / layers)
    } else {
      engines[engine].linkFree = max(now, engines[engine].linkFree) + crossing
    }
    requests[index].state = .transferring
    transfers.insert(
      TransferEnd(
        time: engines[engine].linkFree + link.latency, engine: Int32(engine),
        sequence: transferCount, request: request))
    transferCount += 1
  }

  private mutating func link(_ service: Int, to pool: Int) -> Plan.Transfer {
    for path in services[service].paths.indices where services[service].paths[path].pool == pool {
      return services[service].paths[path].transfer
    }
    preconditionFailure("a decode pool has a link")
  }

  mutating func endTransfer(_ transfer: TransferEnd) {
    let request = transfer.request
    let engine = Int(transfer.engine)
    let isReload = requests[Int(request)].state == .loading
    if requests[Int(request)].source >= 0 { releaseSource(request) }
    releaseSwap(request, engine)
    // A run is cut at the first boundary from now on.
    wake(engine)
    if requests[Int(request)].isCancelled {
      // The boundaries before took their blocks without those that are given back now.
      takePassedBlocks(engine)
      dropAdmitted(request, engine)
    } else {
      requests[Int(request)].state = isReload ? .loaded : .joining
      engines[engine].joining.append(request)
    }
  }

  /// Gives back what the prefill engine held of a request.
  mutating func releaseSource(_ request: Int32) {
    let live = requests[Int(request)]
    let source = Int(live.source)
    let blocks = Int32(plan.blockTokens)
    cache.release(source, cache.tree.resolved(live.path), pinned: live.sourcePinned)
    let held = (live.input + blocks - 1) / blocks
    cache.accounts[source].free += Int(held - live.sourceShared)
    requests[Int(request)].source = -1
    engines[source].held -= 1
    backlog[source] -= promptBlocks(request)
    if engines[source].mode == .idle, engines[source].queue.count > 0 { wake(source) }
  }

  /// A sequence whose KV has arrived decodes from this boundary on.
  mutating func join(_ request: Int32, _ engine: Int) {
    insertPrompt(request, engine)
    if attributes { trailJoined(request) }
    startDecoding(request, engine)
  }
}
