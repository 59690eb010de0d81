import Domain

/// The fields of a result, in one order for writing and reading.
extension Words {
  mutating func code(_ result: inout ArmResult) {
    code(&result.counts)
    code(&result.tokens.input)
    code(&result.tokens.output)
    code(&result.tokens.cached)
    code(&result.cache)
    for index in result.pools.indices { code(&result.pools[index]) }
    code(&result.rounds, empty: 0) { $0.code(&$1) }
    code(&result.end)
    code(&result.steps)
    code(&result.requests, empty: .none) { $0.code(&$1) }
    code(&result.cancelled, empty: .none) { $0.code(&$1) }
    code(&result.turns, empty: .none) { $0.code(&$1) }
    code(&result.sessions, empty: .none) { $0.code(&$1) }
    let none = GapGroup(classIndex: 0, agent: 0, model: 0, tenant: 0, histogram: GapHistogram())
    code(&result.gaps, empty: none) { $0.code(&$1) }
    code(&result.tenants, empty: "") { $0.code(&$1) }
  }

  private mutating func code(_ counts: inout RunCounts) {
    code(&counts.arrived)
    code(&counts.finished)
    code(&counts.refused)
    code(&counts.cancelled)
    code(&counts.live)
    code(&counts.notStarted)
    code(&counts.preemptions)
    code(&counts.swaps)
  }

  private mutating func code(_ cache: inout CacheCounts) {
    code(&cache.promptBlocks)
    code(&cache.hitBlocks)
    code(&cache.idealBlocks)
    code(&cache.idealTokens)
    code(&cache.evictedBlocks)
    code(&cache.reloadedBlocks)
  }

  private mutating func code(_ pool: inout PoolUse) {
    code(&pool.busy)
    code(&pool.window)
    code(&pool.requests)
    code(&pool.spilled)
  }

  private mutating func code(_ request: inout RequestOutcome) {
    code(&request.sent)
    code(&request.firstToken)
    code(&request.last)
    code(&request.stall)
    code(&request.inputTokens)
    code(&request.outputTokens)
    code(&request.cachedTokens)
    code(&request.session)
    code(&request.turn)
    code(&request.tenant)
    code(&request.classIndex)
    code(&request.isCompaction)
    code(&request.agent)
    code(&request.model)
  }

  private mutating func code(_ request: inout CancelledOutcome) {
    code(&request.sent)
    code(&request.tenant)
    code(&request.classIndex)
    code(&request.agent)
    code(&request.model)
    code(&request.isLate)
  }

  private mutating func code(_ turn: inout TurnOutcome) {
    code(&turn.start)
    code(&turn.response)
    code(&turn.length)
    code(&turn.silence)
    code(&turn.session)
    code(&turn.turn)
    code(&turn.tenant)
    code(&turn.classIndex)
    code(&turn.hasUnderrun)
    code(&turn.isLate)
  }

  private mutating func code(_ session: inout SessionOutcome) {
    code(&session.start)
    code(&session.length)
    code(&session.total)
    code(&session.think)
    code(&session.session)
    code(&session.tenant)
    code(&session.classIndex)
    code(&session.isCutShort)
    code(&session.isEndedByWindow)
  }

  private mutating func code(_ group: inout GapGroup) {
    code(&group.classIndex)
    code(&group.agent)
    code(&group.model)
    code(&group.tenant)
    var (zeros, counts) = (group.histogram.zeros, group.histogram.counts)
    var firstBucket = group.histogram.firstBucket
    var (sum, maximum) = (group.histogram.sum, group.histogram.maximum)
    code(&zeros)
    code(&firstBucket)
    code(&counts, empty: 0) { $0.code(&$1) }
    code(&sum)
    code(&maximum)
    group.histogram = GapHistogram(
      zeros: zeros, counts: counts, firstBucket: firstBucket, sum: sum, maximum: maximum)
  }
}

extension RequestOutcome {
  fileprivate static let none = RequestOutcome(
    sent: 0, firstToken: 0, last: 0, stall: 0, inputTokens: 0, outputTokens: 0, cachedTokens: 0,
    session: 0, turn: 0, tenant: 0, classIndex: 0, isCompaction: false, agent: 0, model: 0)
}

extension CancelledOutcome {
  fileprivate static let none = CancelledOutcome(
    sent: 0, tenant: 0, classIndex: 0, agent: 0, model: 0, isLate: false)
}

extension TurnOutcome {
  fileprivate static let none = TurnOutcome(
    start: 0, response: 0, length: 0, session: 0, turn: 0, tenant: 0, classIndex: 0)
}

extension SessionOutcome {
  fileprivate static let none = SessionOutcome(
    start: 0, length: 0, total: 0, think: 0, session: 0, tenant: 0, classIndex: 0,
    isCutShort: false)
}
