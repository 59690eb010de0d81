import Domain
import Testing
import TraceGeneration

/// Edges between turns, and what a turn is (language reference, §6.1).
@Suite struct TurnTests {
  private func one(_ worker: Agent) throws -> TraceSession {
    try #require(try sessions(of: makeWorkload([worker]), first: 1).first)
  }

  private func talker(_ change: (inout Agent) -> Void) -> Agent {
    var worker = agent([generate(tokens(10)), generate(tokens(20))])
    worker.turns = count(3)
    change(&worker)
    return worker
  }

  @Test("With think, a turn comes after the last one's end and a pause")
  func think() throws {
    let session = try one(talker { $0.think = seconds(5) })
    let turn: [TraceRecord.Kind] = [.turnStart, .request, .request, .turnEnd]
    #expect(session.records.map(\.kind) == turn + [.wait] + turn + [.wait] + turn)
    #expect(session.dependencies.isEmpty)
    #expect(session.waits.allSatisfy { $0.cause == .think && $0.delay == 5 * .second })
    #expect(session.waits.map(\.turn) == [2, 3])
    #expect(session.records.filter(\.isAnswer).map(\.outputTokens) == [20, 20, 20])
  }

  @Test("With every, a turn is due at its time and waits for the last one")
  func every() throws {
    let session = try one(talker { $0.every = seconds(4) })
    let starts = session.records.indices.filter { session.records[$0].kind == .turnStart }
    #expect(starts.map { session.records[$0].offset } == [-1, 4 * .second, 8 * .second])
    #expect(starts.dropFirst().allSatisfy { session.dependencies(of: $0) == [$0 - 1] })
    #expect(session.records.allSatisfy { $0.cancelFrom == -1 })
  }

  @Test("A late turn is cancelled by the next, or runs beside it")
  func late() throws {
    for lateness in [Agent.Lateness.cancel, .overlap] {
      let session = try one(
        talker { ($0.every, $0.whenLate, $0.history) = (seconds(4), lateness, 0) })
      let starts = session.records.indices.filter { session.records[$0].kind == .turnStart }
      #expect(starts == [0, 4, 8])
      #expect(starts.allSatisfy { session.dependencies(of: $0) == nil })
      #expect(session.records[4].needed == 0)
      let cancels = starts.map { session.records[$0].cancelFrom }
      #expect(cancels == (lateness == .cancel ? [-1, 1, 5] : [-1, -1, -1]))
    }
  }

  @Test("A pause is a wait of its own cause")
  func pause() throws {
    let session = try one(agent([.wait(seconds(9)), generate(tokens(5))]))
    #expect(session.waits.map(\.cause) == [.pause])
    #expect(session.waits.map(\.delay) == [9 * .second])
  }

  @Test("Chances and branches come as often as written")
  func choices() throws {
    let worker = agent([
      .maybe(chance: 0.3, steps: [generate(tokens(1))]),
      .choose([
        .init(weight: 4, steps: [generate(tokens(2))]),
        .init(weight: 1, steps: [generate(tokens(3))]),
      ]),
      .repeat(count: count(mean: 2.5, max: 9), steps: [generate(tokens(4))]),
    ])
    let all = try sessions(of: makeWorkload([worker], duration: 5000 * .second))
    let sizes = all.flatMap { $0.requests.map(\.outputTokens) }
    let share = { (size: Int32) in Double(sizes.count { $0 == size }) / Double(all.count) }
    #expect(abs(share(1) - 0.3) < 0.025)
    #expect(abs(share(2) - 0.8) < 0.02)
    #expect(abs(share(3) - 0.2) < 0.02)
    #expect(abs(share(4) - 2.5) < 0.09)
  }

  @Test("A turn without a request of its own is answered by its branches")
  func branchAnswer() throws {
    let forked = try one(agent([fork(count(3), [generate(tokens(7))])]))
    #expect(forked.records.filter(\.isAnswer).count == 1)
    #expect(forked.requests.last?.isAnswer == true)
    let silent = try one(agent([fork(count(3), join: .never, [generate(tokens(7))])]))
    #expect(silent.records.filter(\.isAnswer).isEmpty)
  }
}
