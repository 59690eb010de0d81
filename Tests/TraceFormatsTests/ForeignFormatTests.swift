import Domain
import Testing

@testable import TraceFormats

/// What an import gave.
struct Imported {
  var header: TraceHeader
  var sessions: [TraceSession]
  var report: ImportReport

  init(_ inputs: [ImportInput], format: TraceFormat? = nil, _ options: ImportOptions) throws {
    let source = try TraceReader.open(format: format, inputs, options)
    var imported = try #require(source as? any ImportedTrace)
    self = try Imported(draining: &imported)
  }

  init(
    _ text: String, format: TraceFormat? = nil, _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws {
    var options = ImportOptions(model: "m")
    change(&options)
    try self.init([ImportInput(chunks: chunks(text, of: 7))], format: format, options)
  }

  private init(draining source: inout some ImportedTrace) throws {
    header = source.header
    sessions = try drain(&source)
    report = source.report
  }

  var requests: [TraceRecord] { sessions.flatMap(\.records).filter { $0.kind == .request } }
  var waits: [TraceRecord] { sessions.flatMap(\.records).filter { $0.kind == .wait } }
}

@Suite("foreign formats")
struct ForeignFormatTests {
  private func rows(_ name: String) throws -> String { try ForeignRows.text(name) }

  /// ServeGen's clients need a second file.
  private func imported(_ format: TraceFormat, _ text: String) throws -> Imported {
    guard format == .servegen else { return try Imported(text) }
    return try Imported(
      [
        ImportInput(name: "chunk-0-trace.csv", chunks: chunks(text)),
        ImportInput(
          name: "chunk-0-dataset.json", chunks: chunks(try rows("servegen-dataset.json"))),
      ], ImportOptions(model: "m"))
  }

  @Test("Each is found from its content, reads, and says of each field what became of it")
  func all() throws {
    for (format, name) in ForeignRows.files {
      let text = try rows(name)
      #expect(TraceFormat.detect(Array(text.utf8)) == format)
      let found = try imported(format, text)
      #expect(found.report.format == format.rawValue && !found.sessions.isEmpty, "\(format)")
      #expect(found.header.account.contains { $0.fate == .kept }, "\(format)")
      #expect(found.header.account.contains { $0.field.lowercased() == "model" }, "\(format)")
      let names = found.header.account.map(\.field)
      #expect(Set(names).count == names.count, "\(format): \(names)")
      #expect(found.sessions.map(\.number) == Array(0..<found.sessions.count))
      // What was imported is a trace that Baton's own reader takes.
      let bytes = try nativeBytes(ArraySource(found.header, found.sessions))
      var reader = try NativeTraceReader(chunks: chunks(bytes))
      #expect(reader.header == found.header)
      #expect(try drain(&reader) == found.sessions, "\(format)")
    }
  }

  @Test("Windows line ends, a byte order mark and no last newline change nothing")
  func dressing() throws {
    for (format, name) in ForeignRows.files where format != .servegen {
      let text = try rows(name)
      let plain = try Imported(text)
      let crlf = text.replacing("\n", with: "\r\n")
      for dressed in [crlf, "\u{FEFF}" + text, String(text.dropLast()), "\u{FEFF}" + crlf + "\r\n"]
      {
        let found = try Imported(dressed)
        #expect(found.sessions == plain.sessions, "\(format)")
      }
    }
  }

  @Test("Azure of 2025: wall clocks of three kinds, and a column that is dropped")
  func azure() throws {
    let found = try Imported(rows("azure.csv"))
    #expect(found.sessions.map(\.start) == [0, 250_000_000, 1_000_000_000])
    #expect(found.report.account.contains { $0.field == "NumImages" && $0.fate == .dropped })
  }

