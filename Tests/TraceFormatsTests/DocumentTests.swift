import Domain
import Foundation
import TestSupport
import Testing

@testable import TraceFormats

@Suite("trace format page")
struct TraceFormatPageTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("its example is the trace that ships, and reads")
  func example() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "Docs/TraceFormat.md"), encoding: .utf8)
    let trace = try String(
      contentsOf: Self.root.appending(path: "traces/tiny.jsonl"), encoding: .utf8)
    #expect(page.contains("```json\n\(trace)```"))
    var source = try NativeTraceReader(chunks: chunks(trace))
    let sessions = try drain(&source)
    #expect(sessions.count == 2)
    #expect(sessions[0].records.count { $0.kind == .request } == 4)
  }

  @Test("it names every key that a line may have")
  func keys() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "Docs/TraceFormat.md"), encoding: .utf8)
    for key in NativeKey.allCases { #expect(page.contains("`\(key.name)`"), "\(key.name)") }
  }

  private func names(
    _ account: [FieldAccount], _ fates: FieldAccount.Fate..., isCode: Bool = true
  ) -> String {
    account.filter { fates.contains($0.fate) }.map { field in
      !isCode || field.field.contains(" ") ? field.field : "`\(field.field)`"
    }.joined(separator: ", ")
  }

  private static let origins: [TraceFormat: String] = [
    .mooncake: "Mooncake", .vllm: "vLLM's timed traces, the same rows",
    .azure: "Azure LLM inference 2023, 2024, 2025", .burstgpt: "BurstGPT, both versions",
    .bailian: "Qwen-Bailian", .weka: "WEKA's corpus, kv-cache-tester",
    .tracelab: "TraceLab's rounds", .tracelabCSV: "TraceLab's CSV, both kinds",
    .agenticMooncake: "Dynamo's agentic Mooncake 1 and 2",
    .mooncakeDelta: "Dynamo's deltas of sessions",
    .aiperf: "AIPerf's sessions, Dynamo's closed ones",
    .aiperfTurns: "AIPerf's `multi_turn` and `dag_jsonl`", .dynamo: "Dynamo's request trace",
    .blis: "BLIS TraceV2", .otel: "OpenTelemetry GenAI spans, of inference-perf or a collector",
    .ragpulse: "RAGPulse, with its files of lengths", .servegen: "ServeGen's clients: drawn",
    .llmservingsim: "LLMServingSim, flat and agentic", .appliedCompute: "Applied Compute",
    .sharedPrefix: "inference-perf's shared prefixes", .lengths: "CSV of lengths, of any tool",
  ]

  @Test("its tables of other formats say what readers and writers say themselves")
  func formats() throws {
    var table = "| format | | kept | inferred or made up | dropped |\n|---|---|---|---|---|\n"
    for format in TraceFormat.allCases where format != .baton {
      let origin = try #require(Self.origins[format])
      var name = ForeignRows.files.first { $0.format == format }?.name ?? "mooncake.jsonl"
      if format == .mooncakeDelta { name = "aiperf.jsonl" }
      var inputs = [ImportInput(name: name, chunks: chunks(try ForeignRows.text(name)))]
      if format == .servegen {
        inputs = [("chunk-0-t", name), ("chunk-0-d", "servegen-dataset.json")].map { pair in
          let text = (try? ForeignRows.text(pair.1)) ?? ""
          return ImportInput(name: pair.0, chunks: chunks(text))
        }
      }
      var options = ImportOptions(model: "m")
      options.tellsAllFields = true
      let account = try TraceReader.open(format: format, inputs, options).header
        .account.filter { !$0.note.hasPrefix("Baton has no place") }
      table +=
        "| `\(format.rawValue)` | \(origin) | \(names(account, .kept)) |"
        + " \(names(account, .inferred, .synthesized)) | \(names(account, .dropped)) |\n"
    }
    #expect(try Repository.matches("Docs/TraceFormat.md", section: "formats", table))
  }

  @Test("its table of exports says what writers say of a trace that has everything")
  func exports() throws {
    var table = "| `--to` | kept | inferred or made up | lost |\n|---|---|---|---|\n"
    for format in ExportFormat.allCases {
      var trace = randomTrace(seed: 1)
      for session in trace.sessions.indices {
        guard let last = trace.sessions[session].records.lastIndex(where: { $0.kind == .request })
        else { continue }
        trace.sessions[session].records[last].outputTokens = 0
        trace.sessions[session].records[last].reasoningTokens = 0
      }
      var exporter = TraceExporter(
        header: trace.header, options: ExportOptions(format: format))
      for session in trace.sessions { exporter.append(session) }
      exporter.finish()
      let account = exporter.report.account
      table +=
        "| `\(format.rawValue)` | \(names(account, .kept, isCode: false)) |"
        + " \(names(account, .inferred, .synthesized, isCode: false)) |"
        + " \(names(account, .dropped, isCode: false)) |\n"
    }
    #expect(try Repository.matches("Docs/TraceFormat.md", section: "exports", table))
  }
}
