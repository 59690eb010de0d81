import Domain
import Testing
import TraceGeneration

/// Children and branches (language reference, §3.5 and §6.3).
@Suite struct ChildTests {
  private let reader = agent([generate(tokens(30)), generate(tokens(40))], name: "reader")

  private func one(_ steps: [Step], children: [Agent] = []) throws -> TraceSession {
    let workload = makeWorkload(
      [agent(steps)] + children,
      tools: [tool("search", latency: seconds(2), result: tokens(15))])
    return try #require(try sessions(of: workload, first: 1).first)
  }

  @Test("Children start together after the step before, and a join waits for all")
  func all() throws {
    let session = try one(
      [generate(tokens(10)), spawn(1, count: count(2)), generate(tokens(20))], children: [reader])
    // 0 start, 1 parent, 2–3 and 4–5 children, 6 join, 7 parent, 8 end.
    #expect(session.records[6].kind == .join)
    #expect(session.dependencies(of: 2) == [1])
    #expect(session.dependencies(of: 4) == [1])
    #expect(session.dependencies(of: 6) == [3, 5])
    #expect(session.records[6].needed == 2)
    #expect(session.records[6].cancelFrom == -1)
    #expect(session.dependencies(of: 7) == [6])
    #expect(session.requests.map(\.actor) == [0, 1, 1, 1, 1, 0])
    // Each brings back the visible tokens of its last request.
    #expect(session.requests.map(\.inputTokens) == [100, 100, 130, 100, 130, 190])
    #expect(session.records.filter(\.isAnswer).map(\.outputTokens) == [20])
    #expect(session.records.allSatisfy { $0.turn == 1 })
    #expect(Set(session.requests.map(\.prompt)).count == 6)
  }

  @Test("One child that is waited for needs no join")
  func single() throws {
    let session = try one([spawn(1), generate(tokens(20))], children: [reader])
    #expect(session.records.map(\.kind) == [.turnStart, .request, .request, .request, .turnEnd])
    #expect(session.dependencies.isEmpty)
  }

  @Test("A join for some cancels the rest; sizes are those of the lowest numbers")
  func some() throws {
    for (join, needed) in [(Step.Join.count(1), 1), (.share(0.6), 3), (.count(4), 4)] {
      let session = try one(
        [spawn(1, count: count(5), join: join), generate(tokens(20))], children: [reader])
      let index = try #require(session.records.firstIndex { $0.kind == .join })
      #expect(Int(session.records[index].needed) == needed)
      #expect(session.records[index].dependencyCount == 5)
      #expect(session.records[index].cancelFrom == 1)
      #expect(Int(session.requests[10].inputTokens) == 100 + 40 * needed)
    }
  }

  @Test("Never goes on at once and brings nothing back")
  func never() throws {
    let session = try one(
      [generate(tokens(10)), spawn(1, count: count(2), join: .never), generate(tokens(20))],
      children: [reader])
    #expect(!session.records.contains { $0.kind == .join })
    #expect(session.dependencies(of: 6) == [1])
    #expect(session.requests.last?.inputTokens == 110)
    #expect(session.records.last?.kind == .turnEnd)
  }

  @Test("Branches share the path before them and bring back their answers")
  func branches() throws {
    let session = try one([
      generate(tokens(10)), fork(count(3), [generate(tokens(50))]), generate(tokens(20)),
    ])
    let branches = session.requests[1...3]
    #expect(Set(branches.map(\.prompt)) == [session.requests[0].extended])
    #expect(branches.allSatisfy { $0.inputTokens == 110 && $0.extended == .root })
    #expect(session.requests[4].inputTokens == 260)
    #expect(session.path(session.requests[4].prompt).dropLast().last == branches.first?.prompt)
    let join = try #require(session.records.firstIndex { $0.kind == .join })
    #expect(session.dependencies(of: join) == [2, 3, 4])
  }

  @Test("A written result replaces the answer's length")
  func results() throws {
    let session = try one([
      generate(tokens(10)), fork(count(3), result: tokens(7), [generate(tokens(50))]),
      generate(tokens(20)),
    ])
    #expect(session.requests[4].inputTokens == 131)
    let none = try one([
      generate(tokens(10)), fork(count(3), result: tokens(0), [generate(tokens(50))]),
      generate(tokens(20)),
    ])
    #expect(none.requests[4].prompt == none.requests[1].prompt)
  }

  @Test("A debate reads all that was said before")
  func debate() throws {
    let session = try one([
      .repeat(count: count(2), steps: [fork(count(4), [generate(tokens(25))])]),
      fork(count(5), join: .count(3), [generate(tokens(12))]), generate(tokens(9)),
    ])
    #expect(session.requests.prefix(4).allSatisfy { $0.inputTokens == 100 })
    #expect(session.requests[4..<8].allSatisfy { $0.inputTokens == 200 })
    #expect(session.requests[8..<13].allSatisfy { $0.inputTokens == 300 })
    #expect(session.requests[13].inputTokens == 336)
  }

  @Test("Children nest, and what they call is theirs")
  func nested() throws {
    let middle = agent(
      [call([0]), spawn(2, count: count(2)), generate(tokens(5))], name: "middle")
    let session = try one(
      [spawn(1, count: count(2)), generate(tokens(20))], children: [middle, reader])
    #expect(session.waits.count == 2)
    #expect(session.records.filter { $0.kind == .join }.count == 3)
    // 100 of input, 15 of the tool, 40 from each reader.
    #expect(session.requests.filter { $0.actor == 1 }.map(\.inputTokens) == [195, 195])
    #expect(session.requests.last?.inputTokens == 110)
  }

  @Test("A child that does nothing is complete at once")
  func idle() throws {
    let idle = agent([.maybe(chance: 0, steps: [generate(tokens(1))])], name: "idle")
    let session = try one(
      [spawn(1, count: count(3)), generate(tokens(20))], children: [idle])
    #expect(session.records.map(\.kind) == [.turnStart, .request, .turnEnd])
    #expect(session.requests[0].inputTokens == 100)
  }

  @Test("Agents are drawn by their weights")
  func weights() throws {
    let step = Step.spawn(
      .init(
        agents: .weighted([.init(index: 1, weight: 1), .init(index: 2, weight: 3)]),
        count: count(1)))
    let workload = makeWorkload(
      [agent([step, generate(tokens(1))]), reader, agent([generate(tokens(6))], name: "other")],
      duration: 3000 * .second)
    let all = try sessions(of: workload)
    let share = Double(all.count { $0.requests[0].actor == 2 }) / Double(all.count)
    #expect(abs(share - 0.75) < 0.02)
  }
}
