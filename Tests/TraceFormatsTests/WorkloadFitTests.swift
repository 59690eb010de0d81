import Domain
import Testing

@testable import TraceFormats

/// What a trace says of sessions, agents and contexts.
@Suite("fitting a workload")
struct WorkloadFitTests {
  private func sample(_ text: String) throws -> FitSample {
    try Sampling.sample { () throws(TraceError) in
      try TraceReader.open(model: "m", chunks: chunks(text))
    }
  }

  /// A row whose prompt has these blocks, the last one full or not.
  private func row(_ time: Int, _ input: Int, _ output: Int, _ ids: [Int]) -> String {
    "{\"timestamp\":\(time),\"input_length\":\(input),\"output_length\":\(output),"
      + "\"hash_ids\":\(ids)}\n"
  }

  @Test("rows that go on with a prompt are turns of one conversation")
  func threads() throws {
    var text = ""
    for session in 0..<30 {
      let first = 1000 + 10 * session
      // 1,500 tokens, then 1,500 + 100 + 400, then 2,000 + 60 + 40.
      text += row(session * 60_000, 1500, 100, [1, first, first + 1])
      text += row(session * 60_000 + 20_000, 2000, 60, [1, first, first + 2, first + 3])
      text += row(session * 60_000 + 50_000, 2100, 60, [1, first, first + 2, first + 4, first + 5])
    }
    let found = try sample(text)
    #expect(found.rows?.headTokens == 512 && found.rows?.bounds == [1])
    #expect(found.requestsPerSession == Array(repeating: 3, count: 30))
    let agent = found.agents[0]
    #expect(agent.openings == Array(repeating: 988, count: 30))
    #expect(agent.inputs == (0..<30).flatMap { _ in [400, 40] })
    #expect(agent.thinks == (0..<30).flatMap { _ in [20, 30].map { $0 * 1_000_000_000 } })
    let fit = WorkloadFit(found, name: "rows")
    #expect(fit.workload.agents[0].turns.form == .constant(3))
    #expect(fit.workload.contexts[0].tokens.form == .constant(512))
    #expect(fit.workload.contexts[0].sharedBy == .everyone)
  }

  @Test("a second row that goes on with the same prompt begins a conversation of its own")
  func branch() throws {
    var text = row(0, 1500, 10, [1, 2, 3])
    text += row(1000, 2000, 10, [1, 2, 4, 5]) + row(2000, 2000, 10, [1, 2, 6, 7])
    for other in 0..<20 { text += row(3000 + other, 600, 1, [1, 100 + other]) }
    let found = try sample(text)
    #expect(found.requestsPerSession.sorted().suffix(2) == [1, 2])
  }

  @Test(
    "any trace gives a workload of finite sizes", arguments: Array(1...25 as ClosedRange<UInt64>))
  func anything(seed: UInt64) throws {
    var trace = randomTrace(seed: seed, sessions: 60)
    if seed % 2 == 0 { trace.header.seed = nil }
    let fixed = trace
    let found = try Sampling.sample { () throws(TraceError) in fixed }
    let workload = WorkloadFit(found, name: "any").workload
    #expect(workload.duration > 0 && !workload.classes.isEmpty && !workload.agents.isEmpty)
    for agent in workload.agents {
      #expect(agent.contexts.allSatisfy { workload.contexts.indices.contains($0) })
      #expect(!agent.steps.isEmpty)
    }
    for context in workload.contexts {
      #expect(FittedLaw(context.tokens).map { $0.mean.isFinite && $0.mean >= 0 } ?? true)
    }
  }