  @Test("BurstGPT's sessions keep their times and their order; version 1 has none")
  func burst() throws {
    let found = try Imported(rows("burstgpt.csv"))
    #expect(found.sessions.map(\.start) == [5_000_000_000, 9_500_000_000])
    #expect(found.sessions.map { $0.records.count { $0.kind == .request } } == [2, 1])
    #expect(found.waits.map(\.offset) == [40_000_000_000])
    let first = try Imported(rows("burstgpt-1.csv"))
    #expect(first.sessions.map(\.start) == [5_000_000_000, 45_000_000_000])
    // A session that goes on after more than 13 days can't be replayed.
    let weeks = try rows("burstgpt.csv").replacing("\n45,17", with: "\n2000045,17")
    #expect(throws: TraceError.self) { try Imported(weeks) }
    #expect(try Imported(weeks) { $0.isLenient = true }.report.skipped == 2)
    // A column that only looks like the sessions' is none.
    let other = try rows("burstgpt.csv").replacing("Session ID", with: "The Session ID")
    #expect(try Imported(other).sessions.count == 3)
    let late = try rows("burstgpt-1.csv") + "9000000,GPT-4,1,1,2,API log\n"
    #expect(throws: TraceError.self) { try Imported(late) }
    let part = try Imported(late) { $0.window = 40_000_000_000..<60_000_000_000 }
    #expect(part.sessions.map(\.start) == [5_000_000_000] && part.report.outside == 2)
  }

  @Test("Bailian's children wait for parents that may stand behind them")
  func bailian() throws {
    let found = try Imported(rows("bailian.jsonl"))
    #expect(found.sessions.count == 1 && found.header.agents == ["text", "search"])
    #expect(found.requests.map(\.inputTokens) == [40, 64, 20])
    #expect(found.waits.map(\.offset) == [8_886_000_000, 18_886_000_000])
    #expect(found.requests.map(\.actor) == [0, 0, 1])
  }

  @Test("TraceLab's rounds and CSV: prompts go on from what stays, tools take their time")
  func traceLab() throws {
    let rounds = try Imported(rows("tracelab.jsonl"))
    #expect(rounds.header.tools == ["Bash"])
    #expect(rounds.waits.map(\.delay) == [1_000_000_000, 60_000_000_000])
    #expect(rounds.waits.map(\.cause) == [.tool, .think] && rounds.waits[0].calls == 2)
    #expect(rounds.requests.map(\.reasoningTokens) == [0, 12, 0])
    // 500, its answer of 40, 160 more, and 500 that leave after the first 300.
    let tokens = rounds.sessions[0].contexts.map { Int($0.tokens) }
    #expect(tokens.reduce(0, +) == 1200)
    let csv = try Imported(rows("tracelab-csv.csv"))
    #expect(csv.sessions.map(\.start) == [0, 200_000_000])
    #expect(csv.requests.map(\.inputTokens) == [512, 704, 428, 400])
    #expect(csv.waits.map(\.delay) == [100_000_000, 50_000_000])
  }

  @Test("Agentic Mooncake: joins, tools, and plays of version 2")
  func agentic() throws {
    let first = try Imported(rows("agentic-mooncake.jsonl"))
    #expect(first.sessions.map(\.start) == [10_000_000, 12_000_000])
    #expect(first.waits.map(\.delay) == [855_500_000, 100_000_000])
    let join = try #require(first.waits.last)
    #expect(join.needed == 2 && join.cause == .pause)
    let twice = try Imported(
      """
      {"request_id":"a","session_id":"s","timestamp":0,"input_length":9,"output_length":1}
      {"request_id":"b","session_id":"s","input_length":9,"output_length":1,"wait_for":["a","a"]}
      """)
    #expect(twice.requests.map(\.dependencyCount).max() == 1)
    let second = try Imported(rows("agentic-mooncake-2.jsonl"))
    #expect(second.header.blocks == BlockIdentity(tokens: 64, rounding: .ceil))
    #expect(second.requests.map(\.inputTokens).sorted() == [64, 100, 190])
    // What waits for a dispatch waits 20 ms for the first request, and then 3 ms.
    #expect(second.waits.map(\.delay).sorted() == [20_000_000, 23_000_000])
  }

