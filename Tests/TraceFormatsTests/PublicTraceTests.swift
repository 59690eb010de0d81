import Domain
import Foundation
import Testing

@testable import TraceFormats

/// The check values beside the public traces.
@Suite("public traces", .enabled(if: publicTraces != nil))
struct PublicTraceTests {
  private func imported(_ path: String) throws -> Imported {
    try Imported(
      [ImportInput(chunks: chunks(try PublicTraces.bytes(path)))], ImportOptions(model: "m"))
  }

  private func histogram(_ values: some Sequence<Int>) -> ValueHistogram {
    var histogram = ValueHistogram(bits: 24)
    for value in values { histogram.add(value) }
    return histogram
  }

  @Test("Mooncake's conversations come back byte for byte")
  func mooncake() throws {
    let bytes = try PublicTraces.bytes("mooncake/conversation_trace.jsonl")
    var source = try TraceReader.open(model: "m", chunks: chunks(bytes))
    #expect(try exported(&source, .mooncake) == bytes)
  }

  @Test("Azure's gaps")
  func azure() throws {
    let starts = try imported("azure/AzureLLMInferenceTrace_code.csv").sessions.compactMap(\.start)
    let gaps = zip(starts.dropFirst(), starts).map { Double($0 - $1) }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let square = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
    #expect(PublicTraces.near(square.squareRoot() / mean, 13.15, 0.005))
  }

  @Test("Etalon's lengths, which have no times")
  func lengths() throws {
    let found = try imported("etalon/sharegpt_8k_filtered_stats_llama2_tokenizer.csv")
    #expect(found.sessions.count == 30_731 && found.report.format == "lengths")
    let input = histogram(found.requests.map { Int($0.inputTokens) })
    let output = histogram(found.requests.map { Int($0.outputTokens) })
    #expect(input.total == 71_911_571 && output.total == 13_481_988)
    #expect(PublicTraces.interpolated(input, 0.5) == 1730)
    #expect(PublicTraces.near(PublicTraces.interpolated(input, 0.99), 7434, 0.5))
    #expect(PublicTraces.interpolated(output, 0.5) == 415)
    #expect(PublicTraces.near(PublicTraces.interpolated(output, 0.99), 998, 0.5))
  }

  @Test("ServeGen's clients: rates, shares of the heaviest, lengths; and what is drawn has them")
  func serveGen() throws {
    func inputs() throws -> [ImportInput] {
      try PublicTraces.inputs("servegen/multimodal/mm-image", "chunk-", "")
    }
    var options = ImportOptions(model: "m")
    options.format = .servegen
    let clients = try ServeGenSource.clients(inputs())
    let starts = Set(clients.flatMap { $0.windows.map(\.start) })
    #expect(clients.count == 35 && starts.count == 144)
    let totals = starts.map { start in
      clients.reduce(0.0) { $0 + ($1.windows.first { $0.start == start }?.rate ?? 0) }
    }
    let sum = totals.reduce(0, +)
    #expect(PublicTraces.near(sum / 144, 9.475, 0.0005))
    #expect(PublicTraces.near(totals.max(), 13.29, 0.005))
    let shares = clients.map { $0.windows.reduce(0) { $0 + $1.rate } / sum }.sorted(by: >)
    #expect(PublicTraces.near(shares[0], 0.135, 0.0005))
    #expect(PublicTraces.near(shares.prefix(10).reduce(0, +), 0.828, 0.0005))
    let text = quantiles(clients) { $0.input[0] }
    let output = quantiles(clients) { $0.output }
    #expect(text == [106, 3064] && output == [100, 587])
    options.length = 7_200_000_000_000
    let drawn = try Imported(inputs(), format: .servegen, options)
    let wanted = starts.filter { $0 < 7200 }.reduce(0.0) { count, start in
      count + 600 * clients.reduce(0.0) { $0 + ($1.windows.first { $0.start == start }?.rate ?? 0) }
    }
    #expect(PublicTraces.near(Double(drawn.sessions.count), wanted, 0.05 * wanted))
  }

  /// Median and 99th percentile over all requests that are expected.
  private func quantiles(
    _ clients: [ServeGenClients.Client],
    _ field: (ServeGenClients.Lengths) -> ServeGenClients.Distribution
  ) -> [Int] {
    var weights: [Int: Double] = [:]
    for client in clients {
      for window in client.windows {
        let lengths = client.lengths.last { $0.start <= window.start } ?? client.lengths[0]
        let distribution = field(lengths)
        var before = 0.0
        for (value, share) in zip(distribution.values, distribution.cumulative) {
          weights[value, default: 0] += (share - before) * window.rate
          before = share
        }
      }
    }
    let whole = weights.values.reduce(0, +)
    return [0.5, 0.99].map { share in
      var sum = 0.0
      for value in weights.keys.sorted() {
        sum += weights[value] ?? 0
        if sum >= share * whole { return value }
      }
      return -1
    }
  }

