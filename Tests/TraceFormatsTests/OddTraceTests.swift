import Domain
import Testing

@testable import TraceFormats

@Suite("odd traces")
struct OddTraceTests {
  private func span(_ trace: String, _ second: Int, _ tokens: Int) -> String {
    #"{"traceId":"\#(trace)","spanId":"\#(second)","name":"chat m","#
      + #""startTimeUnixNano":"\#(1_700_000_000 + second)000000000","#
      + #""endTimeUnixNano":"\#(1_700_000_001 + second)000000000","attributes":["#
      + #"{"key":"gen_ai.usage.input_tokens","value":{"intValue":"\#(tokens)"}},"#
      + #"{"key":"gen_ai.usage.output_tokens","value":{"intValue":"3"}}]}"#
  }

  private func batch(_ spans: String...) -> String {
    #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"# + "\n"
  }

  @Test("A collector's batches hold parts of several traces: each trace is a session")
  func batches() throws {
    let text =
      batch(span("a", 0, 100), span("b", 1, 50)) + batch(span("b", 9, 70))
      + batch(span("a", 5, 120))
    let found = try Imported(text)
    #expect(found.sessions.count == 2 && found.report.items == 3)
    let inputs = found.sessions.map { session in
      session.records.filter { $0.kind == .request }.map(\.inputTokens)
    }
    #expect(inputs == [[100, 120], [50, 70]])
    #expect(found.waits.map(\.delay) == [4_000_000_000, 7_000_000_000])
    #expect(found.report.absent.contains("gen_ai.tool.name"))
    #expect(!found.header.account.contains { $0.field == "gen_ai.tool.name" })
  }

  @Test("Spans of a document with something behind it are left out whole")
  func garbage() throws {
    let good = batch(span("a", 0, 100))
    let bad = good.dropLast() + " x\n"
    let found = try Imported(bad + good + bad) { $0.isLenient = true }
    #expect((found.report.items, found.report.skipped, found.requests.count) == (3, 2, 1))
  }

  @Test("Sessions of many days come into one replay without the silence, and it is said")
  func silence() throws {
    func row(_ id: Int, _ day: Int) -> String {
      let time = day * 86_400_000
      return #"{"session_id":"\#(id)","timestamp":\#(time),"input_length":5,"output_length":1}"#
        + "\n"
    }
    let found = try Imported(row(0, 1) + row(1, 2) + row(2, 40) + row(3, 41))
    let day: Nanoseconds = 86_400_000_000_000
    let starts = found.sessions.compactMap(\.start)
    #expect(zip(starts.dropFirst(), starts).map { $0 - $1 } == [day, day, day])
    let account = try #require(found.header.account.first { $0.field == FieldAccount.start })
    #expect(account.fate == .inferred && account.note.contains("1 silence of more than 24 h"))
    let rows = (0..<30).map { row($0, $0) }.joined()
    let hours = try Imported(rows).sessions.compactMap(\.start)
    #expect(zip(hours.dropFirst(), hours).allSatisfy { $0 - $1 == day / 4 })
  }

  private func moonRow(_ time: Int, size: Int? = nil) -> String {
    let told = size.map { ", \"block_size\": \($0)" } ?? ""
    return #"{"timestamp": \#(time), "input_length": 100, "output_length": 1, "hash_ids": [1, 2]"#
      + told + "}\n"
  }

  @Test("Rows that stand late and recordings that start over are told")
  func disorder() throws {
    let times = [0, 1000, 5000, 4000, 9000, 20_000, 100, 3000, 30_000]
    let text = times.map { moonRow($0, size: 64) }.joined()
    let found = try Imported(text) { $0.isSorting = true }
    #expect(found.sessions.count == 9)
    #expect((found.report.disorder.late, found.report.disorder.lateLine) == (1, 4))
    #expect((found.report.disorder.restarts, found.report.disorder.restartLine) == (1, 7))
    #expect(found.report.disorder.anomalies.map(\.kind) == [.order, .restarts])
    #expect(throws: TraceError.self) { try Imported(text) }
  }

  @Test("The first row says the size of blocks, and the others must agree")
  func blockSize() throws {
    let found = try Imported(moonRow(0, size: 64) + moonRow(5, size: 64) + moonRow(9))
    #expect(found.header.blocks == BlockIdentity(tokens: 64, rounding: .ceil))
    #expect(throws: TraceError.self) { try Imported(moonRow(0, size: 64) + moonRow(5, size: 50)) }
    var source = ArraySource(found.header, found.sessions)
    let text = String(decoding: try exported(&source, .mooncake), as: UTF8.self)
    #expect(text.split(separator: "\n").allSatisfy { $0.hasSuffix(", \"block_size\": 64}") })
  }

  @Test("Sessions that repeat an earlier one, and empty prompts, are odd")
  func repeated() throws {
    func session(_ name: String, _ time: Int, _ tokens: Int) -> String {
      #"{"session_id":"\#(name)","timestamp":\#(time),"input_length":\#(tokens),"output_length":2}"#
        + "\n"
        + #"{"session_id":"\#(name)","delay":500,"input_length":8,"output_length":2}"# + "\n"
    }
    let found = try Imported(
      session("a", 0, 5) + session("b", 70, 5) + session("c", 90, 0), format: .aiperf)
    var source: any TraceSource = ArraySource(found.header, found.sessions)
    let summary = try TraceSurvey.summary(of: &source)
    let odd = Dictionary(uniqueKeysWithValues: summary.anomalies.map { ($0.kind, $0.value) })
    #expect(odd[.repeatedSessions] == 1 && found.report.emptyPrompts == 1)
    #expect(found.report.anomalies.map(\.kind) == [.noInput])
  }
}
