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
          appended: 1, isCompaction: false, isReset: false, waits: [], children: [])
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
}