  @Test("names are those of the language")
  func names() {
    for (text, name) in [
      ("conversation_trace", "conversation-trace"), ("AzureCode", "azure-code"), ("all", "x"),
      ("ours.coder", "coder"), ("Ü\"\\", "x"), ("p99", "x"), ("9-lives", "lives"), ("a--b-", "a-b"),
    ] { #expect(WorkloadFit.name(text, or: "x") == name, "\(text)") }
  }

  @Test("kinds of sessions are told by requests in a turn and in all")
  func kinds() {
    func held(_ turns: Int, _ requests: Int) -> SessionKinds.Held {
      var conversation = Conversation(agent: 0, parent: nil)
      conversation.requests = (0..<requests).map { index in
        Conversation.Request(
          record: index, turn: 1 + index * turns / requests, input: 10, output: 1, reasoning: 0,
          appended: 1, kept: 11 * index, isCompaction: false, isReset: false, waits: [],
          children: [])
      }
      return SessionKinds.Held(
        conversations: [conversation], tenant: "t1", start: 0, pause: 0)
    }
    let sessions =
      (0..<6).map { held(20, 24 + $0) } + (0..<6).map { held(1, 6 + $0) }
      + (0..<6).map { held(2, 60 + $0) }
    let found = SessionKinds(sessions)
    #expect(found.names == ["chat", "short-task", "long-task"])
    #expect(found.kinds == (0..<18).map { $0 / 6 })
    #expect(SessionKinds(Array(sessions.prefix(6))).names == ["session"])
  }

  /// The conversations of one session.
  private func conversations(
    _ contexts: [PrivateContext], _ requests: [TraceRecord], isOfBlocks: Bool
  ) -> [Conversation] {
    let session = TraceSession(contexts: contexts, records: requests)
    var forest = ContextForest()
    forest.begin(session)
    var reading = ConversationReading(isOfBlocks: isOfBlocks, isForeign: false)
    reading.read(session, forest)
    return reading.conversations
  }

  @Test("what follows a summary is the same conversation, of a session and of its child")
  func summaries() {
    let contexts = [
      PrivateContext(parent: .root, tokens: 200), PrivateContext(parent: .own(0), tokens: 700),
      PrivateContext(parent: .own(0), tokens: 50), PrivateContext(parent: .root, tokens: 700),
      PrivateContext(parent: .root, tokens: 60),
    ]
    func request(_ own: Int, _ input: Int, actor: Int, summarizes: Bool = false) -> TraceRecord {
      TraceRecord(
        .request, isCompaction: summarizes, actor: actor, turn: 1, prompt: .own(own),
        inputTokens: input, outputTokens: 5)
    }
    let found = conversations(
      contexts,
      [
        request(1, 900, actor: 0), request(1, 900, actor: 0, summarizes: true),
        request(2, 250, actor: 0), request(3, 700, actor: 1),
        request(3, 700, actor: 1, summarizes: true), request(4, 60, actor: 1),
      ], isOfBlocks: false)
    #expect(found.map(\.requests.count) == [3, 3] && found.map(\.agent) == [0, 1])
    #expect(found.allSatisfy { !$0.isBranch && $0.requests[2].isReset })
  }

  @Test("children that begin with the same prompt are told apart")
  func children() {
    // The first blocks are all children's; what each reads is its own.
    let contexts = [
      PrivateContext(parent: .root, tokens: 640), PrivateContext(parent: .root, tokens: 128),
      PrivateContext(parent: .own(1), tokens: 256), PrivateContext(parent: .own(2), tokens: 512),
      PrivateContext(parent: .own(1), tokens: 192), PrivateContext(parent: .own(4), tokens: 320),
    ]
    let requests = [(0, 640, 0), (2, 384, 1), (3, 896, 1), (4, 320, 1), (5, 640, 1)].map {
      TraceRecord(
        .request, actor: $0.2, turn: 1, prompt: .own($0.0), inputTokens: $0.1, outputTokens: 9)
    }
    let found = conversations(contexts, requests, isOfBlocks: true)
    #expect(found.map(\.requests.count) == [1, 2, 2])
    #expect(found.map(\.parent) == [nil, 0, 0] && found.allSatisfy { !$0.isBranch })
  }
}
