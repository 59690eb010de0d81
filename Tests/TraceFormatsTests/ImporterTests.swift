import Domain
import Foundation
import Testing
import TraceFormats

/// Folder of real public traces; without it their tests are skipped.
let publicTraces = ProcessInfo.processInfo.environment["BATON_TRACES"]

func open(_ text: String) throws -> any TraceSource {
  try TraceReader.open(model: "deepseek-r1", chunks: chunks(text, of: 7))
}

private func error(_ text: String) -> TraceError? {
  do {
    var source = try open(text)
    var session = TraceSession()
    while try source.next(&session) {}
    return nil
  } catch { return error as? TraceError }
}

@Suite("importers")
struct ImporterTests {
  @Test("Mooncake's hashes become a tree in which equal prefixes are one path")
  func tree() throws {
    var source = try open(
      """
      {"timestamp": 0, "input_length": 1000, "output_length": 5, "hash_ids": [0, 1]}
      {"timestamp": 2.5, "input_length": 1500, "output_length": 0, "hash_ids": [0, 7, 8]}
      {"timestamp": 3, "input_length": 500, "output_length": 1, "hash_ids": [0]}\r

      """)
    var sessions: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { sessions.append(session) }
    #expect(sessions.map(\.start) == [0, 2_500_000, 3_000_000])
    #expect(sessions[0].sharedContexts == [SharedContext(parent: 0, keep: 0, tokens: 1024)])
    #expect(sessions[1].sharedContexts == [SharedContext(parent: 1, keep: 512, tokens: 1024)])
    #expect(sessions[2].sharedContexts == [SharedContext(parent: 1, keep: 512, tokens: 0)])
    #expect(sessions.map { $0.records[0].inputTokens } == [1000, 1500, 500])
    #expect(source.header.blocks == BlockIdentity(tokens: 512, rounding: .ceil))
  }

  @Test("Azure's wall clock counts from the first row, without a final newline too")
  func azure() throws {
    var source = try open(
      "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-12-31 23:59:59.9999999,4808,10\r\n"
        + "2024-01-01 00:00:00.0000001,7,0")
    var sessions: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { sessions.append(session) }
    #expect(sessions.map(\.start) == [0, 200])
    #expect(sessions.map { $0.records[0].outputTokens } == [10, 0])
  }

  @Test("what can't be read is told with its place")
  func errors() {
    #expect(error("")?.message == "the trace is empty")
    #expect(error("\u{0}\u{1}\u{2}binary")?.message == "this is binary data, not a trace")
    #expect(error("hello")?.message == "this is no trace that Baton knows")
    let misspelt = error("{\"timestamp\":1,\"input_lenght\":2,\"hash_ids\":[]}")
    #expect(misspelt?.help == "did you mean \"input_length\"?")
    #expect(misspelt?.column == 17)
    let cut = error(
      "{\"timestamp\":1,\"input_length\":2,\"output_length\":3,\"hash_ids\":[1]}\n{\"timestamp\":4,"
    )
    #expect(cut?.line == 2 && (cut?.column ?? 0) > 10)
    let late = error("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.97,1,x")
    #expect(late?.line == 2)
  }

  @Test("the Azure code trace has its published figures", .enabled(if: publicTraces != nil))
  func azureFigures() throws {
    let path = "\(publicTraces ?? "")/azure/AzureLLMInferenceTrace_code.csv"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    var source = try TraceReader.open(model: "deepseek-r1", chunks: chunks(bytes))
    var (rows, input, output, last) = (0, 0, 0, Int64(0))
    var session = TraceSession()
    while try source.next(&session) {
      rows += 1
      input += Int(session.records[0].inputTokens)
      output += Int(session.records[0].outputTokens)
      last = session.start ?? 0
    }
    #expect((rows, input, output) == (8819, 18_059_974, 245_896))
    #expect(abs(Double(last) / 1e9 - 3435.948) < 0.001)
  }

  @Test("the Mooncake trace has its published figures", .enabled(if: publicTraces != nil))
  func mooncakeFigures() throws {
    let path = "\(publicTraces ?? "")/mooncake/conversation_trace.jsonl"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    var source = try TraceReader.open(model: "deepseek-r1", chunks: chunks(bytes))
    var (rows, input, output, fresh, last) = (0, 0, 0, 0, Int64(0))
    var session = TraceSession()
    while try source.next(&session) {
      rows += 1
      input += Int(session.records[0].inputTokens)
      output += Int(session.records[0].outputTokens)
      for context in session.sharedContexts { fresh += Int(context.tokens) / 512 }
      last = session.start ?? 0
    }
    #expect((rows, input, output) == (12_031, 144_793_823, 4_122_048))
    #expect(fresh == 182_790)
    #expect(last == 3_536_999_000_000)
  }
}
