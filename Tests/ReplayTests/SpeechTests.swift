import Domain
import ReferenceStepper
import Replay
import TestSupport
import Testing

/// Spoken answers small enough to be worked out by hand, and against a closed form; both engines
/// must give these numbers.
@Suite("spoken answers")
struct SpeechTests {
  private let header = TraceHeader(
    workload: "speech", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
    classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)

  /// Every step takes 1,000 ns; prompts are computed in one.
  private let plan = Plan(
    platform: "p", policy: "q",
    pools: [
      EnginePool(
        name: "gpu", role: .aggregated, engines: 1,
        cost: StepCost(base: [Ticks(nanoseconds: 1000)]), kvBlocks: 1000, maxSequences: 4,
        tokenBudget: 4096)
    ], services: [Plan.Service(model: "m", entry: 0)], blockTokens: 4)

  /// A turn whose answer is played, and a second one after the sound and 100 ns.
  ///
  /// One reasoning and `visible` visible tokens: without anything else on the engine the k-th
  /// visible one is there at 1,000·(k + 1) ns.
  private func session(_ visible: Int, _ speech: Speech) -> TraceSession {
    var session = TraceSession(
      start: 0,
      contexts: [
        PrivateContext(parent: .root, tokens: 6), PrivateContext(parent: .own(0), tokens: 2),
      ],
      records: [
        TraceRecord(.turnStart, turn: 1),
        TraceRecord(
          .request, isAnswer: true, turn: 1, prompt: .own(0), inputTokens: 6,
          outputTokens: 1 + visible, reasoningTokens: 1),
        TraceRecord(.turnEnd, turn: 1), TraceRecord(.speech, turn: 1),
        TraceRecord(.wait, cause: .think, turn: 2, delay: 100), TraceRecord(.turnStart, turn: 2),
        TraceRecord(.request, turn: 2, prompt: .own(1), inputTokens: 8, outputTokens: 1),
      ], dependencies: [1], speeches: [speech])
    session.records[3].firstDependency = 0
    if speech.cut >= 0 { session.records[3].cancelFrom = 1 }
    return session
  }

  private func replay(_ sessions: [TraceSession]) throws -> ArmResult {
    let source = ArraySource(header, sessions)
    let fast = try Replayer.replay(source, plan: plan)
    #expect(try ReferenceStepper.replay(source, plan: plan) == fast)
    return fast
  }

  private func speech(
    chunk: Int, perToken: Nanoseconds, cut: Nanoseconds = -1
  ) -> Speech {
    Speech(record: 3, firstChunk: chunk, synthesis: 500, perToken: perToken, cut: cut)
  }

  /// Tokens at 2,000 to 6,000 ns. Two make the first sound, at 3,500; played at 3,500, 3,900, then
  /// as they come: 4,500 (200 late), 5,500 and 6,500 (600 each). The sound ends at 6,900.
  @Test("sound that runs out is silence, and the next turn follows its end")
  func underruns() throws {
    let result = try replay([session(5, speech(chunk: 2, perToken: 400))])
    let turn = try #require(result.turns.first)
    #expect((turn.response, turn.length) == (3500, 6000))
    #expect(turn.silence == 1400 && turn.hasUnderrun)
    #expect(result.requests.map(\.sent) == [0, 7000])
    #expect(result.sessions.map(\.total) == [8000])
  }

  @Test("sound that lasts has no underrun")
  func fluent() throws {
    let result = try replay([session(5, speech(chunk: 2, perToken: 1500))])
    let turn = try #require(result.turns.first)
    #expect(turn.response == 3500 && turn.silence == 0 && !turn.hasUnderrun)
    // 3,500 + 5 · 1,500 + 100
    #expect(result.requests.map(\.sent) == [0, 11_100])
  }

  /// Half of the third token, played at 4,500, is heard until 4,700. The request leaves at 5,000,
  /// with four of its six tokens, and the next turn's is admitted there.
  @Test("an interruption stops the answer while it is generated")
  func interrupted() throws {
    let result = try replay([session(5, speech(chunk: 2, perToken: 400, cut: 1000))])
    let turn = try #require(result.turns.first)
    #expect((turn.response, turn.length) == (3500, -1))
    #expect(turn.silence == 200 && turn.hasUnderrun)
    #expect(result.counts.cancelled == 1 && result.counts.finished == 1)
    #expect(result.requests.map(\.sent) == [4800])
    #expect(result.requests.map(\.last) == [1200])
    // Five tokens of the first request, one of the second.
    #expect(result.tokens.output == 6)
  }

  /// 3,500 + one token of 3,000 + 1,000 of the next: long after the last token, at 6,000.
  @Test("an interruption may come when all is generated")
  func interruptedLate() throws {
    let result = try replay([session(5, speech(chunk: 2, perToken: 3000, cut: 4000))])
    let turn = try #require(result.turns.first)
    #expect((turn.response, turn.length, turn.silence) == (3500, 6000, 0))
    #expect(result.counts.cancelled == 0)
    #expect(result.requests.map(\.sent) == [0, 7600])
  }

  /// Four tokens are needed to speak, so the first sound is at 5,500; 500 of it end at 6,000, where
  /// the last token would come: the interruption is first.
  @Test("an interruption within the first chunk, on a boundary")
  func interruptedOnBoundary() throws {
    let result = try replay([session(5, speech(chunk: 4, perToken: 400, cut: 500))])
    let turn = try #require(result.turns.first)
    #expect((turn.response, turn.length, turn.silence) == (5500, -1, 0))
    #expect(result.counts.cancelled == 1)
    #expect(result.tokens.output == 7)
  }

  /// With steps of d and sounds of p < d, all but the first c of n tokens are late: playing takes
  /// (n − c)·d from the first sound to the last token's, of which (n − 1)·p is sound.
  @Test("silence follows its closed form", arguments: [1, 2, 7, 40], [1, 3, 8, 60])
  func closedForm(tokens: Int, chunk: Int) throws {
    for perToken: Nanoseconds in [1, 399, 700, 999, 1000, 1001, 5000] {
      let result = try replay([session(tokens, speech(chunk: chunk, perToken: perToken))])
      let first = min(chunk, tokens)
      let late = Nanoseconds(tokens - first) * 1000 - Nanoseconds(tokens - 1) * perToken
      let turn = try #require(result.turns.first)
      #expect(turn.silence == (perToken < 1000 ? max(0, late) : 0))
      #expect(turn.hasUnderrun == (turn.silence > 0))
      #expect(turn.response == Nanoseconds(first + 1) * 1000 + 500)
      #expect(
        result.requests.last?.sent
          == turn.response + Nanoseconds(tokens) * perToken + turn.silence + 100)
    }
  }
}
