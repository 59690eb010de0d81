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

  /// Sessions whose tools are numbered by their names.
  private func byName(_ trace: Imported) -> [TraceSession] {
    let names = trace.header.tools.sorted()
    return trace.sessions.map { session in
      var session = session
      for index in session.records.indices
      where session.records[index].kind == .wait && session.records[index].cause == .tool {
        let name = trace.header.tools[Int(session.records[index].actor)]
        session.records[index].actor = UInt16(names.firstIndex(of: name) ?? 0)
      }
      return session
    }
  }

  /// Where two traces differ first.
  private func difference(_ ones: [TraceSession], _ others: [TraceSession]) -> String? {
    for (one, other) in zip(ones, others) where one != other {
      if one.sharedContexts != other.sharedContexts {
        return "\(one.number): \(one.sharedContexts) and \(other.sharedContexts)"
      }
      if one.contexts != other.contexts {
        return "\(one.number): \(one.contexts) and \(other.contexts)"
      }
      for (left, right) in zip(one.records, other.records) where left != right {
        return "\(one.number): \(left) and \(right)"
      }
      return "\(one.number): \(one) and \(other)"
    }
    return ones.count == others.count ? nil : "\(ones.count) and \(others.count) sessions"
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
      // A text has no hashes; those that it is given name what nobody shares.
      let rows = try ForeignRows.text(name).split(separator: "\n")
      let bytes = Array(
        rows.filter { !$0.contains("text_input") }.map { $0 + "\n" }.joined().utf8)
      let first = try imported(bytes, from, block: nil)
      var source = ArraySource(first.header, first.sessions)
      let second = try imported(try exported(&source, to), from, block: nil)
      #expect(tokens(second.sessions) == tokens(first.sessions), "\(name)")
      #expect(second.sessions.map(\.start) == first.sessions.map(\.start), "\(name)")
      #expect(difference(second.sessions, first.sessions) == nil, "\(name)")
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
      #expect(difference(byName(second), byName(first)) == nil, "\(to)")
      let kept = trace.sessions.filter { $0.start != nil && $0.classIndex != 1 }
      let sent = Set(tokens(first.sessions))
      for request in tokens(kept) where to != .aiperf {
        #expect(sent.contains([max(1, request[0]), request[1]]), "\(to)")
      }
    }
  }

  /// Requests of each session in order: tokens in and out; sessions in an order of their own.
  ///
  /// - Parameter isInOrder: false where requests beside each other have no order.
  private func bySession(_ sessions: [TraceSession], isInOrder: Bool) -> [[Int32]] {
    let all: [[Int32]] = sessions.map { session in
      let requests = session.records.filter { $0.kind == .request }
      let pairs = requests.map { [$0.inputTokens, $0.outputTokens] }
      let sorted = isInOrder ? pairs : pairs.sorted { $0.lexicographicallyPrecedes($1) }
      return sorted.flatMap(\.self)
    }
    return all.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func contextTokens(_ sessions: [TraceSession]) -> Int {
    sessions.flatMap(\.sharedContexts).reduce(0) { $0 + Int($1.tokens) }
  }

  @Test("Real files come back: sessions where the format has them, each request in its order")
  func publicFiles() throws {
    guard publicTraces != nil else { return }
    for path in ["mooncake/conversation_trace.jsonl", "kv-cache-tester"] {
      let inputs =
        path.hasSuffix("jsonl")
        ? [ImportInput(chunks: chunks(try PublicTraces.bytes(path)))]
        : try PublicTraces.inputs(path, "trace_", ".json")
      let source = try Imported(inputs, ImportOptions(model: "m1"))
      for (to, from) in Self.pairs {
        // Nothing is told but the format: rows say the size of their blocks.
        var trace = ArraySource(source.header, source.sessions)
        let first = try imported(try exported(&trace, to), from, block: nil)
        var again = ArraySource(first.header, first.sessions)
        let second = try imported(try exported(&again, to), from, block: nil)
        #expect(difference(byName(second), byName(first)) == nil, "\(path) \(to)")
        #expect(tokens(first.sessions).count == source.requests.count, "\(path) \(to)")
        switch to {
        case .mooncake, .vllm, .aiperf:
          // Later turns of AIPerf's have at least one token out.
          guard to != .aiperf || path != "kv-cache-tester" else { break }
          #expect(tokens(first.sessions) == tokens(source.sessions), "\(path) \(to)")
        case .agenticMooncake, .otel, .blis:
          let isInOrder = to == .agenticMooncake || path != "kv-cache-tester"
          let kept = bySession(first.sessions, isInOrder: isInOrder)
          #expect(kept == bySession(source.sessions, isInOrder: isInOrder), "\(path) \(to)")
        }
        if path.hasSuffix("jsonl"), to != .blis, to != .otel {
          let shared = contextTokens(first.sessions)
          #expect(shared == contextTokens(source.sessions), "\(path) \(to)")
        }
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
