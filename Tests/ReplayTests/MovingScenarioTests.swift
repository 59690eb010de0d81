import Domain
import ReferenceStepper
import Replay
import TestSupport
import Testing

/// Where KV goes and what routers know of it, in replays small enough to be worked out by hand.
@Suite("hand-computed moves")
struct MovingScenarioTests {
  private let header = TraceHeader(
    workload: "scenario", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
    classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)
  private let cost = StepCost(base: [Ticks(nanoseconds: 1000)])

  private func session(at start: Nanoseconds, own: Int, output: Int) -> TraceSession {
    TraceSession(
      start: start, contexts: [PrivateContext(parent: .root, tokens: own)],
      records: [
        TraceRecord(.request, turn: 1, prompt: .own(0), inputTokens: own, outputTokens: output)
      ])
  }

  private func pool(_ role: EnginePool.Role, engines: Int = 1, blocks: Int = 100) -> EnginePool {
    EnginePool(
      name: "\(role)", role: role, engines: engines, cost: cost, kvBlocks: blocks,
      maxSequences: 4, tokenBudget: 16)
  }

  private func aggregated(_ pool: EnginePool, _ routing: Routing = .roundRobin) -> Plan {
    Plan(
      platform: "p", policy: "q", pools: [pool], services: [Plan.Service(model: "m", entry: 0)],
      routing: routing, blockTokens: 1)
  }

  private func split(_ link: Plan.Transfer) -> Plan {
    Plan(
      platform: "p", policy: "q", pools: [pool(.prefill), pool(.decode)],
      services: [
        Plan.Service(model: "m", entry: 0, paths: [Plan.DecodePath(pool: 1, transfer: link)])
      ], blockTokens: 4)
  }

  private func replay(_ sessions: [TraceSession], _ plan: Plan) throws -> ArmResult {
    let source = ArraySource(header, sessions)
    var fast = try Replayer.replay(source, plan: plan, attributes: true)
    fast.load = nil
    #expect(try ReferenceStepper.replay(source, plan: plan, attributes: true) == fast)
    return fast
  }

  /// As the preempted sequence of the other scenarios, which gives way at 2,000 with KV of four
  /// tokens and comes back at 4,000: two blocks are still cached, two tokens take 200 ns and the
  /// link 50. It goes on at 4,250 with its third token.
  @Test("a swapped sequence comes back over the host's link and computes nothing again")
  func swap() throws {
    var engine = pool(.aggregated, blocks: 8)
    engine.swap = MemoryTier(
      blocks: 4,
      reload: Plan.Transfer(latency: Ticks(nanoseconds: 50), perToken: Ticks(nanoseconds: 100)))
    let sessions = [session(at: 0, own: 3, output: 4), session(at: 0, own: 3, output: 4)]
    let result = try replay(sessions, aggregated(engine))
    #expect(result.requests.map(\.last) == [4000, 6250])
    #expect(result.requests.map(\.stall) == [1000, 3250])
    #expect(result.counts.preemptions == 1 && result.counts.swaps == 1)
    #expect(result.cache.evictedBlocks == 2 && result.steps == 6 && result.end == 6250)
    #expect(result.tokens.output == 8)

    // With less room than it needs it is computed again.
    engine.swap?.blocks = 3
    let again = try replay(sessions, aggregated(engine))
    #expect(again.counts.swaps == 0 && again.requests.map(\.last) == [4000, 6000])
  }

  /// The first engine computes the prompt until 1,000. Of its eight blocks the second needs seven
  /// tokens at 2,000: 700 ns on the store's link and 140 on its own, 50 of latency, and a step for
  /// the last token. The third, at 2,100, finds the store's link busy until 2,700. With slow links
  /// of their own, of 300 ns a token, neither waits for the other.
  @Test("what one engine has computed, others take from the store that they share")
  func store() throws {
    var engine = pool(.aggregated, engines: 3)
    engine.store = StoreAccess(index: 0, perToken: Ticks(nanoseconds: 20))
    var plan = aggregated(engine)
    plan.stores = [
      MemoryTier(
        blocks: 100,
        reload: Plan.Transfer(latency: Ticks(nanoseconds: 50), perToken: Ticks(nanoseconds: 100)))
    ]
    var sessions = [0, 2000, 2100].map { start in
      TraceSession(
        start: start,
        records: [
          TraceRecord(.request, turn: 1, prompt: .shared(1), inputTokens: 8, outputTokens: 1)
        ])
    }
    sessions[0].sharedContexts = [SharedContext(parent: 0, tokens: 8)]
    let result = try replay(sessions, plan)
    #expect(result.requests.map(\.firstToken) == [1000, 1750, 2350])
    #expect(result.cache.reloadedBlocks == 16 && result.tokens.cached == 14)

    plan.pools[0].store?.perToken = Ticks(nanoseconds: 300)
    #expect(try replay(sessions, plan).requests.map(\.firstToken) == [1000, 3150, 3150])

    // A store of three blocks keeps the first three; the rest is computed.
    plan.stores[0].blocks = 3
    let small = try replay(sessions, plan)
    #expect(small.cache.reloadedBlocks == 6 && small.tokens.cached == 6)
  }

