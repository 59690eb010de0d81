import Domain
import Testing
import TraceGeneration

@Suite struct SampleTests {
  @Test(
    "Every record of a generated session is well formed",
    arguments: ["chat", "coding-assistant", "tool-agent"])
  func wellFormed(_ name: String) throws {
    let workload = try #require(Samples.all.first { $0.name == name })
    let all = try sessions(of: workload, first: 600)
    var sharedContexts = 0
    for session in all {
      sharedContexts += session.sharedContexts.count
      try expectWellFormed(session, sharedContexts: sharedContexts)
    }
    #expect(all.count == 600)
  }

  @Test("Equal seeds give equal traces and other seeds others")
  func seeds() throws {
    let first = try sessions(of: Samples.codingAssistant, seed: 7, first: 300)
    #expect(try sessions(of: Samples.codingAssistant, seed: 7, first: 300) == first)
    #expect(try sessions(of: Samples.codingAssistant, seed: 8, first: 300) != first)
  }

  @Test("Open sessions rise in start and stay within the window")
  func order() throws {
    let all = try sessions(of: Samples.toolAgent)
    let starts = all.compactMap(\.start)
    #expect(starts == starts.sorted())
    #expect(starts.count == all.count)
    #expect(starts.last ?? .max < 900 * .second)
    #expect(all.map(\.number) == Array(0..<all.count))
    // 6/s for 15 minutes; bursts of 80 clients spread the count.
    #expect(abs(Double(all.count) - 5400) < 700)
  }

  private func expectWellFormed(_ session: TraceSession, sharedContexts: Int) throws {
    for (index, context) in session.contexts.enumerated() {
      #expect(context.tokens >= 1)
      if !context.parent.isShared { #expect(context.parent.ownIndex < index) }
      if context.parent.isShared { #expect(context.parent.sharedNumber <= sharedContexts) }
    }
    var answers: [Int32: Int] = [:]
    for (index, record) in session.records.enumerated() {
      for dependency in session.dependencies(of: index) ?? [] { #expect(dependency < index) }
      #expect(record.needed <= record.dependencyCount)
      #expect(record.delay >= 0)
      guard record.kind == .request else { continue }
      #expect(record.inputTokens >= 1)
      #expect(record.outputTokens >= record.reasoningTokens)
      if record.isAnswer { answers[record.turn, default: 0] += 1 }
      if record.extended != .root {
        #expect(session.contexts[record.extended.ownIndex].parent == record.prompt)
        #expect(session.contexts[record.extended.ownIndex].tokens == record.outputTokens)
      }
    }
    let ends = session.records.filter { $0.kind == .turnEnd }
    #expect(ends.count == answers.count)
    #expect(answers.values.allSatisfy { $0 == 1 })
    #expect(session.records.filter { $0.kind == .turnStart }.count >= ends.count)
  }
}
