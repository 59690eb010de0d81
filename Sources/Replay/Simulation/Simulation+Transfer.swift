import Domain

/// KV on its way from a prefill engine to a decode engine.
extension Simulation {
  /// The prefill engine keeps the KV until the transfer has ended.
  mutating func handOver(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    guard let decode = services[Int(requests[index].service)].decode else {
      preconditionFailure("a prefill pool hands over to a decode pool")
    }
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

  /// Puts what the decode engine does not hold on its link, behind what is there.
  mutating func startTransfer(_ request: Int32, _ engine: Int, cached: Int32) {
    let index = Int(request)
    guard let link = services[Int(requests[index].service)].transfer else {
      preconditionFailure("a decode pool has a link")
    }
    let tokens = Ticks(requests[index].input - cached)
    let start = max(now, engines[engine].linkFree)
    engines[engine].linkFree = start + tokens * link.perToken
    requests[index].state = .transferring
    transfers.insert(
      TransferEnd(
        time: engines[engine].linkFree + link.latency, engine: Int32(engine),
        sequence: transferCount, request: request))
    transferCount += 1
  }

  mutating func endTransfer(_ transfer: TransferEnd) {
    let request = transfer.request
    let engine = Int(transfer.engine)
    releaseSource(request)
    // A run is cut at the first boundary from now on.
    wake(engine)
    if requests[Int(request)].isCancelled {
      // The boundaries before took their blocks without those that are given back now.
      takePassedBlocks(engine)
      dropAdmitted(request, engine)
    } else {
      requests[Int(request)].state = .joining
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
    startDecoding(request, engine)
  }
}