  /// Both prompts are computed until 1,000. Of the first one's 60 ns on the link all but the last
  /// third has passed by then, so it ends at 1,020; the second's then at 1,080. Both have 500 ns
  /// of latency; the second waits for the boundary at 2,520.
  @Test("layer by layer only the last layer is waited for, and what the link is busy with")
  func layers() throws {
    let link = Plan.Transfer(
      latency: Ticks(nanoseconds: 500), perToken: Ticks(nanoseconds: 10), layers: 3)
    let result = try replay(
      [session(at: 0, own: 6, output: 3), session(at: 0, own: 6, output: 3)], split(link))
    #expect(result.requests.map(\.last) == [3520, 4520])
    #expect(result.requests.map(\.stall) == [1520, 2520])
  }

  /// Four tokens are computed by the decode engine itself, six by the other one, whose KV arrives
  /// at 1,560 and joins at 2,000.
  @Test("short prompts are prefilled where they decode")
  func local() throws {
    var plan = split(
      Plan.Transfer(latency: Ticks(nanoseconds: 500), perToken: Ticks(nanoseconds: 10)))
    plan.localPrefill = 4
    let result = try replay(
      [session(at: 0, own: 6, output: 3), session(at: 0, own: 4, output: 2)], plan)
    #expect(result.requests.map(\.firstToken) == [1000, 1000])
    #expect(result.requests.map(\.last) == [2000, 4000])
    #expect(result.pools.map(\.requests) == [1, 2])
    #expect(result.steps == 5)
  }

  /// The first request is over at 1,000. Who sees that sends the second to the same engine; who
  /// learns it at 10,000 doesn't, and the third finds one on each.
  @Test("routers that look rarely know what they sent and not what has ended")
  func snapshots() throws {
    let sessions = [0, 2000, 2500, 12_000].map { session(at: $0, own: 4, output: 1) }
    var plan = aggregated(pool(.aggregated, engines: 2), .leastLoaded)
    #expect(try replay(sessions, plan).attribution?.engines == [0, 0, 1, 0])
    plan.routing.snapshotAge = Ticks(nanoseconds: 10_000)
    #expect(try replay(sessions, plan).attribution?.engines == [0, 1, 0, 0])
  }

  /// Requests are far apart, so all engines cost the same, or one has seen the prompt's start.
  @Test("a temperature draws equal engines evenly and dearer ones as rarely as it says")
  func temperature() throws {
    let warm = Routing(.kvAware, temperature: 500)
    #expect(warm.weights.count == 257 && warm.weights[0] == 1 << 32)
    // exp(−1) and exp(−2).
    #expect(warm.weights[128] == 1_580_030_169 && warm.weights[256] == 581_260_615)

    let alone = (0..<2000).map { session(at: Nanoseconds($0) * 10_000, own: 4, output: 1) }
    let plan = aggregated(pool(.aggregated, engines: 2, blocks: 5), warm)
    let even = try #require(try replay(alone, plan).attribution?.engines)
    #expect(abs(even.count { $0 == 0 } - 1000) < 135, "three deviations")

    // The second request of each group finds one engine empty and one with a request.
    let crowd = (0..<2000).flatMap { round in
      [0, 1].map { session(at: Nanoseconds(round) * 10_000 + $0, own: 4, output: 1) }
    }
    let chosen = try replay(crowd, plan)
    let engines = try #require(chosen.attribution?.engines)
    // Requests of a group end in the order of their engines, or one after the other on the same.
    let both = stride(from: 0, to: engines.count, by: 2).count { engines[$0] == engines[$0 + 1] }
    // One engine is the dearest, the other the cheapest: e⁻² of 1 + e⁻², 238 of 2,000.
    #expect(abs(both - 238) < 60, "\(both)")
  }
}
