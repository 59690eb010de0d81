import Domain
import Testing
import TraceGeneration

/// Spoken turns (language reference, §8).
@Suite struct VoiceTests {
  private func one(_ worker: Agent, tools: [Tool] = []) throws -> TraceSession {
    let workload = makeWorkload([worker], contexts: [], tools: tools)
    return try #require(try sessions(of: workload, first: 1).first)
  }

  /// Four tokens of speech a second, so that 20 tokens are 5 s; inputs of 100 tokens are 25 s.
  private func speaker(
    _ steps: [Step] = [generate(tokens(20))], turns: Double = 2,
    interruptedAfter after: Double? = nil,
    chance: Double = 1
  ) -> Agent {
    var worker = agent(steps)
    (worker.turns, worker.think) = (count(turns), seconds(3))
    worker.voice = Voice(
      pace: 4, synthesis: seconds(0.2), recognition: seconds(0.15), endpointing: seconds(0.5),
      firstChunk: 6, bargeIn: after.map { .init(chance: chance, after: seconds($0)) })
    return worker
  }

  @Test("A turn is heard, answered and played; the next follows its sound and the caller's words")
  func shape() throws {
    let session = try one(speaker())
    let kinds: [TraceRecord.Kind] = [
      .turnStart, .wait, .request, .turnEnd, .speech, .wait, .turnStart, .wait, .request, .turnEnd,
      .speech,
    ]
    #expect(session.records.map(\.kind) == kinds)
    #expect(session.waits.map(\.cause) == [.listen, .think, .listen])
    let lengths: [Nanoseconds] = session.waits.map { $0.delay / .millisecond }
    #expect(lengths == [650, 28_000, 650])
    #expect(session.dependencies(of: 4) == [2])
    #expect(session.dependencies(of: 5) == [3, 4])
    #expect(session.records[5].needed == 2)
    let speech = Speech(
      record: 4, firstChunk: 6, synthesis: 200 * .millisecond, perToken: 250 * .millisecond)
    #expect(session.speeches.first == speech)
    #expect(session.speeches.map(\.record) == [4, 10])
  }

  @Test("An interruption cancels the turn, keeps what was heard, and the caller speaks at once")
  func interrupted() throws {
    let session = try one(speaker(interruptedAfter: 1.9))
    let cuts: [Nanoseconds] = session.speeches.map { $0.cut / .millisecond }
    #expect(cuts == [1900, 1900])
    #expect(session.records[4].cancelFrom == 1)
    #expect(session.dependencies(of: 5) == [4])
    #expect(session.records[5].delay == 25 * Nanoseconds.second)
    // 1.9 s are seven and a half tokens.
    #expect(session.requests.map(\.inputTokens) == [100, 208])
    let extended = session.records[2].extended
    #expect(session.contexts[extended.ownIndex].tokens == 8)
  }

  @Test("An answer that is over by then isn't interrupted")
  func late() throws {
    let session = try one(speaker(interruptedAfter: 5))
    #expect(session.speeches.map(\.cut) == [-1, -1])
    #expect(session.requests.map(\.inputTokens) == [100, 220])
    let barely = try one(speaker(interruptedAfter: 4.999))
    #expect(barely.requests.map(\.inputTokens) == [100, 220])
    #expect(barely.speeches[0].cut == 4999 * Nanoseconds.millisecond)
  }

  @Test("Nothing of what follows an interrupted answer is kept, nor its reasoning")
  func stepsAfter() throws {
    let reasoned = generate(tokens(20), reasoning: tokens(30))
    let forked = fork(count(2), [generate(tokens(9))])
    for steps in [[reasoned, call([0])], [reasoned, forked]] {
      let session = try one(
        speaker(steps, interruptedAfter: 1), tools: [tool("look", result: tokens(70))])
      let own = session.requests.filter { $0.reasoningTokens > 0 }
      #expect(own.map(\.inputTokens) == [100, 204])
    }
    let whole = try one(
      speaker([reasoned, call([0])]), tools: [tool("look", result: tokens(70))])
    #expect(whole.requests.map(\.inputTokens) == [100, 290])
  }

  @Test("With every, turns wait for each other's end or interruption and not for the sound")
  func every() throws {
    for after in [nil, 1.0] {
      var worker = speaker(interruptedAfter: after)
      (worker.think, worker.every) = (nil, seconds(4))
      let session = try one(worker)
      #expect(session.records[5].kind == .turnStart)
      #expect(session.records[5].offset == 4 * Nanoseconds.second)
      let expected = after == nil ? [3] : [3, 4]
      #expect(session.dependencies(of: 5) == expected)
      #expect(session.records[5].needed == 1)
    }
  }

  @Test("Without visible tokens nothing is played")
  func silent() throws {
    let session = try one(speaker([generate(tokens(0))]))
    #expect(session.speeches.isEmpty)
    let lengths: [Nanoseconds] = session.waits.map { $0.delay / .second }
    #expect(lengths == [0, 28, 0])
  }

  @Test("Interruptions come as often as written, and a voice changes no size")
  func streams() throws {
    var plain = Samples.chat
    let silent = try sessions(of: plain, first: 800)
    plain.agents[0].voice = speaker(interruptedAfter: 0.001, chance: 0.3).voice
    let spoken = try sessions(of: plain, first: 800)
    let speeches = spoken.flatMap(\.speeches)
    let share = Double(speeches.count { $0.cut >= 0 }) / Double(speeches.count)
    #expect(abs(share - 0.3) < 0.03)
    for (one, other) in zip(silent, spoken) {
      #expect(one.requests.map(\.outputTokens) == other.requests.map(\.outputTokens))
    }
  }
}
