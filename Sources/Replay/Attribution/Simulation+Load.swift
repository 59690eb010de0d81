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

  /// KV blocks that sequences of an engine hold, cached ones that they share included.
  mutating func blocksInUse(_ engine: Int) -> Int {
    pools[Int(engines[engine].pool)].kvBlocks - cache.accounts[engine].available
  }
}
