import Domain

/// How full engines are over time, for pictures.
extension Simulation {
  /// Adds what the engine had since its last boundary, before this one changes it.
  ///
  /// - Parameter blocks: In use after that boundary; with those in use now they make the mean.
  mutating func recordLoad(_ engine: Int, since start: Ticks, blocks: Int) {
    let (pool, end) = (Int(engines[engine].pool), engines[engine].time)
    let (running, mean) = (engines[engine].admitted.count, (blocks + blocksInUse(engine)) / 2)
    result.load?.add(pool, from: start, to: end, running: running, blocks: mean)
  }

  /// Adds what its pool's queues had since they last changed, before they change again.
  mutating func recordQueue(_ engine: Int, adding change: Int) {
    let pool = Int(engines[engine].pool)
    let (count, since) = queued[pool]
    result.load?.add(pool, from: since, to: now, queued: count)
    queued[pool] = (count + change, now)
  }

  /// KV blocks that sequences of an engine hold, cached ones that they share included.
  mutating func blocksInUse(_ engine: Int) -> Int {
    pools[Int(engines[engine].pool)].kvBlocks - cache.accounts[engine].available
  }
}