  @Test("TraceLab's rounds and sessions, and what of their prompts was there before")
  func traceLab() throws {
    var options = ImportOptions(model: "m")
    options.arrivals = .atOnce
    let rounds = try Imported(
      [
        ImportInput(
          chunks: chunks(try PublicTraces.bytes("tracelab/round_trace.sanitized.jsonl")))
      ], options)
    #expect(rounds.requests.count == 19 && rounds.header.tools.contains("Bash"))
    let plain = try imported("tracelab/round_trace.sanitized.jsonl")
    #expect(plain.requests.count == 19)
    #expect(plain.header.account.contains { $0.field == "session start" && $0.fate == .inferred })
    let large = try imported("tracelab/multi_session_large.csv")
    #expect(large.requests.count == 303 && large.sessions.count == 48)
    let input = large.requests.reduce(0) { $0 + Int($1.inputTokens) }
    let fresh = large.sessions.reduce(0) { sum, session in
      let outputs = session.records.filter { $0.extended != .root }
      return sum + session.contexts.reduce(0) { $0 + Int($1.tokens) }
        - outputs.reduce(0) { $0 + Int($1.outputTokens) }
    }
    #expect(PublicTraces.near(1 - Double(fresh) / Double(input), 0.8166, 0.00005))
    #expect(try imported("tracelab/multi_session_example.csv").requests.count == 8)
    #expect(try imported("tracelab/session_workload_example.csv").requests.count == 11)
  }

  @Test(
    "the measured vLLM runs: requests, and what was measured of them",
    arguments: [
      ("RTXPRO6000-Llama-3.1-8B", 7.10, 32.5, [9.44, 19.8, 37.3]),
      ("RTXPRO6000-Qwen3-32B", 36.9, 80.3, []),
    ])
  func measured(name: String, ttft: Double, tpot: Double, more: [Double]) throws {
    let path = "llmservingsim-vllm/\(name)/requests.jsonl"
    let found = try imported(path)
    #expect(found.requests.count == 300 && found.report.format == "llmservingsim")
    var (first, each): ([Double], [Double]) = ([], [])
    for line in try PublicTraces.bytes(path).split(separator: 0x0A) {
      let row = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      func number(_ key: String) -> Double { (row[key] as? NSNumber)?.doubleValue ?? .nan }
      first.append(number("first_token_ts") - number("queued_ts"))
      let tokens = number("output_toks")
      if tokens > 1 {
        each.append(1000 * (number("last_token_ts") - number("first_token_ts")) / (tokens - 1))
      }
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func quantile(_ values: [Double], _ share: Double) -> Double {
      let sorted = values.sorted()
      let place = share * Double(sorted.count - 1)
      let low = sorted[Int(place)]
      return low + (sorted[min(Int(place) + 1, sorted.count - 1)] - low)
        * (place - place.rounded(.down))
    }
    #expect(PublicTraces.near(mean(first), ttft, ttft / 200))
    #expect(PublicTraces.near(mean(each), tpot, tpot / 200))
    guard more.count == 3 else { return }
    #expect(PublicTraces.near(quantile(first, 0.5), more[0], more[0] / 100))
    #expect(PublicTraces.near(quantile(first, 0.99), more[1], more[1] / 100))
    #expect(PublicTraces.near(quantile(each, 0.99), more[2], more[2] / 100))
  }

  @Test("inference-perf's spans are five sessions, each with its joins")
  func spans() throws {
    let found = try Imported(
      try PublicTraces.inputs("inference-perf-otel", "", ".json"), ImportOptions(model: "m"))
    #expect(found.sessions.count == 5 && found.requests.count == 31)
    let joins = found.sessions.flatMap(\.records).filter { $0.needed > 1 }
    #expect(joins.count >= 3)
    #expect(found.sessions.contains { !$0.sharedContexts.isEmpty })
  }

  @Test("the voice call is no trace of requests: it has ticks and no tokens")
  func voice() throws {
    let bytes = try PublicTraces.bytes("tau2-voice/49b22f0c-4a56-41c5-922f-bc2a56e53a23.json")
    let call = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let ticks = try #require(call["ticks"] as? [Any])
    #expect(ticks.count == 973)
    #expect(TraceFormat.detect(bytes) == nil)
  }
}
