import Domain

/// Sequences whose KV waits in host memory until they go on (replay semantics, §4.4).
extension Simulation {
  /// Keeps the KV of a sequence that gives way to others, if there is room for it.
  mutating func swapOut(_ request: Int32, _ engine: Int) {
    guard pools[Int(engines[engine].pool)].swap != nil else { return }
    let blocks = Int32(plan.blockTokens)
    let needed = (requests[Int(request)].stored + blocks - 1) / blocks
    guard Int(needed) <= engines[engine].swapFree else { return }
    engines[engine].swapFree -= Int(needed)
    requests[Int(request)].swapped = needed
    result.counts.swaps += 1
  }

  /// Puts what the engine's cache doesn't hold on the link from its host, behind what is there.
  mutating func startReturn(_ request: Int32, _ engine: Int, cached: Int32) {
    guard let link = pools[Int(engines[engine].pool)].swap?.reload else {
      preconditionFailure("what was swapped has a link back")
    }
    let tokens = Ticks(requests[Int(request)].stored - cached)
    engines[engine].hostFree = max(now, engines[engine].hostFree) + tokens * link.perToken
    requests[Int(request)].state = .transferring
    transfers.insert(
      TransferEnd(
        time: engines[engine].hostFree + link.latency, engine: Int32(engine),
        sequence: transferCount, request: request))
    transferCount += 1
  }

  /// Gives back its places in host memory, if it has any.
  mutating func releaseSwap(_ request: Int32, _ engine: Int) {
    engines[engine].swapFree += Int(requests[Int(request)].swapped)
    requests[Int(request)].swapped = 0
  }
}
