import Domain

/// Which process of a timeline stands for what: sessions, links, pools, then their engines.
struct TimelineTracks {
  let sessions: Int
  let links: Int
  /// Of the first pool, and of the first engine, numbered through all pools.
  let pools: Int
  let engines: Int
  /// One past the last.
  let end: Int
  let names: [(process: Int, name: String)]

  init(_ arm: ArmResult, first: Int) {
    (sessions, links, pools) = (first, first + 1, first + 2)
    engines = pools + arm.pools.count
    var names = [(sessions, "sessions"), (links, "links")]
    var next = engines
    for (place, pool) in arm.pools.enumerated() {
      names.append((pools + place, "pool \(pool.name), \(pool.engines) engines"))
      for engine in 0..<pool.engines {
        names.append((next, "\(pool.name) engine \(engine)"))
        next += 1
      }
    }
    (end, self.names) = (next, names)
  }
}

/// Sessions that a timeline draws.
struct TimelineSample {
  /// Of 2³², those below are taken.
  private let threshold: UInt64

  init(_ arm: ArmResult, most: Int) {
    let share = Double(most) / Double(max(1, arm.requests.count))
    threshold = share >= 1 ? 1 << 32 : UInt64(share * 4_294_967_296)
  }

  /// By a multiplicative hash of the session's number (Knuth), which spreads neighbours evenly.
  func contains(_ session: Int32) -> Bool {
    UInt64(UInt32(bitPattern: session) &* 2_654_435_761) < threshold
  }
}
