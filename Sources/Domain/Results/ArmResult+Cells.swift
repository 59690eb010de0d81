extension ArmResult {
  /// What the cells of a fleet found, as one result of the whole.
  ///
  /// Sessions are numbered anew: `number × cells + cell`. The cache's ideal is that of a cache
  /// without end in each cell.
  ///
  /// - Parameters:
  ///   - parts: In the order of the cells, each a replay of `Plan.cells` with the sessions of one
  ///     cell; or one replay with all sessions.
  ///   - cells: Of the plan.
  ///   - models: Of the trace, each of which every cell has under a number of its own.
  /// - Precondition: `parts` has `cells` elements or one, none with attribution.
  /// - Complexity: O(outcomes · log outcomes).
  public static func merging(_ parts: [ArmResult], cells: Int, models: Int) -> ArmResult {
    var whole = parts[0]
    for part in parts.dropFirst() { whole.add(part) }
    (whole.requests, whole.turns, whole.sessions) = ([], [], [])
    (whole.cancelled, whole.tenants, whole.gaps) = ([], [], [])
    var renamed: [[Int32]] = []
    for part in parts {
      renamed.append(
        part.tenants.map { name in
          if let known = whole.tenants.firstIndex(of: name) { return Int32(known) }
          whole.tenants.append(name)
          return Int32(whole.tenants.count - 1)
        })
    }
    // Where one cell doesn't tell a tenant's gaps apart, the whole can't.
    let pooled = Set(renamed.flatMap { $0.dropFirst(GapGroup.mostTenants) })
    for (part, names) in zip(parts, renamed) {
      whole.add(
        part.gaps.map { group in
          let isPooled = pooled.contains(names[group.tenant])
          var group = group
          group.model %= models
          group.tenant = min(
            isPooled ? GapGroup.mostTenants : Int(names[group.tenant]), GapGroup.mostTenants)
          return group
        })
    }
    whole.gather(parts, renamed, UInt16(models))
    whole.foldPools(cells)
    return whole
  }

  /// Sums what is counted.
  private mutating func add(_ other: ArmResult) {
    counts.add(other.counts)
    tokens.input += other.tokens.input
    tokens.output += other.tokens.output
    tokens.cached += other.tokens.cached
    cache.promptBlocks += other.cache.promptBlocks
    cache.hitBlocks += other.cache.hitBlocks
    cache.idealBlocks += other.cache.idealBlocks
    cache.idealTokens += other.cache.idealTokens
    cache.evictedBlocks += other.cache.evictedBlocks
    cache.reloadedBlocks += other.cache.reloadedBlocks
    rounds = zip(rounds, other.rounds).map { max($0, $1) }
    end = max(end, other.end)
    steps += other.steps
    for index in pools.indices {
      pools[index].busy += other.pools[index].busy
      pools[index].window = max(pools[index].window, other.pools[index].window)
      pools[index].requests += other.pools[index].requests
      pools[index].spilled += other.pools[index].spilled
    }
  }

  /// Pools what is of one owner, whatever the cell.
  private mutating func add(_ others: [GapGroup]) {
    for group in others {
      if let known = gaps.firstIndex(where: { $0.owner == group.owner }) {
        gaps[known].histogram.merge(group.histogram)
      } else {
        gaps.append(group)
      }
    }
    gaps.sort { $0.owner.lexicographicallyPrecedes($1.owner) }
  }

  /// Outcomes of all parts in the order that one replay would have them.
  private mutating func gather(_ parts: [ArmResult], _ tenant: [[Int32]], _ models: UInt16) {
    let count = Int32(parts.count)
    func own(_ session: Int32, _ part: Int) -> Int32 { session * count + Int32(part) }
    var found: [(key: Nanoseconds, value: RequestOutcome)] = []
    var turns: [(key: Nanoseconds, value: TurnOutcome)] = []
    var sessions: [(key: Nanoseconds, value: SessionOutcome)] = []
    for (part, result) in parts.enumerated() {
      for var value in result.requests {
        value.session = own(value.session, part)
        value.tenant = tenant[part][Int(value.tenant)]
        value.model %= models
        found.append((value.sent + value.last, value))
      }
      for var value in result.turns {
        value.session = own(value.session, part)
        value.tenant = tenant[part][Int(value.tenant)]
        turns.append((value.start + max(0, value.length), value))
      }
      for var value in result.sessions {
        value.session = own(value.session, part)
        value.tenant = tenant[part][Int(value.tenant)]
        sessions.append((value.start + value.total, value))
      }
      cancelled += result.cancelled.map { value in
        var value = value
        value.tenant = tenant[part][Int(value.tenant)]
        value.model %= models
        return value
      }
    }
    requests = ordered(found)
    self.turns = ordered(turns)
    self.sessions = ordered(sessions)
  }

  /// One pool for its copies in the cells.
  private mutating func foldPools(_ cells: Int) {
    let count = pools.count / cells
    var folded = Array(pools.prefix(count))
    for (index, pool) in pools.enumerated().dropFirst(count) {
      folded[index % count].engines += pool.engines
      folded[index % count].busy += pool.busy
      folded[index % count].window = max(folded[index % count].window, pool.window)
      folded[index % count].requests += pool.requests
      folded[index % count].spilled += pool.spilled
    }
    pools = folded
  }
}

extension RunCounts {
  fileprivate mutating func add(_ other: RunCounts) {
    arrived += other.arrived
    finished += other.finished
    refused += other.refused
    cancelled += other.cancelled
    live += other.live
    notStarted += other.notStarted
    preemptions += other.preemptions
    swaps += other.swaps
  }
}

/// Values by rising key; those of one key stay in order.
private func ordered<Value>(_ values: [(key: Nanoseconds, value: Value)]) -> PagedArray<Value> {
  let order = values.indices.sorted { (values[$0].key, $0) < (values[$1].key, $1) }
  return PagedArray(order.lazy.map { values[$0].value })
}
