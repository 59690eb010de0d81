import Domain
import Replay
import TestSupport
import Testing

/// Changes of a trace and a plan whose effect on the result is known exactly.
@Suite("metamorphic relations")
struct MetamorphicTests {
  private static let cases = 0..<150

  private func replay(
    _ header: TraceHeader, _ sessions: [TraceSession], _ plan: Plan
  ) throws -> ArmResult {
    try Replayer.replay(ArraySource(header, sessions), plan: plan)
  }

  // MARK: Time

  private func scaled(_ cost: StepCost, _ factor: Int64) -> StepCost {
    var cost = cost
    cost.base = cost.base.map { $0 * factor }
    cost.floor = cost.floor.map { $0 * factor }
    cost.basePerToken *= factor
    cost.perSequence *= factor
    cost.perPrefillToken *= factor
    cost.perContext *= factor
    return cost
  }

  private func scaled(_ speculation: Speculation?, _ factor: Int64) -> Speculation? {
    guard var levels = speculation?.levels else { return nil }
    for level in levels.indices { levels[level].cost = scaled(levels[level].cost, factor) }
    return Speculation(levels)
  }

  private func scaled(_ plan: Plan, _ factor: Int64) -> Plan {
    var plan = plan
    for index in plan.pools.indices {
      plan.pools[index].cost = scaled(plan.pools[index].cost, factor)
      plan.pools[index].speculation = scaled(plan.pools[index].speculation, factor)
      for place in plan.pools[index].contention.indices {
        let crowd = plan.pools[index].contention[place]
        plan.pools[index].contention[place].cost = scaled(crowd.cost, factor)
        plan.pools[index].contention[place].speculation = scaled(crowd.speculation, factor)
      }
      plan.pools[index].host?.reload.latency *= factor
      plan.pools[index].host?.reload.perToken *= factor
      plan.pools[index].store?.perToken *= factor
      plan.pools[index].swap?.reload.latency *= factor
      plan.pools[index].swap?.reload.perToken *= factor
    }
    for store in plan.stores.indices {
      plan.stores[store].reload.latency *= factor
      plan.stores[store].reload.perToken *= factor
    }
    plan.routing.snapshotAge *= factor
    for index in plan.services.indices {
      plan.services[index].hostTime *= factor
      for path in plan.services[index].paths.indices {
        plan.services[index].paths[path].transfer.latency *= factor
        plan.services[index].paths[path].transfer.perToken *= factor
      }
    }
    return plan
  }

  private func scaled(_ sessions: [TraceSession], _ factor: Nanoseconds) -> [TraceSession] {
    sessions.map { session in
      var session = session
      session.start = session.start.map { $0 * factor }
      session.pause *= factor
      for index in session.records.indices {
        session.records[index].delay *= factor
        if session.records[index].offset > 0 { session.records[index].offset *= factor }
      }
      for index in session.speeches.indices {
        session.speeches[index].synthesis *= factor
        session.speeches[index].perToken *= factor
        if session.speeches[index].cut > 0 { session.speeches[index].cut *= factor }
      }
      return session
    }
  }

  private func scaled(_ header: TraceHeader, _ factor: Nanoseconds) -> TraceHeader {
    var header = header
    header.duration *= factor
    header.measuredFrom *= factor
    header.measuredUntil *= factor
    for index in header.classes.indices { header.classes[index].closed?.until *= factor }
    return header
  }

  /// A plan in which nothing but costs and the trace knows of time.
  private func timeless(_ plan: Plan) -> Plan {
    var plan = plan
    // The other orders put requests off by fixed times, and contexts are rounded to whole ticks.
    if plan.scheduling != .tenantFair { plan.scheduling = .fcfs }
    func even(_ cost: StepCost) -> StepCost {
      var cost = cost
      cost.perPrefillContext = 0
      // KV of uneven ranks is rounded to whole ticks.
      cost.ranks = 1
      // The least step is one tick at any scale.
      cost.base = cost.base.map { $0 + 1 }
      return cost
    }
    func even(_ speculation: Speculation?) -> Speculation? {
      guard var levels = speculation?.levels else { return nil }
      for level in levels.indices { levels[level].cost = even(levels[level].cost) }
      return Speculation(levels)
    }
    for service in plan.services.indices {
      for path in plan.services[service].paths.indices {
        // A layer's part is rounded to whole ticks.
        let layers = Ticks(plan.services[service].paths[path].transfer.layers)
        plan.services[service].paths[path].transfer.perToken *= layers
      }
    }
    for index in plan.pools.indices {
      plan.pools[index].cost = even(plan.pools[index].cost)
      // A factor's product is rounded to whole ticks.
      plan.pools[index].jitter = nil
      plan.pools[index].speculation = even(plan.pools[index].speculation)
      for place in plan.pools[index].contention.indices {
        let crowd = plan.pools[index].contention[place]
        plan.pools[index].contention[place].cost = even(crowd.cost)
        plan.pools[index].contention[place].speculation = even(crowd.speculation)
      }
    }
    return plan
  }

