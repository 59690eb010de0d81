import Domain
import Foundation
import Testing
import TraceFormats

let azureRows =
  "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-12-31 23:59:59.9999999,4808,10\r\n"
  + "2024-01-01 00:00:00.0000001,7,0"

func open(_ text: String) throws -> any TraceSource {
  try TraceReader.open(model: "deepseek-r1", chunks: chunks(text, of: 7))
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
    #expect(sessions[0].sharedContexts == [SharedContext(parent: 0, tokens: 1024)])
    #expect(sessions[1].sharedContexts == [SharedContext(parent: 1, keep: 512, tokens: 1024)])
    #expect(sessions[2].sharedContexts == [SharedContext(parent: 1, keep: 512, tokens: 0)])
    #expect(sessions.map { $0.records[0].inputTokens } == [1000, 1500, 500])
    #expect(source.header.blocks == BlockIdentity(tokens: 512, rounding: .ceil))
  }

  @Test(
    "Azure's wall clock counts from the first row; line ends, a byte order mark don't matter",
    arguments: [azureRows, azureRows + "\r\n", "\u{FEFF}" + azureRows + "\n\n"])
  func azure(text: String) throws {
    var source = try open(text)
    var sessions: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { sessions.append(session) }
    #expect(sessions.map(\.start) == [0, 200])
    #expect(sessions.map { $0.records[0].outputTokens } == [10, 0])
    #expect(
      sessions.map(\.contexts) == [
        [PrivateContext(parent: .root, tokens: 4808)], [PrivateContext(parent: .root, tokens: 7)],
      ])
  }

  @Test("A prompt that ends within a context is named once, and extended from there")
  func prefixes() throws {
    func row(_ ids: [Int]) -> String {
      "{\"timestamp\":0,\"input_length\":\(ids.count * 512),\"output_length\":1,"
        + "\"hash_ids\":\(ids)}\n"
    }
    var source = try open(
      row([0, 1, 2]) + row([0, 1]) + row([0, 1]) + row([0, 1, 5]) + row([0, 1, 2])
        + row([0, 1, 2, 6])
    )
    var sessions: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { sessions.append(session) }
    #expect(
      sessions.map(\.sharedContexts) == [
        [SharedContext(parent: 0, tokens: 1536)],
        [SharedContext(parent: 1, keep: 1024, tokens: 0)], [],
        [SharedContext(parent: 2, tokens: 512)], [], [SharedContext(parent: 1, tokens: 512)],
      ])
    let prompts = sessions.map { $0.records[0].prompt.sharedNumber }
    #expect(prompts == [1, 2, 2, 3, 1, 4])
  }

  @Test("An imported trace written as Baton's own comes back the same")
  func asNative() throws {
    let text = """
      {"timestamp": 0, "input_length": 1000, "output_length": 5, "hash_ids": [0, 1]}
      {"timestamp": 9, "input_length": 500, "output_length": 0, "hash_ids": [0]}
      {"timestamp": 9, "input_length": 0, "output_length": 0, "hash_ids": []}
      """
    for (text, sessions) in [(text, 3), (azureRows, 2)] {
      var source = try open(text)
      var again = ArraySource(source.header, [])
      var session = TraceSession()
      while try source.next(&session) { again.sessions.append(session) }
      #expect(again.sessions.count == sessions)
      var reader = try NativeTraceReader(chunks: chunks(try nativeBytes(again)))
      #expect(reader.header == source.header)
      #expect(try drain(&reader) == again.sessions)
    }
  }

  @Test("Identity and content don't depend on the size of the pieces")
  func pieces() throws {
    let long = azureRows + String(repeating: "\r\n2024-01-01 00:00:00.0000001,7,0", count: 4000)
    var identities: Set<String> = []
    for size in [1000, 65_536, 1 << 20] {
      let source = try TraceReader.open(model: "m", chunks: chunks(long, of: size))
      identities.insert(source.header.fingerprint)
    }
    #expect(identities.count == 1)
    let other = try open(long.replacingOccurrences(of: "4808", with: "4809"))
    #expect(!identities.contains(other.header.fingerprint))
  }

  @Test("A session that held one of another source is replaced whole")
  func reused() throws {
    for text in [azureRows, "{\"timestamp\":0,\"input_length\":7,\"output_length\":1}"] {
      var source = try open(text)
      var session = TraceSession(number: 9, classIndex: 3, tenant: "t9", start: 5, pause: 7)
      #expect(try source.next(&session))
      #expect((session.number, session.classIndex, session.tenant) == (0, 0, "t1"))
      #expect((session.start, session.pause) == (0, 0))
    }
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
    var (rows, input, output, last) = (0, 0, 0, Int64(0))
    var (blocks, freshBlocks, hitTokens) = (0, 0, 0)
    var session = TraceSession()
    while try source.next(&session) {
      let (request, inputTokens) = (session.records[0], Int(session.records[0].inputTokens))
      rows += 1
      input += inputTokens
      output += Int(request.outputTokens)
      let fresh = session.sharedContexts.reduce(0) { $0 + Int($1.tokens) / 512 }
      let length = (inputTokens + 511) / 512
      blocks += length
      freshBlocks += fresh
      hitTokens += min((length - fresh) * 512, inputTokens)
      last = session.start ?? 0
    }
    #expect((rows, input, output) == (12_031, 144_793_823, 4_122_048))
    #expect(freshBlocks == 182_790)
    let blockHit = Double(blocks - freshBlocks) / Double(blocks)
    #expect(abs(blockHit - 0.3664) < 0.00005)
    #expect(abs(Double(hitTokens) / Double(input) - 0.3736) < 0.00005)
    #expect(last == 3_536_999_000_000)
  }
}
