import Domain
import Testing

@testable import TraceGeneration

/// The table of §7.1 of the language reference: what a change to the file leaves as it was.
@Suite struct IdentityTests {
  private let base = Samples.codingAssistant

  /// Sessions of one class by name, without what other classes decide: numbers of shared contexts.
  private func content(
    _ workload: Workload, _ name: String = "interactive", first: Int = 80, load: Double = 1
  ) throws -> [TraceSession] {
    let index = try #require(workload.classes.firstIndex { $0.name == name })
    var sessions: [TraceSession] = []
    var generator = try TraceGenerator(workload: workload, seed: 5, load: load, fingerprint: "")
    var tokens: [Int] = [0]
    var session = TraceSession()
    while sessions.count < first, try generator.next(&session) {
      for shared in session.sharedContexts {
        tokens.append(tokens[Int(shared.parent)] + Int(shared.tokens))
      }
      guard session.classIndex == index else { continue }
      var canonical = session
      canonical.classIndex = 0
      canonical.sharedContexts = []
      // A shared context is known by the tokens of its path.
      func named(_ reference: ContextReference) -> ContextReference {
        reference.isShared ? .shared(tokens[reference.sharedNumber]) : reference
      }
      for context in canonical.contexts.indices {
        canonical.contexts[context].parent = named(canonical.contexts[context].parent)
      }
      for record in canonical.records.indices {
        canonical.records[record].prompt = named(canonical.records[record].prompt)
      }
      sessions.append(canonical)
    }
    return sessions
  }

  private func withoutStarts(_ sessions: [TraceSession]) -> [TraceSession] {
    sessions.map { session in
      var session = session
      session.start = nil
      return session
    }
  }

  @Test("Adding and reordering classes, agents, tools and contexts leaves other classes alone")
  func otherDefinitions() throws {
    let before = try content(base)
    var changed = base
    changed.classes = [
      TrafficClass(
        name: "more", agent: 2, arrivals: Arrivals(.poisson(.constant(3))), model: "deepseek-r1"),
      base.classes[1], base.classes[0],
    ]
    changed.contexts.append(
      ContextDefinition(workload: base.name, name: "more", tokens: tokens(9), sharedBy: .everyone))
    changed.tools.append(tool("more"))
    changed.agents.append(
      Agent(
        workload: base.name, name: "more", contexts: [2], input: tokens(3),
        steps: [call([3]), generate(tokens(4))]))
    #expect(try content(changed) == before)
    changed.classes.removeFirst(2)
    #expect(try content(changed) == before)
  }

