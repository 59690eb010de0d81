import Domain
import Testing

@testable import TraceFormats

@Suite("WEKA sessions")
struct WekaTests {
  private func open(_ texts: [String], lenient: Bool = false) throws -> any TraceSource {
    var options = ImportOptions(model: "m")
    options.isLenient = lenient
    return try TraceReader.open(
      texts.enumerated().map { ImportInput(name: "\($0.offset).json", chunks: chunks($0.element)) },
      options)
  }

  private func sessions(_ texts: String...) throws -> [TraceSession] {
    var source = try open(texts)
    var sessions: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { sessions.append(session) }
    return sessions
  }

  private let head = #"{"id":"a","models":["m"],"block_size":64,"hash_id_scope":"local","#

  @Test("Prompts share what their hashes share, and a tail below a block is a request's own")
  func contexts() throws {
    let text =
      head + #""requests":[{"t":0,"type":"n","in":200,"out":9,"hash_ids":[1,2,3],"think_time":0},"#
      + #"{"t":5,"type":"n","in":260,"out":0,"hash_ids":[1,2,3,4],"think_time":2.5,"#
      + #""input_types":["tool_result"]},"#
      + #"{"t":9,"type":"n","in":128,"out":7,"hash_ids":[1,5],"think_time":1,"#
      + #""input_types":["text"]}]}"#
    let session = try #require(try sessions(text).first)
    // Split after the first block, where the third prompt leaves.
    let tokens = session.contexts.map { Int($0.tokens) }
    #expect(tokens.reduce(0, +) == 332)
    let requests = session.records.filter { $0.kind == .request }
    #expect(requests.map(\.inputTokens) == [200, 260, 128])
    func depth(_ context: ContextReference) -> Int32 {
      context == .root
        ? 0
        : session.contexts[context.ownIndex].tokens
          + depth(session.contexts[context.ownIndex].parent)
    }
    #expect(requests.map { depth($0.prompt) } == [200, 260, 128])
    let waits = session.records.filter { $0.kind == .wait }
    #expect(waits.map(\.cause) == [.tool, .think])
    #expect(waits.map(\.delay) == [2_500_000_000, 1_000_000_000])
    #expect(session.records.filter { $0.kind == .turnStart }.map(\.turn) == [1, 2])
  }

  @Test("Sub-agents run beside each other and the next request waits for those that had ended")
  func subAgents() throws {
    func agent(_ t: Double, _ milliseconds: Int, _ id: Int) -> String {
      #"{"t":\#(t),"type":"subagent","agent_id":"\#(id)","duration_ms":\#(milliseconds),"#
        + #""requests":[{"t":0.0,"type":"n","in":64,"out":5,"hash_ids":[\#(id)],"api_time":2},"#
        + #"{"t":4,"type":"n","in":64,"out":5,"hash_ids":[\#(id)],"api_time":1,"think_time":2}]}"#
    }
    let text =
      head + #""requests":[{"t":0,"type":"n","in":10,"out":9,"api_time":3,"think_time":0},"#
      + agent(9, 5000, 7) + "," + agent(12, 8000, 8) + "," + agent(99, 95_000, 9)
      + #",{"t":20,"type":"n","in":20,"out":1,"api_time":2,"think_time":17}]}"#
    let session = try #require(try sessions(text).first)
    let requests = session.records.indices.filter { session.records[$0].kind == .request }
    #expect(requests.count == 8)
    #expect(requests.map { session.records[$0].actor } == [0, 1, 1, 1, 1, 1, 1, 0])
    // Each begins a second after the first answer.
    for first in [1, 3, 5] {
      let wait = session.records[requests[first] - 1]
      #expect(wait.cause == .pause && wait.delay == 1_000_000_000)
      guard wait.firstDependency >= 0 else { continue }
      #expect(session.dependencies[Int(wait.firstDependency)] == Int32(requests[0]))
    }
    // The last one waits for the first request and two sub-agents, then 17 s less 9.
    let wait = session.records[requests[7] - 1]
    #expect(wait.delay == 8_000_000_000 && wait.needed == 3)
    let after = session.dependencies[Int(wait.firstDependency)...].prefix(3)
    #expect(Array(after) == [requests[0], requests[2], requests[4]].map(Int32.init))
  }

  @Test("A bad document of several is left out and counted")
  func lenient() throws {
    let good = head + #""requests":[{"t":0,"in":70,"out":9,"hash_ids":[1]}]}"#
    var session = TraceSession()
    let bad = head + "\n" + #""requests":[{"t":0,"in":70,"out":9,"hash_ids":[1,2]}]}"#
    do throws(TraceError) {
      var source = try TraceReader.open(model: "m", chunks: chunks(bad))
      _ = try source.next(&session)
      Issue.record("it was read")
    } catch {
      #expect(error.message == "2 hash_ids for 70 input tokens")
      #expect(error.line == 2 && error.column == 47)
    }
    for text in [
      good + bad + good + "\n", "[\(good),\n\(bad),\(good)]", "\n\(good) \(bad)\n\(good)",
    ] {
      var source = try #require(try open([text], lenient: true) as? any ImportedTrace)
      while try source.next(&session) {}
      #expect(source.report.items == 3 && source.report.skipped == 1)
      #expect(source.report.sessions == 2 && source.report.problems.count == 1)
    }
  }

  @Test(
    "the kv-cache-tester sessions have their published figures", .enabled(if: publicTraces != nil))
  func figures() throws {
    var source = try TraceReader.open(
      try PublicTraces.inputs("kv-cache-tester", "trace_", ".json"), ImportOptions(model: "m"))
    let found = try TraceSurvey.summary(of: &source, capacities: [])
    #expect(found.sessions == 24 && found.requests == 1282)
    #expect(found.input.total == 102_309_196 && found.output.total == 556_742)
    #expect(PublicTraces.interpolated(found.input, 0.5) == 71_371.5)
    #expect(PublicTraces.near(PublicTraces.interpolated(found.input, 0.99), 270_563, 0.51))
    #expect(PublicTraces.interpolated(found.output, 0.5) == 230.5)
    #expect(PublicTraces.near(PublicTraces.interpolated(found.output, 0.99), 3699, 0.5))
    #expect(found.reuse.idealBlocks == 1_528_125 && found.reuse.promptBlocks == 1_597_940)
    #expect(found.agents.map(\.requests) == [1176, 106])
    #expect(found.output.count == 1282 && found.output.value(atRank: 1) == 0)
  }
}