  @Test("AIPerf's later rows add to prompt and answer; those of Dynamo and of deltas don't")
  func sessionRows() throws {
    let found = try Imported(rows("aiperf.jsonl"))
    #expect(found.requests.map(\.inputTokens) == [1536, 2624, 1030, 3])
    #expect(found.waits.map(\.delay) == [2_450_300_000])
    let delta = try Imported(rows("aiperf.jsonl"), format: .mooncakeDelta)
    #expect(delta.requests.map(\.inputTokens) == [1536, 2304, 1030, 3])
    let whole = """
      {"session_id":"x","timestamp":0,"input_length":1024,"output_length":3,"hash_ids":[1,2]}
      {"session_id":"x","delay":9,"input_length":1300,"output_length":3,"hash_ids":[1,2,3]}
      """
    #expect(try Imported(whole).requests.map(\.inputTokens) == [1024, 1300])
  }

  @Test("AIPerf's graphs: forks go on, spawned ones start afresh and are waited for")
  func turns() throws {
    let found = try Imported(rows("aiperf-turns.jsonl"))
    #expect(found.sessions.count == 1)
    // 4 tokens of text; a fork has them and 9 of the answer, as the second turn has.
    #expect(found.requests.map(\.inputTokens).sorted() == [4, 4, 14, 15])
    let wait = try #require(found.waits.first { $0.delay == 1_500_000_000 })
    #expect(wait.needed == 2)
    #expect(found.requests.map(\.outputTokens).sorted() == [4, 5, 9, 256])
  }

  @Test("Dynamo's children are tied to their parents, and tools name the time between")
  func dynamo() throws {
    let found = try Imported(rows("dynamo.jsonl"))
    #expect(found.sessions.map(\.start) == [0] && found.header.tools == ["search"])
    #expect(found.requests.map(\.actor) == [0, 1, 0])
    let last = try #require(found.waits.last)
    #expect(last.cause == .tool && last.delay == 500_000_000 && last.needed == 2)
    #expect(found.requests.map(\.inputTokens) == [128, 20, 190])
  }

  @Test("BLIS: prefixes are shared, tenants and agents kept, rounds wait")
  func blis() throws {
    let found = try Imported(rows("blis.csv"))
    #expect(found.requests.map(\.inputTokens) == [1152, 1212, 30])
    #expect(found.sessions.map(\.tenant) == ["t9", "t2"])
    #expect(found.header.agents == ["chat", "code"])
    #expect(found.sessions[0].sharedContexts == [SharedContext(parent: 0, tokens: 512)])
    #expect(found.waits.map(\.delay) == [250_000_000])
    #expect(found.requests[0].reasoningTokens == 16)
    let header = "trace_version: 2\nsession_context_growth: accumulate\n"
    let growing = try Imported(
      [
        ImportInput(
          name: "a.yaml", chunks: chunks(header)),
        ImportInput(name: "b.csv", chunks: chunks(try rows("blis.csv"))),
      ], ImportOptions(model: "m"))
    #expect(growing.requests.map(\.inputTokens) == [1152, 2428, 30])
  }

  @Test("Spans: a call waits for what had ended, a tool names the wait")
  func spans() throws {
    let found = try Imported(rows("otel.json"))
    #expect(found.requests.map(\.inputTokens) == [812, 1000])
    #expect(found.waits.map(\.delay) == [500_000_000])
    #expect(found.header.tools == ["search"] && found.waits.map(\.cause) == [.tool])
  }

  @Test("RAGPulse: pieces of known length are shared from the start of prompts")
  func ragPulse() throws {
    let found = try Imported(rows("ragpulse.jsonl"))
    #expect(found.sessions.count == 2 && found.report.items == 5)
    #expect(found.sessions.flatMap(\.sharedContexts).map(\.tokens) == [100, 50])
    #expect(found.requests.map(\.inputTokens) == [400, 300, 300])
  }

