import Foundation
import Testing

private let publicTraces = ProcessInfo.processInfo.environment["BATON_TRACES"]

/// Two runs of vLLM 0.19 on RTX PRO 6000, 300 requests each, which fill its 128 sequences: whether
/// who waits how long follows from the time per token.
@Suite("measured runs of vLLM", .enabled(if: publicTraces != nil))
struct MeasuredRunTests {
  private struct Row: Decodable {
    var input, output: Int
    var queued, first, last: Double
    var ttft: Double { first - queued }
    var tpot: Double { (last - first) / Double(output - 1) }

    enum CodingKeys: String, CodingKey {
      case input = "input_toks"
      case output = "output_toks"
      case queued = "queued_ts"
      case first = "first_token_ts"
      case last = "last_token_ts"
    }
  }
  private struct Record: Decodable {
    struct Quantiles: Decodable { var mean, p50: Double }
    struct Class: Decodable { var ttft, tpot: Quantiles }
    struct Arm: Decodable { var classes: [String: Class] }
    var arms: [Arm]
  }

  /// The chip by its data sheet, efficiencies as Blackwell's. Fitted, to the time per token of the
  /// two runs alone: `memory-efficiency` and `layer-time`, and for two GPUs on PCIe how long an
  /// all-reduce takes.
  private static func platform(_ gpus: Int) -> String {
    """
    platform: rtx
    pools: {gpu: {chip: rtx-pro-6000, racks: 1}}
    policies:
      vllm:
        extends: gpu-aggregated
        engines: {decode: {devices: \(gpus), tensor: \(gpus)}}
        precision: {weights: bf16, kv: bf16}
        batching: {sequences: 128, tokens: 2048}
    chips:
      rtx-pro-6000:
        kind: gpu
        peak: {bf16: {is: 504TFLOP/s, confidence: vendor, source: data sheet}}
        memory: {is: 96GB, confidence: vendor, source: data sheet}
        bandwidth: {is: 1.792TB/s, confidence: vendor, source: data sheet}
        scale-up: {is: 64GB/s, confidence: vendor, source: PCIe 5.0 x16}
        scale-out: {is: 64GB/s, confidence: vendor, source: PCIe 5.0 x16}
        domain: 8
        per-rack: 8
        rack-power: {is: 8kW, confidence: assumed, source: 600 W each and a host}
        software: vllm-0.19
    software:
      vllm-0.19:
        layer-time: {is: 15us, confidence: measured, source: fitted}
        memory-efficiency: {is: 0.9, confidence: measured, source: fitted}
        all-reduce:
          - ranks: 2
            times: [20us, 33us, 70us, 178us, 610us, 2400us]
            confidence: measured
            source: fitted
        host-time: {is: 2ms, confidence: assumed, source: in one process}
        attention-share: {is: 0.5, confidence: assumed, source: as Blackwell}
        gemm: {bf16: {is: 0.6, confidence: assumed, source: as Blackwell}}
        attention: {is: 0.55, confidence: assumed, source: as Blackwell}
        prefill: {bf16: {is: 0.25, confidence: assumed, source: as Blackwell}}
        dense-prefill: {bf16: {is: 0.65, confidence: assumed, source: as Blackwell}}
        expert-correlation: {is: 1, confidence: assumed, source: no experts}
        exchange-latency: {is: 25us, confidence: assumed, source: no exchange}
        exchange-efficiency: {is: 0.5, confidence: assumed, source: no exchange}
        usable: {is: 0.9, confidence: assumed, source: the stack's default}
    models:
      qwen3-32b:
        layers: 64
        hidden: 5120
        vocabulary: 151936
        context: 40960
        grouped-attention: {heads: 64, kv-heads: 8, head: 128}
        dense: {layers: 64, inner: 25600}
        confidence: vendor
        source: config.json
    """
  }

  /// As Mooncake's rows, with prompts of their own.
  private func trace(_ rows: [Row]) -> String {
    let start = rows[0].queued
    var hash = 0
    var lines = ""
    for row in rows {
      let blocks = (row.input + 511) / 512
      let hashes = (hash..<(hash + blocks)).map(String.init).joined(separator: ",")
      hash += blocks
      lines += """
        {"timestamp": \(Int((row.queued - start) * 1000)), "input_length": \(row.input), \
        "output_length": \(row.output), "hash_ids": [\(hashes)]}

        """
    }
    return lines
  }

  private func replay(_ trace: String, _ platform: String, _ model: String) throws -> Record.Class {
    var found: Record.Class?
    try Baton.file(Data(platform.utf8)) { platform in
      try Baton.file(Data(trace.utf8)) { trace in
        let result = try Baton.run(
          "replay", trace, "--model", model, "--platform", platform, "--policy", "vllm", "--json")
        #expect(result.code == 0, "\(result.errors)")
        found = try JSONDecoder().decode(Record.self, from: result.output).arms[0].classes["all"]
      }
    }
    return try #require(found)
  }

  @Test(
    "times to the first token follow from the time per token",
    arguments: [
      ("RTXPRO6000-Llama-3.1-8B", "llama-3.1-8b", 1), ("RTXPRO6000-Qwen3-32B", "qwen3-32b", 2),
    ])
  func queueing(_ folder: String, _ model: String, _ gpus: Int) throws {
    let file = "\(try #require(publicTraces))/llmservingsim-vllm/\(folder)/requests.jsonl"
    let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
      .sorted { $0.queued < $1.queued }
    #expect(rows.count == 300)
    let found = try replay(trace(rows), Self.platform(gpus), model)

    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func median(_ values: [Double]) -> Double { values.sorted()[(values.count - 1) / 2] }
    let tpot = found.tpot.mean / mean(rows.map(\.tpot))
    #expect(abs(tpot - 1) < 0.02, "fitted, \(tpot)")
    for (name, replayed, measured) in [
      ("mean", found.ttft.mean, mean(rows.map(\.ttft))),
      ("p50", found.ttft.p50, median(rows.map(\.ttft))),
    ] {
      #expect(abs(replayed / measured - 1) < 0.2, "\(name) TTFT \(replayed) s, \(measured) s")
      #expect(measured > 7)
    }
  }
}
