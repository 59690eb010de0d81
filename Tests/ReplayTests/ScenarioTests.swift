import Domain
import ReferenceStepper
import Replay
import TestSupport
import Testing

/// Replays small enough to be worked out by hand; both engines must give these numbers.
@Suite("hand-computed scenarios")
struct ScenarioTests {
  private let header = TraceHeader(
    workload: "scenario", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
    classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)

  /// A session of one request whose prompt is `shared` tokens of context 1 and `own` ones.
  private func session(
    at start: Nanoseconds, bringing: [SharedContext] = [], shared: Int = 0, own: Int, output: Int
  ) -> TraceSession {
    TraceSession(
      start: start, sharedContexts: bringing,
      contexts: [PrivateContext(parent: .shared(shared > 0 ? 1 : 0), tokens: own)],
      records: [
        TraceRecord(
          .request, turn: 1, prompt: .own(0), inputTokens: shared + own, outputTokens: output)
      ])
  }

  private func pool(
    _ role: EnginePool.Role, cost: StepCost, blocks: Int, budget: Int
  ) -> EnginePool {
    EnginePool(
      name: "\(role)", role: role, engines: 1, cost: cost, kvBlocks: blocks, maxSequences: 4,
      tokenBudget: budget)
  }

  private func replay(_ sessions: [TraceSession], _ plan: Plan) throws -> ArmResult {
    let source = ArraySource(header, sessions)
    let fast = try Replayer.replay(source, plan: plan)
    #expect(try ReferenceStepper.replay(source, plan: plan) == fast)
    return fast
  }