  @Test("LLMServingSim, Applied Compute and shared prefixes")
  func smaller() throws {
    let simulated = try Imported(rows("llmservingsim.jsonl"))
    #expect(simulated.sessions.map(\.start) == [1000, 4_059_740])
    #expect(simulated.waits.map(\.delay) == [127_348_767])
    #expect(simulated.sessions[1].contexts.map(\.tokens) == [1472, 133, 95])
    let applied = try Imported(rows("applied-compute.jsonl"))
    #expect(applied.requests.map(\.inputTokens) == [4096, 4736, 5088])
    #expect(applied.requests.map(\.outputTokens) == [128, 96, 64])
    #expect(applied.waits.map(\.delay) == [1_400_000_000, 800_000_000])
    let shared = try Imported(rows("shared-prefix.jsonl"))
    #expect(shared.sessions.flatMap(\.sharedContexts).map(\.tokens) == [200])
    #expect(shared.requests.map(\.inputTokens) == [250, 270, 70])
  }

  @Test("Sessions without times start as they are told to")
  func arrivals() throws {
    let rows = "input_length,output_length\n" + String(repeating: "10,2\n", count: 4000)
    #expect(Set(try Imported(rows).sessions.map(\.start)) == [0])
    let even = try Imported(rows) { $0.arrivals = .constant(4) }
    #expect(even.sessions[5].start == 1_250_000_000)
    for process in [ArrivalProcess.poisson(10), .gamma(10, cv: 3)] {
      let drawn = try Imported(rows) { $0.arrivals = process }
      let starts = drawn.sessions.compactMap(\.start)
      #expect(zip(starts, starts.dropFirst()).allSatisfy(<=))
      let gaps = zip(starts.dropFirst(), starts).map { Double($0 - $1) / 1e9 }
      let mean = gaps.reduce(0, +) / Double(gaps.count)
      let square = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
      let cv = square.squareRoot() / mean
      #expect(abs(mean - 0.1) < (process == .poisson(10) ? 0.006 : 0.02), "\(mean)")
      #expect(abs(cv - (process == .poisson(10) ? 1 : 3)) < 0.4, "\(cv)")
      #expect(drawn.header.account.contains { $0.field == "session start" })
      let again = try Imported(rows) { $0.arrivals = process }
      #expect(again.sessions == drawn.sessions)
    }
    for text in ["poisson 2/s", "gamma 30/min cv 2", "constant 5/h", "at-once"] {
      #expect(ArrivalProcess(text) != nil)
    }
    for text in ["poisson", "poisson 0/s", "poisson 2", "gamma 2/s", "gamma 2/s cv 0", "often 2/s"]
    {
      #expect(ArrivalProcess(text) == nil)
    }
  }

  @Test("Rows out of order, two recordings in one file: refused, or sorted")
  func sorting() throws {
    let lines = try rows("mooncake.jsonl").split(separator: "\n")
    let mixed = [lines[2], lines[0], lines[1]].joined(separator: "\n")
    #expect(throws: TraceError.self) { try Imported(mixed) }
    let sorted = try Imported(mixed) { $0.isSorting = true }
    #expect(sorted.sessions == (try Imported(rows("mooncake.jsonl"))).sessions)
    let twice = try Imported(rows("mooncake.jsonl") + rows("mooncake.jsonl")) {
      $0.isSorting = true
    }
    #expect(
      twice.sessions.map(\.start) == [0, 0, 27_500_000, 27_500_000, 3_000_000_000, 3_000_000_000])
  }

  @Test("Rows become sessions where prompts hold what was said, and it is labelled")
  func inference() throws {
    let rows = """
      {"timestamp":0,"input_length":1000,"output_length":100,"hash_ids":[1,2]}
      {"timestamp":5,"input_length":1040,"output_length":9,"hash_ids":[1,9,8]}
      {"timestamp":9,"input_length":1300,"output_length":9,"hash_ids":[1,3,4]}
      {"timestamp":20,"input_length":1900,"output_length":9,"hash_ids":[1,3,5,6]}
      """
    let found = try Imported(rows) { $0.infersSessions = true }
    #expect(found.sessions.map { $0.records.count { $0.kind == .request } } == [3, 1])
    #expect(found.header.account.contains { $0.field == "session" && $0.fate == .inferred })
  }
}