  @Test("when every time is k times as long, so is every result", arguments: [2, 3, 1000])
  func time(factor: Int64) throws {
    for seed in Self.cases {
      let random = RandomReplay(seed: seed)
      let plan = timeless(random.plan)
      let one = try replay(random.header, random.sessions, plan)
      let many = try replay(
        scaled(random.header, factor), scaled(random.sessions, factor), scaled(plan, factor))
      // Results are rounded down to nanoseconds, and ⌊⌊k·t⌋/k⌋ = ⌊t⌋.
      func less(_ time: Nanoseconds) -> Nanoseconds { time < 0 ? time : time / factor }
      let requests = many.requests.map { request in
        var request = request
        (request.sent, request.stall) = (less(request.sent), less(request.stall))
        (request.firstToken, request.last) = (less(request.firstToken), less(request.last))
        return request
      }
      #expect(requests == Array(one.requests), "seed \(seed)")
      let turns = many.turns.map { turn in
        var turn = turn
        (turn.start, turn.response) = (less(turn.start), less(turn.response))
        (turn.length, turn.silence) = (less(turn.length), less(turn.silence))
        return turn
      }
      #expect(turns == Array(one.turns), "seed \(seed)")
      #expect(many.counts == one.counts && many.cache == one.cache, "seed \(seed)")
      #expect(many.steps == one.steps && many.rounds == one.rounds, "seed \(seed)")
      for (a, b) in zip(one.gaps, many.gaps) {
        #expect(b.histogram.count == a.histogram.count, "seed \(seed)")
        #expect(b.histogram.sum == a.histogram.sum * UInt128(factor), "seed \(seed)")
        #expect(b.histogram.maximum == a.histogram.maximum * factor, "seed \(seed)")
      }
    }
  }

  // MARK: Names

  @Test("names of tenants, models, agents and classes change nothing but names")
  func names() throws {
    for seed in Self.cases {
      let random = RandomReplay(seed: seed)
      var (header, plan) = (random.header, random.plan)
      header.models = header.models.map { "model-\($0)" }
      header.agents = header.agents.reversed().map { "agent-\($0)" }
      for index in header.classes.indices { header.classes[index].name += "-renamed" }
      for index in plan.services.indices {
        plan.services[index].model = "model-\(plan.services[index].model)"
      }
      // In another order of letters than before.
      let sessions = random.sessions.map { session in
        var session = session
        session.tenant = String("\(session.tenant) of old".reversed())
        return session
      }
      let one = try replay(random.header, random.sessions, random.plan)
      var other = try replay(header, sessions, plan)
      #expect(other.tenants == one.tenants.map { String("\($0) of old".reversed()) })
      other.tenants = one.tenants
      #expect(other == one, "seed \(seed)")
    }
  }

  // MARK: Engines

  @Test("engines that no request is for change nothing")
  func idleEngines() throws {
    for seed in Self.cases {
      let random = RandomReplay(seed: seed)
      var plan = random.plan
      var idle = plan.pools[0]
      (idle.name, idle.role, idle.engines) = ("idle", .aggregated, 3)
      plan.pools.append(idle)
      plan.services.append(Plan.Service(model: "nobody's", entry: plan.pools.count - 1))
      let one = try replay(random.header, random.sessions, random.plan)
      var other = try replay(random.header, random.sessions, plan)
      let last = other.pools.removeLast()
      #expect(last.busy == 0 && last.name == "idle")
      #expect(other == one, "seed \(seed)")
    }
  }

  // MARK: Ties

  /// Requests of two models, each on an engine of its own, that start in groups at one moment.
  private func ties() -> [TraceSession] {
    let stream = RandomStream(seed: 21)
    return (0..<400).map { index in
      let draw = stream.numbered(index)
      let input = 1 + Int(draw.named("input").bits % 300)
      var record = TraceRecord(
        .request, turn: 1, prompt: .own(0), inputTokens: input,
        outputTokens: Int(draw.named("output").bits % 80))
      record.model = UInt16(draw.named("model").bits % 2)
      var session = TraceSession(
        start: Nanoseconds(index / 8) * 20_000_000,
        contexts: [PrivateContext(parent: .root, tokens: input)], records: [record])
      session.tenant = "t\(index)"
      return session
    }
  }

  private func byTenant(_ result: ArmResult) -> [String: [Nanoseconds]] {
    var times: [String: [Nanoseconds]] = [:]
    for request in result.requests {
      times[result.tenants[Int(request.tenant)]] = [
        request.sent, request.firstToken, request.last, request.stall,
      ]
    }
    return times
  }

  @Test("among sessions of one moment, the order of those that meet nowhere does not matter")
  func order() throws {
    let random = RandomReplay(seed: 1)
    var header = random.header
    header.classes = [TraceClass(name: "open")]
    let pools = (0..<2).map { index in
      EnginePool(
        name: "e\(index)", role: .aggregated, engines: 1,
        cost: StepCost(
          base: [Ticks(nanoseconds: 900_000)], perPrefillToken: Ticks(nanoseconds: 7000),
          perContext: 300), kvBlocks: 60, maxSequences: 6, tokenBudget: 128)
    }
    let services = [
      Plan.Service(model: "m", entry: 0), Plan.Service(model: "n", entry: 1),
    ]
    let plan = Plan(
      platform: "p", policy: "q", pools: pools, services: services, blockTokens: 16)
    let sessions = ties()
    // Of each moment, first all of one model, then all of the other.
    let grouped = sessions.enumerated().sorted { a, b in
      let one = (a.element.start ?? 0, 1 - Int(a.element.records[0].model), a.offset)
      return one < (b.element.start ?? 0, 1 - Int(b.element.records[0].model), b.offset)
    }.map(\.element)
    #expect(grouped != sessions)
    let one = try replay(header, sessions, plan)
    let other = try replay(header, grouped, plan)
    #expect(one.counts.preemptions > 0 && one.requests.count == 400)
    #expect(byTenant(one) == byTenant(other))
    #expect(one.counts == other.counts && one.pools == other.pools)
    #expect(one.namedGaps == other.namedGaps)
  }
}
