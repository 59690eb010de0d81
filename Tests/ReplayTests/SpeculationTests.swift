import Domain
import Replay
import TestSupport
import Testing

/// One engine in a closed loop: users that send request after request of one length.
@Suite("speculation in a replay")
struct SpeculationTests {
  private let step = Ticks(nanoseconds: 1_000_000)

  private func plan(_ beyond: [UInt64], sequences: Int = 64) -> Plan {
    let plain = StepCost(base: [step])
    let cost = StepCost(base: [3 * step], positions: beyond.count + 1)
    let level = Speculation.Level(sequences: sequences, beyond: beyond, cost: cost)
    let pool = EnginePool(
      name: "e", role: .aggregated, engines: 1, cost: plain, kvBlocks: 100_000, maxSequences: 64,
      tokenBudget: 4096, speculation: beyond.isEmpty ? nil : Speculation([level]))
    return Plan(
      platform: "p", policy: "q", pools: [pool],
      services: [Plan.Service(model: "m", entry: 0)], blockTokens: 16)
  }

  private func source(requests: Int, output: Int, users: Int = 1) -> ArraySource {
    var header = TraceHeader(
      workload: "w", seed: 3, fingerprint: "", models: ["m"], agents: ["a"],
      classes: [TraceClass(name: "all")], duration: 1_000_000 * .second, measuredFrom: 0,
      measuredUntil: 1_000_000 * .second)
    header.classes[0].closed = TraceClass.ClosedLoop(
      sessions: requests, until: 1_000_000 * .second, total: requests)
    let sessions = (0..<requests).map { number in
      var session = TraceSession(tenant: "t")
      (session.number, session.start) = (number, number < users ? 0 : nil)
      session.contexts.append(PrivateContext(parent: .root, tokens: 5))
      session.records.append(
        TraceRecord(.request, prompt: .own(0), inputTokens: 5, outputTokens: output))
      return session
    }
    return ArraySource(header, sessions)
  }

  /// In 2⁻³².
  private func chances(_ values: [Double]) -> [UInt64] { values.map { UInt64($0 * 0x1p32) } }

  @Test(
    "time per token is the step over the mean tokens of a step",
    arguments: [
      [0.85], [0.85, 0.442, 0.141], [0.7, 0.7, 0.7], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3],
    ])
  func timePerToken(values: [Double]) throws {
    let mean = 1 + values.reduce(0, +)
    let result = try Replayer.replay(
      source(requests: 200, output: 2001), plan: plan(chances(values)))
    let tpot = result.requests.compactMap(\.timePerOutputToken).reduce(0, +) / 200
    // 400,000 tokens; the standard error of the mean is below 0.2 %, and a last step's surplus is
    // at most 7 in 2,000.
    #expect(abs(tpot / (3 * step.inNanoseconds.inSeconds / mean) - 1) < 0.006, "\(tpot)")
  }

  @Test("of the tokens of a step the first carries the gap and the others none")
  func gaps() throws {
    let result = try Replayer.replay(
      source(requests: 50, output: 1001), plan: plan(chances([0.5, 0.5])))
    let histogram = try #require(result.gaps.first?.histogram)
    #expect(histogram.count == 50_000)
    let zeros = Double(histogram.zeros)
    // Half of the steps yield three tokens, the others one.
    #expect(abs(zeros / 50_000 - 0.5) < 0.01, "\(zeros)")
    #expect(histogram.maximum == 3 * step)
    #expect(histogram.sum == UInt128(3 * step) * UInt128(50_000 - Int(zeros)))
    #expect(result.requests.allSatisfy { $0.stall == 3_000_000 })
  }

  @Test("drafts that are always or never accepted leave nothing to chance")
  func certain() throws {
    let all = try Replayer.replay(
      source(requests: 1, output: 10), plan: plan([1 << 32, 1 << 32, 1 << 32]))
    // The first token ends prefill; nine more take three steps of four.
    #expect(all.requests[0].last - all.requests[0].firstToken == 9_000_000)
    #expect(all.tokens.output == 10)
    let none = try Replayer.replay(source(requests: 1, output: 10), plan: plan([0, 0]))
    #expect(none.requests[0].last - none.requests[0].firstToken == 27_000_000)
  }

  @Test("past its last level a batch decodes without drafts")
  func levels() throws {
    let full = plan([1 << 32], sequences: 2)
    let three = try Replayer.replay(source(requests: 3, output: 101, users: 3), plan: full)
    #expect(three.requests.allSatisfy { $0.last - $0.firstToken == 100_000_000 })
    let two = try Replayer.replay(source(requests: 2, output: 101, users: 2), plan: full)
    #expect(two.requests.allSatisfy { $0.last - $0.firstToken == 150_000_000 })
  }

  @Test("a step has place for its drafts, or the request is refused")
  func lookahead() throws {
    var tight = plan([0, 0, 0])
    // 5 tokens of prompt and 9 of output stored, 3 of drafts: 17 tokens are two blocks.
    tight.pools[0].kvBlocks = 1
    let refused = try Replayer.replay(source(requests: 1, output: 10), plan: tight)
    #expect(refused.counts.refused == 1)
    let fits = try Replayer.replay(source(requests: 1, output: 9), plan: tight)
    #expect(fits.counts.finished == 1)
  }
}
