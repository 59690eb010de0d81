import Domain
import Foundation
import Testing

@testable import TraceFormats

@Suite("survey of a trace")
struct SurveyTests {
  private func summary(_ path: String, capacities: [Int]) throws -> TraceSummary {
    let bytes = Array(try Data(contentsOf: URL(filePath: "\(publicTraces ?? "")/\(path)")))
    var rest: [UInt8]? = bytes
    var source = try TraceReader.open(model: "deepseek-r1") {
      defer { rest = nil }
      return rest
    }
    return try TraceSurvey.summary(of: &source, capacities: capacities)
  }

  /// Between neighbouring ranks, as the published figures are.
  private func interpolated(_ values: ValueHistogram, _ share: Double) -> Double {
    let place = share * Double(values.count - 1)
    let rank = Int(place)
    let low = Double(values.value(atRank: rank + 1))
    let high = Double(values.value(atRank: min(rank + 2, values.count)))
    return low + (high - low) * (place - Double(rank))
  }

  private func near(_ value: Double?, _ wanted: Double, _ tolerance: Double) -> Bool {
    value.map { abs($0 - wanted) <= tolerance } ?? false
  }

  @Test("the Mooncake trace has its published figures", .enabled(if: publicTraces != nil))
  func mooncake() throws {
    let blocks = [1_000, 10_000, 30_000, 50_000]
    let found = try summary(
      "mooncake/conversation_trace.jsonl", capacities: blocks.map { $0 * 512 })
    #expect(found.requests == 12_031 && found.sessions == 12_031)
    #expect(near(found.length.inSeconds, 3536.999, 0.0005))
    #expect(found.input.total == 144_793_823 && found.output.total == 4_122_048)
    #expect(near(found.input.mean, 12_035, 0.5) && near(found.output.mean, 342.6, 0.05))
    #expect(interpolated(found.input, 0.5) == 6909 && found.input.largest == 126_195)
    #expect(near(interpolated(found.input, 0.99), 85_400, 0.5))
    #expect(interpolated(found.output, 0.5) == 350 && found.output.largest == 2000)
    #expect(near(interpolated(found.output, 0.99), 1118.5, 0.01))
    let reuse = found.reuse
    func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(whole) }
    #expect(near(share(reuse.idealBlocks, reuse.promptBlocks), 0.3664, 5e-5))
    #expect(near(share(reuse.idealTokens, reuse.promptTokens), 0.3736, 5e-5))
    #expect(reuse.promptBlocks - reuse.idealBlocks == 182_790)
    let hits = reuse.capacities.map { share($0.hitBlocks, $0.promptBlocks) }
    for (hit, wanted) in zip(hits, [0.0445, 0.2112, 0.3257, 0.3546]) {
      #expect(near(hit, wanted, 5e-5))
    }
    let tick = found.anomalies.first { $0.kind == .tick }
    #expect(tick.map { $0.value >= 1_000_000 } == true)
  }

  @Test("more room never finds less, and with room for all it is what no limit finds")
  func capacitiesRise() throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      var trace = randomTrace(seed: seed)
      if seed.isMultiple(of: 2) {
        trace.header.blocks = nil
        // Prompts alone share the same in any order; whether an output stood there before a prompt
        // that shares it is a matter of order.
        for session in trace.sessions.indices {
          for record in trace.sessions[session].records.indices {
            trace.sessions[session].records[record].extended = .root
          }
        }
      }
      var source: any TraceSource = trace
      let capacities = [200, 2_000, 20_000, 1 << 40]
      let reuse = try TraceSurvey.summary(of: &source, capacities: capacities).reuse
      let found = reuse.capacities.map(\.hitTokens)
      #expect(zip(found, found.dropFirst()).allSatisfy(<=), "seed \(seed): \(found)")
      let blocks = reuse.capacities.map(\.hitBlocks)
      #expect(zip(blocks, blocks.dropFirst()).allSatisfy(<=), "seed \(seed): \(blocks)")
      if seed.isMultiple(of: 2) {
        // Requests that never become due stand in no cache with room.
        let isWhole = reuse.capacities[3].promptTokens == reuse.promptTokens
        #expect(found[3] <= reuse.idealTokens && blocks[3] <= reuse.idealBlocks, "seed \(seed)")
        #expect(!isWhole || found[3] == reuse.idealTokens, "seed \(seed)")
      }
    }
  }

  @Test("by hand: a second turn finds what of the first is computed, in whole blocks")
  func twoTurns() throws {
    let contexts = [
      PrivateContext(parent: .root, tokens: 192), PrivateContext(parent: .own(0), tokens: 640),
      PrivateContext(parent: .own(1), tokens: 64),
    ]
    let session = TraceSession(
      contexts: contexts,
      records: [
        TraceRecord(
          .request, prompt: .own(0), extended: .own(1), inputTokens: 192, outputTokens: 640),
        TraceRecord(.request, prompt: .own(2), inputTokens: 896, outputTokens: 640),
      ])
    var header = randomTrace(seed: 1).header
    header.blocks = nil
    var source: any TraceSource = ArraySource(header, [session])
    let reuse = try TraceSurvey.summary(of: &source, capacities: [400, 2_000]).reuse
    // 192 + 640 − 1 tokens are computed: 12 whole blocks of 64.
    #expect(reuse.idealTokens == 768 && reuse.idealBlocks == 12)
    #expect(reuse.capacities.map(\.hitTokens) == [0, 768])
    #expect(reuse.capacities.map(\.hitBlocks) == [0, 12])
  }

  @Test("the Azure code trace has its published figures", .enabled(if: publicTraces != nil))
  func azure() throws {
    let found = try summary(
      "azure/AzureLLMInferenceTrace_code.csv", capacities: TraceSurvey.capacities)
    #expect(found.requests == 8819)
    #expect(near(found.length.inSeconds, 3435.948, 0.0005))
    #expect(found.input.total == 18_059_974 && found.output.total == 245_896)
    #expect(interpolated(found.input, 0.5) == 1469 && found.input.largest == 7437)
    #expect(near(interpolated(found.input, 0.99), 7436, 0.5))
    #expect(interpolated(found.output, 0.5) == 13 && found.output.largest == 1899)
    #expect(near(interpolated(found.output, 0.99), 251, 0.5))
    #expect(found.dispersion.map(\.window) == [1, 10, 60, 600])
    for (index, wanted) in zip(found.dispersion, [13.2, 71.6, 164, 195]) {
      #expect(near(index.sessions, wanted, wanted / 200))
    }
    #expect(found.reuse.idealTokens == 0)
    #expect(found.anomalies.contains { $0.kind == .inputCap })
    #expect(!found.anomalies.contains { $0.kind == .outputCap })
  }
}
