import Domain
import Testing

@testable import TraceFormats

/// A trace in another format.
func exported(
  _ source: inout some TraceSource, _ format: ExportFormat, blockTokens: Int? = nil
) throws -> [UInt8] {
  var exporter = TraceExporter(
    header: source.header, options: ExportOptions(format: format, blockTokens: blockTokens))
  var bytes: [UInt8] = []
  var session = TraceSession()
  while try source.next(&session) {
    exporter.append(session)
    bytes += exporter.takeBytes()
  }
  exporter.finish()
  return bytes + exporter.takeBytes()
}

@Suite("round trips of foreign formats")
struct ForeignRoundTripTests {
  private static let pairs: [(ExportFormat, TraceFormat)] = [
    (.mooncake, .mooncake), (.vllm, .vllm), (.agenticMooncake, .agenticMooncake),
    (.aiperf, .aiperf), (.blis, .blis), (.otel, .otel),
  ]

  private func imported(
    _ bytes: [UInt8], _ format: TraceFormat, block: Int?
  ) throws -> Imported {
    var options = ImportOptions(model: "m1")
    options.blockTokens = block
    return try Imported([ImportInput(chunks: chunks(bytes))], format: format, options)
  }

  /// What every format keeps: of each request its tokens, in any order.
  private func tokens(_ sessions: [TraceSession]) -> [[Int32]] {
    sessions.flatMap(\.records).filter { $0.kind == .request }
      .map { [$0.inputTokens, $0.outputTokens] }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  @Test("Rows imported, exported and imported again are equal but for what is declared lost")
  func fixtures() throws {
    let files: [(ExportFormat, TraceFormat, String)] = [
      (.mooncake, .mooncake, "mooncake.jsonl"), (.vllm, .vllm, "mooncake.jsonl"),
      (.agenticMooncake, .agenticMooncake, "agentic-mooncake.jsonl"),
      (.aiperf, .aiperf, "aiperf.jsonl"), (.blis, .blis, "blis.csv"), (.otel, .otel, "otel.json"),
    ]
    for (to, from, name) in files {
      let bytes = Array(try ForeignRows.text(name).utf8)
      let first = try imported(bytes, from, block: nil)
      var source = ArraySource(first.header, first.sessions)
      let second = try imported(try exported(&source, to), from, block: nil)
      #expect(tokens(second.sessions) == tokens(first.sessions), "\(name)")
      #expect(second.sessions.map(\.start) == first.sessions.map(\.start), "\(name)")
      #expect(second.sessions.map(\.contexts) == first.sessions.map(\.contexts), "\(name)")
      #expect(
        second.sessions.map(\.sharedContexts) == first.sessions.map(\.sharedContexts), "\(name)")
      #expect(second.sessions.map(\.records) == first.sessions.map(\.records), "\(name)")
      #expect(second.sessions == first.sessions, "\(name)")
    }
  }

  @Test(
    "What is exported from any trace is read, and exported again is the same", arguments: 0..<30)
  func anyTrace(seed: Int) throws {
    var trace = randomTrace(seed: UInt64(seed), sessions: 60)
    trace.clear { $0.hasEmptyPrompt }
    for (to, from) in Self.pairs {
      var source = trace
      let bytes = try exported(&source, to, blockTokens: 64)
      if bytes.isEmpty { continue }
      let first = try imported(bytes, from, block: 64)
      var again = ArraySource(first.header, first.sessions)
      let second = try imported(try exported(&again, to, blockTokens: 64), from, block: 64)
      #expect(tokens(second.sessions) == tokens(first.sessions), "\(to)")
      if to == .mooncake || to == .vllm || to == .agenticMooncake {
        #expect(second.sessions == first.sessions, "\(to)")
      }
      let kept = trace.sessions.filter { $0.start != nil && $0.classIndex != 1 }
      let sent = Set(tokens(first.sessions))
      for request in tokens(kept) where to != .aiperf {
        #expect(sent.contains([max(1, request[0]), request[1]]), "\(to)")
      }
    }
  }

  @Test("Prompts share in Mooncake's blocks what they shared in the trace", arguments: 0..<20)
  func sharing(seed: Int) throws {
    var trace = randomTrace(seed: UInt64(seed), sessions: 20)
    trace.clear { $0.classIndex == 1 || $0.hasEmptyPrompt }
    var source = trace
    let found = try imported(
      try exported(&source, .mooncake, blockTokens: 16), .mooncake, block: 16)
    // Both ways, a block is found if an earlier prompt had it: in order of moments.
    var numbers = BlockNumbers(blockTokens: 16)
    var known = Set<Int>()
    var ids: [Int] = []
    var distinct = 0
    for session in trace.sessions {
      numbers.begin(session)
      for record in session.records where record.kind == .request {
        numbers.blocks(of: record, into: &ids)
        for id in ids where known.insert(id).inserted { distinct += 1 }
      }
    }
    let tokens = found.sessions.flatMap(\.sharedContexts).reduce(0) { $0 + Int($1.tokens) }
    #expect(tokens == 16 * distinct)
  }
}

extension TraceSession {
  /// A prompt without tokens is read as one token.
  fileprivate var hasEmptyPrompt: Bool {
    records.contains { $0.kind == .request && $0.inputTokens == 0 }
  }
}

extension ArraySource {
  /// Takes what happens out of sessions; the contexts that they bring stay.
  fileprivate mutating func clear(where isUnwanted: (TraceSession) -> Bool) {
    for index in sessions.indices where isUnwanted(sessions[index]) {
      sessions[index].records = []
      sessions[index].dependencies = []
      sessions[index].speeches = []
    }
  }
}
