import Domain
import Testing
import TraceGeneration

/// How prompts grow (language reference, §6.2 to §6.4), with constants so that sizes are known.
@Suite struct GrowthTests {
  private func one(
    _ worker: Agent, contexts: [ContextDefinition] = [], tools: [Tool] = [],
    windows: [String: Int] = [:]
  ) throws -> TraceSession {
    let workload = makeWorkload([worker], contexts: contexts, tools: tools)
    return try #require(try sessions(of: workload, windows: windows, first: 1).first)
  }

  private func turns(_ number: Double, _ worker: Agent) -> Agent {
    var worker = worker
    (worker.turns, worker.think) = (count(number), seconds(5))
    return worker
  }

  private let system = ContextDefinition(
    workload: "test", name: "system", tokens: tokens(1000), sharedBy: .everyone)

  @Test("A prompt is contexts, inputs, outputs and results, and extends what was there")
  func growth() throws {
    let worker = agent(
      [generate(tokens(20)), call([0], count: count(2)), generate(tokens(30))], contexts: [0])
    let session = try one(turns(2, worker), contexts: [system], tools: [tool("search")])
    #expect(session.requests.map(\.inputTokens) == [1100, 1140, 1270, 1310])
    let path = session.path(session.requests[3].prompt)
    #expect(path.first == .shared(1))
    for request in session.requests.dropLast() {
      #expect(path.contains(request.prompt))
      #expect(path.contains(request.extended))
    }
    #expect(session.requests[3].extended == .root)
    #expect(session.sharedContexts == [SharedContext(parent: 0, tokens: 1000)])
    #expect(session.contexts.map(\.tokens) == [100, 20, 20, 30, 100, 20, 20].map(Int32.init))
  }

  @Test("Reasoning stays to the end of its turn and then is taken out")
  func reasoning() throws {
    let worker = agent([
      generate(tokens(10)), generate(tokens(20), reasoning: tokens(500)), generate(tokens(30)),
    ])
    let session = try one(turns(2, worker))
    #expect(session.requests.map(\.inputTokens) == [100, 110, 630, 260, 270, 790])
    #expect(session.requests.map(\.outputTokens) == [10, 520, 30, 10, 520, 30])
    #expect(session.requests.map(\.reasoningTokens) == [0, 500, 0, 0, 500, 0])
    // Turn 2 extends the prompt before the reasoning, by one new piece.
    let second = session.requests[1]
    #expect(session.path(session.requests[3].prompt).dropLast().last == second.prompt)
    #expect(session.requests[2].extended == .root)
  }

  @Test("History keeps the last turns as one new piece")
  func history() throws {
    var worker = agent([generate(tokens(20), reasoning: tokens(7))], contexts: [0])
    worker.history = 2
    let session = try one(turns(5, worker), contexts: [system])
    #expect(session.requests.map(\.inputTokens) == [1100, 1220, 1340, 1340, 1340])
    #expect(session.path(session.requests[3].prompt).count == 2)
    worker.history = 0
    let none = try one(turns(3, worker), contexts: [system])
    #expect(none.requests.map(\.inputTokens) == [1100, 1100, 1100])
    #expect(Set(none.requests.map(\.prompt)).count == 3)
    #expect(none.requests.allSatisfy { $0.extended == .root })
  }

  @Test("A prompt that has grown too long is summarized first")
  func compaction() throws {
    var worker = agent([generate(tokens(300))], contexts: [0])
    worker.compaction = .init(above: 1900, to: tokens(50))
    let session = try one(turns(4, worker), contexts: [system])
    #expect(session.requests.map(\.isCompaction) == [false, false, false, true, false])
    #expect(session.requests.map(\.inputTokens) == [1100, 1500, 1900, 2300, 1050])
    #expect(session.requests[3].outputTokens == 50)
    #expect(session.path(session.requests[4].prompt).count == 2)
    #expect(session.requests.map(\.isAnswer) == [true, true, true, false, true])
  }

  @Test("Nothing is summarized where the summary would not be shorter")
  func noCompaction() throws {
    var worker = agent([generate(tokens(300))], contexts: [0])
    worker.compaction = .init(above: 900, to: tokens(600))
    let session = try one(turns(2, worker), contexts: [system])
    #expect(session.requests.map(\.isCompaction) == [false, false])
  }