  @Test("Rates, curves, spikes and load move starts only")
  func rates() throws {
    let before = try content(base)
    var changed = base
    changed.classes[0].arrivals = Arrivals(
      .gamma(.wave(mean: 2, peak: 3, period: 60 * .second, peakAt: 0), cv: 2),
      spikes: [.init(at: 0, duration: 5 * .second, times: 9)])
    let after = try content(changed)
    #expect(after.map(\.start) != before.map(\.start))
    #expect(withoutStarts(after) == withoutStarts(before))
    #expect(withoutStarts(try content(base, load: 1.7)) == withoutStarts(before))
    let closed = try content(base, "overnight", first: 200)
    #expect(
      withoutStarts(try content(base, "overnight", first: 200, load: 2)) == withoutStarts(closed))
  }

  @Test("Changing one distribution leaves all other draws, and the rank of its own")
  func oneDistribution() throws {
    var changed = base
    changed.agents[0].input = tokens(p50: 500, p99: 6000)
    changed.agents[0].compaction = nil
    var plain = base
    plain.agents[0].compaction = nil
    let (small, large) = try (content(plain), content(changed))
    #expect(small != large)
    for (one, other) in zip(small, large) {
      #expect(one.requests.map(\.outputTokens) == other.requests.map(\.outputTokens))
      #expect(one.waits.map(\.delay) == other.waits.map(\.delay))
      let own = zip(one.requests, other.requests).filter { $0.0.actor == 0 }
      #expect(own.allSatisfy { $0.inputTokens < $1.inputTokens })
    }
    // The first context of a session's own is the input of its first turn.
    let inputs = zip(small, large).map { ($0.contexts[0].tokens, $1.contexts[0].tokens) }
    let ranked = inputs.sorted { $0.1 < $1.1 }.map(\.0)
    #expect(ranked == ranked.sorted())
  }

  @Test("Adding a call to a list leaves the lengths of every generate in it")
  func addCall() throws {
    var (plain, changed) = (base, base)
    for index in [0, 1] {
      plain.agents[index].compaction = nil
      changed.agents[index].compaction = nil
    }
    guard case .repeat(let number, let steps) = changed.agents[0].steps[1] else {
      Issue.record("no repeat")
      return
    }
    changed.agents[0].steps[1] = .repeat(count: number, steps: steps + [call([1])])
    changed.agents[0].steps.insert(call([0]), at: 0)
    for (one, other) in zip(try content(plain), try content(changed)) {
      #expect(one.requests.map(\.outputTokens) == other.requests.map(\.outputTokens))
      #expect(one.waits.count < other.waits.count)
    }
  }

  @Test("Raising turns and repeats keeps the turns and iterations that were there")
  func raise() throws {
    func one(turns: Double, times: Double) throws -> TraceSession {
      var worker = agent([
        .repeat(count: count(times), steps: [generate(tokens(p50: 90, p99: 900)), call([0])])
      ])
      worker.turns = count(turns)
      worker.think = seconds(p50: 3, p99: 9)
      let tools = [tool("search", latency: seconds(p50: 1, p99: 8))]
      return try sessions(of: makeWorkload([worker], tools: tools), first: 1)[0]
    }
    let few = try one(turns: 2, times: 3)
    let more = try one(turns: 5, times: 3)
    // The last output is extended by the turns that came to it.
    func withoutUse(_ records: some Sequence<TraceRecord>) -> [TraceRecord] {
      records.map { record in
        var record = record
        record.extended = .root
        return record
      }
    }
    #expect(withoutUse(more.records.prefix(few.records.count)) == withoutUse(few.records))
    let longer = try one(turns: 2, times: 4)
    let sizes = few.requests.map(\.outputTokens)
    #expect(longer.requests.prefix(3).map(\.outputTokens) == Array(sizes.prefix(3)))
    #expect(longer.requests[4..<7].map(\.outputTokens) == Array(sizes.suffix(3)))
  }

  @Test("Tenants, priority, deadline and targets leave sizes and times")
  func tenants() throws {
    let before = try content(base)
    var changed = base
    changed.classes[0].tenants = .named([.init(name: "acme", weight: 1)])
    changed.classes[0].priority = .low
    changed.classes[0].deadline = 5 * .second
    changed.classes[0].slo = [.init(metric: .turn, value: 1)]
    let after = try content(changed)
    #expect(after.map(\.records) == before.map(\.records))
    #expect(after.map(\.start) == before.map(\.start))
    #expect(after.allSatisfy { $0.tenant == "acme" })
  }

  @Test("A copy of a shared context has one size for all sessions and classes")
  func copies() throws {
    let workload = Samples.codingAssistant
    var sizes: [Int32: Set<Int32>] = [:]
    var seen = Set<Int32>()
    for session in try sessions(of: workload, first: 900) {
      for shared in session.sharedContexts {
        sizes[shared.parent, default: []].insert(shared.tokens)
        seen.insert(shared.tokens)
      }
      // The reviewer reads what the coder reads: no context is numbered again for it.
      #expect(session.sharedContexts.count <= 2)
    }
    #expect(sizes[0] == [12_000])
    #expect(sizes.keys.sorted() == [0, 1])
    #expect(seen.count > 200)
  }

  @Test("A session made alone is the one that is made in its place")
  func alone() throws {
    let workload = Samples.chat
    let whole = try sessions(of: workload, seed: 3, first: 41)[40]
    let root = RandomStream(seed: 3)
    let program = try ProgramCompiler(workload, root: root, windows: [:]).program
    var builder = SessionBuilder(program: program)
    var session = TraceSession(number: 40, tenant: whole.tenant)
    let stream = root.named("users").numbered(40)
    _ = try builder.build(agent: 0, classModel: 0, stream: stream, into: &session)
    #expect(session.records.map(\.outputTokens) == whole.records.map(\.outputTokens))
    #expect(session.records.map(\.inputTokens) == whole.records.map(\.inputTokens))
    #expect(session.records.map(\.delay) == whole.records.map(\.delay))
    #expect(session.contexts.map(\.tokens) == whole.contexts.map(\.tokens))
    #expect(session.records.count > 3)
  }
}
