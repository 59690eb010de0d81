import Domain
import Testing

@testable import TraceFormats

/// Steps keep what sessions are and what prompts share.
@Suite("transforming a trace")
struct TransformTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5]

  private func summary(_ source: any TraceSource) throws -> TraceSummary {
    var source = source
    return try TraceSurvey.summary(of: &source)
  }

  private func sessions(_ source: any TraceSource) throws -> [TraceSession] {
    var source = source
    var found: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { found.append(session) }
    return found
  }

  /// What comes out can be written and read again, with every check that a reader makes.
  private func isValid(_ source: any TraceSource) throws -> Bool {
    let read = try sessions(source)
    let bytes = try nativeBytes(ArraySource(source.header, read))
    var again = try TraceReader.open(model: "", chunks: chunks(bytes))
    var session = TraceSession()
    var index = 0
    while try again.next(&session) {
      guard session == read[index] else { return false }
      index += 1
    }
    return index == read.count && again.header == source.header
  }

  /// A session without its number, moment and the numbers of what it shares: what must stay.
  private func content(_ session: TraceSession) -> [TraceRecord] {
    session.records.map { record in
      var record = record
      if record.prompt.isShared { record.prompt = .root }
      if record.extended.isShared { record.extended = .root }
      return record
    }
  }

  @Test("scaling by 2 and then by 0.5 gives the trace back, but for a nanosecond", arguments: seeds)
  func scaledBack(seed: UInt64) throws {
    let trace = randomTrace(seed: seed)
    let twice = try ScaledTrace(trace, factor: 2)
    #expect(twice.header.duration == trace.header.duration / 2)
    #expect(twice.header.classes[1].closed?.until == 49_500_000_000)
    let back = try ScaledTrace(twice, factor: 0.5)
    let (before, after) = (try sessions(trace), try sessions(back))
    #expect(before.count == after.count)
    for (one, other) in zip(before, after) {
      #expect(abs((one.start ?? 0) - (other.start ?? 0)) <= 1)
      var same = other
      same.start = one.start
      #expect(same == one)
    }
    #expect(try isValid(twice))
  }

  @Test("scaling leaves reuse without limit as it was", arguments: seeds)
  func scaledReuse(seed: UInt64) throws {
    let trace = randomTrace(seed: seed)
    let (before, after) = (try summary(trace), try summary(try ScaledTrace(trace, factor: 3)))
    #expect(before.reuse.idealTokens == after.reuse.idealTokens)
    #expect(before.input == after.input && before.thinkTimes == after.thinkTimes)
  }

  @Test("a scaled trace that lasts too long is refused")
  func scaledTooFar() throws {
    #expect(throws: TraceError.self) {
      try ScaledTrace(randomTrace(seed: 1), factor: 1e-6)
    }
  }

  @Test("thinning keeps sessions whole, and more of them for a larger share", arguments: seeds)
  func thinned(seed: UInt64) throws {
    let trace = randomTrace(seed: seed, sessions: 200)
    let all = try sessions(trace)
    var before: [Int] = []
    for share in [0.25, 0.5, 0.75] {
      let kept = try sessions(ThinnedTrace(trace, share: share, seed: 7))
      // Sessions are told from each other by all that they do.
      var places: [Int] = []
      var rest = all.indices[...]
      for session in kept {
        let place = try #require(
          rest.first { content(all[$0]) == content(session) && all[$0].start == session.start })
        places.append(place)
        rest = rest[(place + 1)...]
      }
      #expect(abs(Double(kept.count) / 200 - share) < 0.13)
      #expect(kept.count > before.count)
      before = places
      #expect(try isValid(ThinnedTrace(trace, share: share, seed: 7)))
    }
    #expect(
      try sessions(ThinnedTrace(trace, share: 0.5, seed: 7))
        != sessions(ThinnedTrace(trace, share: 0.5, seed: 8)))
  }

  @Test("a share of all keeps every figure", arguments: seeds)
  func thinnedByNothing(seed: UInt64) throws {
    let trace = randomTrace(seed: seed)
    #expect(try summary(trace) == summary(ThinnedTrace(trace, share: 1, seed: 1)))
  }

  @Test("windows that follow each other have all open sessions between them", arguments: seeds)
  func cut(seed: UInt64) throws {
    let trace = randomTrace(seed: seed, sessions: 100)
    let whole = try summary(trace)
    let open = try sessions(trace).filter { $0.classIndex != 1 }
    let middle: Nanoseconds = 50_000_000_000
    var found = 0
    for window in [0..<middle, middle..<100_000_000_000] {
      let part = try CutTrace(trace, window: window)
      #expect(part.header.duration == middle)
      let held = try sessions(part).filter { $0.classIndex != 1 }
      #expect(held.allSatisfy { ($0.start ?? -1) >= 0 })
      found += held.count
      #expect(try isValid(part))
    }
    let inside = open.filter { ($0.start ?? 0) < 100_000_000_000 }
    #expect(found == inside.count && whole.sessions == 100)
  }

  @Test("a window beyond the trace, or without sessions, is refused")
  func cutEmpty() throws {
    let trace = randomTrace(seed: 1)
    #expect(throws: TraceError.self) {
      try CutTrace(trace, window: 200_000_000_000..<300_000_000_000)
    }
    let one = ArraySource(
      trace.header, [TraceSession(number: 0, classIndex: 0, start: 5_000_000_000)])
    let empty = try CutTrace(one, window: 0..<1_000_000_000)
    #expect(throws: TraceError.self) { try sessions(empty) }
  }

  @Test("merged traces add up, and share nothing with each other", arguments: seeds)
  func merged(seed: UInt64) throws {
    let (one, other) = (randomTrace(seed: seed), randomTrace(seed: seed + 100, sessions: 60))
    let joined = try JoinedTrace([one, other])
    let (a, b, both) = (try summary(one), try summary(other), try summary(joined))
    #expect(both.sessions == a.sessions + b.sessions && both.requests == a.requests + b.requests)
    #expect(both.input.total == a.input.total + b.input.total)
    #expect(both.output.total == a.output.total + b.output.total)
    #expect(both.reuse.idealTokens == a.reuse.idealTokens + b.reuse.idealTokens)
    #expect(both.agents.map(\.name) == a.agents.map(\.name))
    #expect(
      both.agents.map(\.requests)
        == zip(a.agents, b.agents).map { $0.0.requests + $0.1.requests })
    #expect(
      joined.header.classes.map(\.name)
        == ["users", "back/ground", "Ü\"\\", "users-2", "back/ground-2", "Ü\"\\-2"])
    #expect(joined.header.assertions.map(\.text).contains("p99.9 ttft of users-2 < 200ms"))
    #expect(try isValid(joined))
  }

  @Test("traces with blocks of other sizes are merged and it is said; parts are not")
  func notMerged() throws {
    let one = randomTrace(seed: 1)
    var other = randomTrace(seed: 2)
    other.header.blocks = BlockIdentity(tokens: 512, rounding: .ceil)
    let joined = try JoinedTrace([one, other])
    #expect(joined.header.blocks == nil)
    #expect(joined.header.account.contains { $0.field == "blocks" && $0.fate == .dropped })
    other.header.blocks = one.header.blocks
    other.header.part = TracePart(first: 1, sessions: 2, of: 4)
    #expect(throws: JoinedTrace.Mismatch.self) { try JoinedTrace([one, other]) }
  }

  @Test("copies reuse what the trace reuses, and nothing of each other", arguments: seeds)
  func repeated(seed: UInt64) throws {
    var trace = randomTrace(seed: seed)
    trace.header.duration = 400_000_000_000
    let fixed = trace
    let copies = try RepeatedTrace(times: 3) { () throws(TraceError) in fixed }
    let (one, three) = (try summary(trace), try summary(copies))
    #expect(three.sessions == 3 * one.sessions && three.requests == 3 * one.requests)
    #expect(three.reuse.idealTokens == 3 * one.reuse.idealTokens)
    #expect(three.reuse.idealBlocks == 3 * one.reuse.idealBlocks)
    #expect(copies.header.duration == 3 * trace.header.duration)
    #expect(three.input.quantile(0.9) == one.input.quantile(0.9))
    #expect(try isValid(copies))
    let starts = try sessions(copies).filter { $0.classIndex != 1 }.compactMap(\.start)
    #expect(starts == starts.sorted())
    #expect(starts.last ?? 0 > 2 * trace.header.duration)
  }

  @Test("copies of a trace without a length follow its last start")
  func repeatedImport() throws {
    let text = """
      {"timestamp": 0, "input_length": 600, "output_length": 5, "hash_ids": [1, 2]}
      {"timestamp": 1000, "input_length": 700, "output_length": 5, "hash_ids": [1, 3]}
      {"timestamp": 4000, "input_length": 600, "output_length": 5, "hash_ids": [1, 2]}

      """
    let copies = try RepeatedTrace(times: 2) { () throws(TraceError) in
      try TraceReader.open(model: "m", chunks: chunks(text))
    }
    let found = try sessions(copies)
    #expect(
      found.map(\.start) == [0, 1000, 4000, 6000, 7000, 10_000].map { $0 * 1_000_000 })
    let (one, two) = (
      try summary(try TraceReader.open(model: "m", chunks: chunks(text))), try summary(copies)
    )
    #expect(two.reuse.idealBlocks == 2 * one.reuse.idealBlocks && one.reuse.idealBlocks == 3)
    #expect(throws: TraceError.self) {
      try RepeatedTrace(times: 2, every: 3_000_000_000) { () throws(TraceError) in
        try TraceReader.open(model: "m", chunks: chunks(text))
      }
    }
  }

  @Test("a trace without names has every statistic of the trace", arguments: seeds)
  func anonymous(seed: UInt64) throws {
    let trace = randomTrace(seed: seed)
    let hidden = AnonymousTrace(trace)
    var (one, other) = (try summary(trace), try summary(hidden))
    #expect(other.agents.map(\.name) == ["agent-1", "agent-2", "agent-3"])
    #expect(other.classes.map(\.name) == ["class-1", "class-2", "class-3"])
    for index in one.agents.indices { other.agents[index].name = one.agents[index].name }
    for index in one.classes.indices { other.classes[index].name = one.classes[index].name }
    for index in one.tools.indices { other.tools[index].name = one.tools[index].name }
    (one.arrivals, other.arrivals) = ([], [])
    #expect(one == other)
    let bytes = String(
      decoding: try nativeBytes(ArraySource(hidden.header, try sessions(hidden))), as: UTF8.self)
    for name in ["Zürich", "planner", "users", "grep", "made/up", "t7"] {
      #expect(!bytes.contains(name))
    }
    #expect(hidden.header.assertions.map(\.text).contains("p99.9 ttft of class-1 < 200ms"))
    #expect(try isValid(hidden))
  }
}
