import Domain
import Replay
import TestSupport
import Testing

/// What the orders of a queue do to those who wait in it.
@Suite("scheduling")
struct SchedulingTests {
  private var header = TraceHeader(
    workload: "queue", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
    classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)

  /// One engine that takes one request of `tokens` prompt tokens at a time, 1 µs a token.
  private func replay(_ sessions: [TraceSession], _ scheduling: Scheduling) throws -> ArmResult {
    let cost = StepCost(base: [0], perPrefillToken: Ticks(nanoseconds: 1000))
    let pool = EnginePool(
      name: "e", role: .aggregated, engines: 1, cost: cost, kvBlocks: 1 << 20, maxSequences: 1,
      tokenBudget: 4096)
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool], services: [Plan.Service(model: "m", entry: 0)],
      scheduling: scheduling, blockTokens: 16)
    return try Replayer.replay(ArraySource(header, sessions), plan: plan)
  }

  private func session(
    _ start: Nanoseconds, tokens: Int, tenant: String = "t", classIndex: Int = 0
  ) -> TraceSession {
    var session = TraceSession(
      start: start, contexts: [PrivateContext(parent: .root, tokens: tokens)],
      records: [
        TraceRecord(.request, turn: 1, prompt: .own(0), inputTokens: tokens, outputTokens: 1)
      ])
    session.tenant = tenant
    session.classIndex = classIndex
    return session
  }

  /// Nine tenants send a request each ms; the tenth sends ten, just before them.
  private func neighbours() -> [TraceSession] {
    var sessions: [TraceSession] = []
    for round in 0..<200 {
      let start = Nanoseconds(round) * 1_000_000
      for _ in 0..<10 { sessions.append(session(start, tokens: 50, tenant: "noisy")) }
      for tenant in 0..<9 { sessions.append(session(start, tokens: 50, tenant: "t\(tenant)")) }
    }
    return sessions
  }

  private func meanWait(_ result: ArmResult, noisy: Bool) -> Double {
    let waits = result.requests.filter { (result.tenants[Int($0.tenant)] == "noisy") == noisy }
      .map { Double($0.firstToken) }
    return waits.reduce(0, +) / Double(waits.count)
  }

  @Test("under fair queueing a noisy neighbour's backlog is its own")
  func noisyNeighbour() throws {
    // Nine tenants fill 450 µs of each ms; with the noisy one 950 µs are taken.
    let fair = try replay(neighbours(), .tenantFair)
    let first = try replay(neighbours(), .fcfs)
    #expect(meanWait(fair, noisy: false) < 0.75 * meanWait(first, noisy: false))
    #expect(meanWait(fair, noisy: true) > meanWait(fair, noisy: false))
    #expect(fair.requests.count == first.requests.count && fair.end == first.end)
  }

  /// Ten tenants in turn, each with a request of 50 µs every ms or so: half the engine's time. The
  /// first sends `share` at once.
  private func turns(share: Int) -> [TraceSession] {
    let stream = RandomStream(seed: 8)
    var sessions: [TraceSession] = []
    for round in 0..<400 {
      for tenant in 0..<10 {
        let jitter = Nanoseconds(stream.numbered(round).numbered(tenant).bits % 60_000)
        let start = Nanoseconds(round) * 1_000_000 + Nanoseconds(tenant) * 100_000 + jitter
        for _ in 0..<(tenant == 0 ? share : 1) {
          sessions.append(session(start, tokens: 50, tenant: "t\(tenant)"))
        }
      }
    }
    return sessions
  }

  /// The worst p99 TTFT over the median one, of the tenants that keep to their share.
  private func spread(_ result: ArmResult) -> Double {
    var times: [String: [Nanoseconds]] = [:]
    for request in result.requests {
      times[result.tenants[Int(request.tenant)], default: []].append(request.firstToken)
    }
    times["t0"] = nil
    let tails = times.values.map { Double($0.sorted()[$0.count * 99 / 100]) }.sorted()
    return tails[tails.count - 1] / tails[tails.count / 2]
  }

  @Test("a tenant at ten times its share widens the spread of the others, but not in fair queues")
  func spreads() throws {
    let before = spread(try replay(turns(share: 1), .fcfs))
    let first = spread(try replay(turns(share: 10), .fcfs))
    let fair = spread(try replay(turns(share: 10), .tenantFair))
    #expect(before < 1.15, "all at their share: \(before)")
    #expect(first > 1.5, "fcfs: \(first)")
    #expect(fair < 1.15, "fair: \(fair)")
  }

  @Test("an overload of one tenant leaves the others alone only under fair queueing")
  func overload() throws {
    var sessions: [TraceSession] = []
    for round in 0..<100 {
      let start = Nanoseconds(round) * 1_000_000
      sessions.append(session(start, tokens: 100, tenant: "calm"))
      for _ in 0..<20 { sessions.append(session(start, tokens: 100, tenant: "noisy")) }
    }
    let fair = meanWait(try replay(sessions, .tenantFair), noisy: false)
    let first = meanWait(try replay(sessions, .fcfs), noisy: false)
    #expect(fair < 400_000 && first > 20_000_000, "\(fair) and \(first) ns")
  }

  @Test("the urgent come first, but nothing waits for ever behind them")
  mutating func priority() throws {
    header.classes = [
      TraceClass(name: "high", priority: .high), TraceClass(name: "batch", priority: .batch),
    ]
    // 4 s of work for each engine second: the queue only grows.
    var sessions = [session(0, tokens: 40_000, classIndex: 1)]
    for index in 0..<4000 {
      let start = Nanoseconds(index) * 10_000_000
      sessions.append(session(start, tokens: 40_000, classIndex: 0))
      if index == 10 { sessions.append(session(start, tokens: 40_000, classIndex: 1)) }
    }
    let result = try replay(sessions, .priority)
    let batch = result.requests.filter { $0.classIndex == 1 }
    let late = try #require(batch.last)
    // It is put off by three ranks of 10 s, so it comes after what is sent in the next 30 s.
    #expect(late.sent == 100_000_000)
    let before = result.requests.prefix { $0 != late }.filter { $0.classIndex == 0 }
    #expect(before.allSatisfy { $0.sent < 30_100_000_000 })
    #expect(before.count == 3010)
  }

  @Test("short prompts overtake long ones that came a little earlier")
  func shortest() throws {
    let sessions = [
      session(0, tokens: 4000), session(1000, tokens: 900), session(2000, tokens: 100),
    ]
    let short = try replay(sessions, .shortestFirst).requests.map(\.inputTokens)
    let first = try replay(sessions, .fcfs).requests.map(\.inputTokens)
    #expect(short == [4000, 100, 900] && first == [4000, 900, 100])
  }

  @Test("the tighter bound on the first token is served first")
  mutating func slack() throws {
    header.classes = [
      TraceClass(name: "loose", slo: [Bound(metric: .ttft, value: 9e9)]),
      TraceClass(name: "tight", slo: [Bound(metric: .ttft, value: 1e9)]),
      TraceClass(name: "none"),
    ]
    let sessions = [
      session(0, tokens: 4000), session(1, tokens: 30, classIndex: 2),
      session(2, tokens: 20, classIndex: 0), session(3, tokens: 10, classIndex: 1),
    ]
    let order = try replay(sessions, .sloSlack).requests.map(\.inputTokens)
    #expect(order == [4000, 10, 20, 30])
  }
}