  @Test("A session ends where its next prompt and output would not fit the window")
  func window() throws {
    let worker = turns(9, agent([generate(tokens(50)), generate(tokens(50))]))
    let whole = try one(worker, windows: ["model": 400])
    #expect(whole.requests.map(\.inputTokens) == [100, 150, 300, 350])
    #expect(whole.records.last?.kind == .turnEnd)
    let half = try one(worker, windows: ["model": 399])
    #expect(half.requests.map(\.inputTokens) == [100, 150, 300])
    // The turn ends with the request that was made.
    #expect(half.records.last?.kind == .turnEnd)
    #expect(half.requests.last?.isAnswer == true)
    let none = try one(worker, windows: ["model": 10])
    #expect(none.records.map(\.kind) == [.turnStart])
    var generator = try TraceGenerator(
      workload: makeWorkload([worker]), seed: 1, fingerprint: "", windows: ["model": 399])
    var session = TraceSession()
    for _ in 0..<5 { _ = try generator.next(&session) }
    #expect(generator.sessionsEndedByWindow == 5)
    #expect(generator.sessions == 5)
  }

  @Test("A turn that makes no request leaves nothing behind")
  func undone() throws {
    let worker = turns(3, agent([fork(count(2), [generate(tokens(200))]), generate(tokens(50))]))
    let whole = try one(worker)
    #expect(whole.requests.map(\.inputTokens).prefix(6) == [100, 100, 500, 650, 650, 1050])
    let cut = try one(worker, windows: ["model": 849])
    #expect(cut.requests.map(\.inputTokens) == [100, 100, 500])
    #expect(cut.requests.allSatisfy { $0.extended == .root })
    #expect(
      cut.records
        == Array(whole.records.prefix(cut.records.count)).map { record in
          var record = record
          record.extended = .root
          return record
        })
    #expect(cut.contexts.map(\.tokens) == [100, 400])
  }

  @Test("Copies are shared by everyone, by a tenant or by a session")
  func sharing() throws {
    let contexts = [
      system,
      ContextDefinition(
        workload: "test", name: "persona", tokens: tokens(p50: 400, p99: 900), sharedBy: .tenant,
        copies: .equal(2)),
      ContextDefinition(
        workload: "test", name: "upload", tokens: tokens(77), sharedBy: .session),
    ]
    var workload = makeWorkload(
      [
        agent([generate(tokens(1)), spawn(1)], contexts: [0, 1, 2]),
        agent([generate(tokens(1))], name: "reader", contexts: [0, 2]),
      ],
      contexts: contexts, duration: 400 * .second)
    workload.classes[0].tenants = .equal(3)
    let all = try sessions(of: workload)
    let shared = all.flatMap(\.sharedContexts)
    // One system prompt and two copies for each of three tenants, of which none is numbered twice.
    #expect(shared.count == 7)
    #expect(shared.first?.parent == 0)
    #expect(shared.dropFirst().allSatisfy { $0.parent == 1 })
    #expect(Set(shared.map(\.tokens)).count == 7)
    for session in all {
      // The upload under two paths is two contexts.
      #expect(session.contexts.count { $0.tokens == 77 } == 2)
      #expect(session.path(session.requests[1].prompt).first == .shared(1))
    }
  }

  @Test("What follows private content is never shared")
  func privateFirst() throws {
    let upload = ContextDefinition(
      workload: "test", name: "upload", tokens: tokens(77), sharedBy: .session)
    let session = try one(
      agent([generate(tokens(1))], contexts: [0, 1]), contexts: [upload, system])
    #expect(session.sharedContexts.isEmpty)
    #expect(session.contexts.map(\.tokens) == [77, 1000, 100])
  }

  @Test("Pieces without tokens make no context")
  func empty() throws {
    let none = ContextDefinition(
      workload: "test", name: "none", tokens: tokens(0), sharedBy: .everyone)
    let worker = agent([generate(tokens(0))], contexts: [0], input: tokens(0))
    let session = try one(worker, contexts: [none])
    #expect(session.requests.map(\.inputTokens) == [1])
    #expect(session.requests.map(\.outputTokens) == [0])
    #expect(session.contexts.map(\.tokens) == [1])
  }
}