  /// The prompt of 10 takes chunks of 8 and 2 (1,080 and 1,020 ns), then two tokens with 11 and 12
  /// of context (1,016 and 1,017 ns). The second session arrives on that last boundary, finds the
  /// two blocks of the shared 8 tokens, and computes 2 (1,020 ns).
  @Test("chunks, tokens, and a hit for an arrival on a boundary")
  func hit() throws {
    let cost = StepCost(
      base: [Ticks(nanoseconds: 1000)], perSequence: Ticks(nanoseconds: 5),
      perPrefillToken: Ticks(nanoseconds: 10), perContext: Ticks(nanoseconds: 1))
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool(.aggregated, cost: cost, blocks: 100, budget: 8)],
      services: [Plan.Service(model: "m", entry: 0)], blockTokens: 4)
    let result = try replay(
      [
        session(
          at: 0, bringing: [SharedContext(parent: 0, tokens: 8)], shared: 8, own: 2, output: 3),
        session(at: 4133, shared: 8, own: 2, output: 1),
      ], plan)
    #expect(result.requests.map(\.firstToken) == [2100, 1020])
    #expect(result.requests.map(\.last) == [4133, 1020])
    #expect(result.requests.map(\.stall) == [1017, 0])
    #expect(result.requests.map(\.cachedTokens) == [0, 8])
    #expect(result.cache.promptBlocks == 6 && result.cache.hitBlocks == 2)
    #expect(result.cache.idealBlocks == 2 && result.cache.idealTokens == 8)
    #expect(result.steps == 5 && result.end == 5153)
  }

  /// Both prompts are computed in one step. Their 6 tokens each cross the link in turn (60 ns,
  /// then 500 ns of latency): at 1,560 and 1,620. The second waits for the boundary at 2,560.
  @Test("a link serves transfers in order, and what arrives joins at a boundary")
  func transfer() throws {
    let cost = StepCost(base: [Ticks(nanoseconds: 1000)])
    let link = Plan.Transfer(
      latency: Ticks(nanoseconds: 500), perToken: Ticks(nanoseconds: 10))
    let plan = Plan(
      platform: "p", policy: "q",
      pools: [
        pool(.prefill, cost: cost, blocks: 100, budget: 16),
        pool(.decode, cost: cost, blocks: 100, budget: 16),
      ],
      services: [
        Plan.Service(
          model: "m", entry: 0, paths: [Plan.DecodePath(pool: 1, transfer: link)])
      ], blockTokens: 4)
    let result = try replay(
      [session(at: 0, own: 6, output: 3), session(at: 0, own: 6, output: 3)], plan)
    #expect(result.requests.map(\.firstToken) == [1000, 1000])
    #expect(result.requests.map(\.last) == [3560, 4560])
    #expect(result.requests.map(\.stall) == [1560, 2560])
    #expect(result.steps == 4 && result.end == 4560)
  }

  /// All three prompts of two blocks are computed in one step, until 1,000. The fast path takes one
  /// sequence: the second spills; the third finds room for 3 blocks with 2 taken in the slow one,
  /// so both are full, and it waits for the fast one (from 2,000 for its second token).
  @Test("a request takes the next path when its own is full, and waits at its own when all are")
  func spill() throws {
    let cost = StepCost(base: [Ticks(nanoseconds: 1000)])
    let slow = StepCost(base: [Ticks(nanoseconds: 3000)])
    let link = Plan.Transfer(latency: 0, perToken: 0)
    var pools = [
      pool(.prefill, cost: cost, blocks: 100, budget: 16),
      pool(.decode, cost: cost, blocks: 100, budget: 16),
      pool(.decode, cost: slow, blocks: 3, budget: 16),
    ]
    pools[1].maxSequences = 1
    var plan = Plan(
      platform: "p", policy: "q", pools: pools,
      services: [
        Plan.Service(
          model: "m", entry: 0, paths: [1, 2].map { Plan.DecodePath(pool: $0, transfer: link) })
      ], blockTokens: 4)
    plan.tiers = [Tier(paths: [0, 1])]
    let result = try replay((0..<3).map { _ in session(at: 0, own: 5, output: 2) }, plan)
    #expect(result.requests.map(\.last) == [2000, 3000, 4000])
    #expect(result.pools.map(\.requests) == [3, 2, 1])
    #expect(result.pools.map(\.spilled) == [0, 0, 1])
  }

  /// A step takes 1,000 while one of two engines decodes, else 2,000. The second one decodes from
  /// 1,500 on; the first one's step of 1,000 is not changed by that, the one of 2,000 is.
  @Test("engines that share racks slow each other down from their next steps on")
  func contention() throws {
    let cost = StepCost(base: [Ticks(nanoseconds: 1000)])
    var shared = pool(.aggregated, cost: cost, blocks: 100, budget: 16)
    shared.engines = 2
    shared.contention = [
      Contention(engines: 1, cost: cost),
      Contention(engines: 2, cost: StepCost(base: [Ticks(nanoseconds: 2000)])),
    ]
    let plan = Plan(
      platform: "p", policy: "q", pools: [shared],
      services: [Plan.Service(model: "m", entry: 0)], blockTokens: 4)
    let result = try replay(
      [session(at: 0, own: 5, output: 3), session(at: 500, own: 5, output: 2)], plan)
    #expect(result.requests.map(\.last) == [3000, 4000])
    #expect(result.requests.map(\.stall) == [2000, 2000])
  }

  /// Eight blocks of one token. At 2,000 ns the first sequence needs a fifth block and the second,
  /// admitted last, gives way with two tokens; at 3,000 its last block is evicted, so that it
  /// can't come back before the first ends at 4,000. It hits two blocks, computes three tokens,
  /// and evicts one block of the first to go on.
  @Test("a preempted sequence is computed again from what is left of its prompt")
  func preemption() throws {
    let cost = StepCost(base: [Ticks(nanoseconds: 1000)])
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool(.aggregated, cost: cost, blocks: 8, budget: 16)],
      services: [Plan.Service(model: "m", entry: 0)], blockTokens: 1)
    let result = try replay(
      [session(at: 0, own: 3, output: 4), session(at: 0, own: 3, output: 4)], plan)
    #expect(result.requests.map(\.firstToken) == [1000, 1000])
    #expect(result.requests.map(\.last) == [4000, 6000])
    #expect(result.requests.map(\.stall) == [1000, 3000])
    #expect(result.counts.preemptions == 1 && result.cache.evictedBlocks == 2)
    #expect(result.tokens.output == 8 && result.cache.hitBlocks == 0)
    #expect(result.steps == 6 && result.end == 6000)
  }
}
