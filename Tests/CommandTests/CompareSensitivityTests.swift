import Foundation
import Testing

@Suite("compare --sensitivity")
struct CompareSensitivityTests {
  struct Record: Decodable {
    struct Metric: Decodable {
      struct Other: Decodable {
        var parameter: String
        var value: Double
        var ratio: Double?
        var verdict: String
      }
      var metric: String
      var `class`: String
      var ratio: Double?
      var verdict: String
      var hangsOn: [Other]
    }
    struct Sensitivity: Decodable {
      struct Refusal: Decodable { var parameter: String }
      var tried: [String]
      var refused: [Refusal]
    }
    struct Assumed: Decodable {
      var parameter: String
      var unit: String
    }
    var metrics: [Metric]
    var assumed: [Assumed]
    var sensitivity: Sensitivity?
  }

  private func compare(_ more: String...) throws -> Record {
    let result = try Baton.run(
      [
        "compare", "workloads/chat.yaml", "--baseline", "gpu-aggregated", "--candidate",
        "gpu-disaggregated", "--seeds", "9", "--metrics", "p99 ttft", "--set", "duration=20s",
        "--set", "warm-up=5s", "--json",
      ] + more)
    #expect([0, 3, 4].contains(result.code), "\(result.errors)")
    return try JSONDecoder().decode(Record.self, from: result.output)
  }

  @Test("a verdict that hangs on a figure is the one that a platform with that figure has")
  func hangs() throws {
    let record = try compare("--sensitivity", "--platform", "vera-rubin")
    let tried = try #require(record.sensitivity).tried
    #expect(tried.count > 10 && Set(tried).isSubset(of: record.assumed.map(\.parameter)))
    let marked = record.metrics.filter { !$0.hangsOn.isEmpty }
    let first = try #require(marked.first, "a verdict hangs on a figure")
    for other in first.hangsOn { #expect(other.verdict != first.verdict) }
    let other = try #require(first.hangsOn.first)
    let unit = record.assumed.first { $0.parameter == other.parameter }?.unit
    let value = unit == "s" ? "\(other.value * 1e3)ms" : "\(other.value)"
    let platform = """
      platform: mine
      extends: vera-rubin
      figures: {\(other.parameter): \(value)}
      """
    try Baton.file(Data(platform.utf8)) { path in
      let there = try compare("--platform", path)
      let same = try #require(
        there.metrics.first { $0.metric == first.metric && $0.class == first.class })
      #expect(same.verdict == other.verdict && same.ratio == other.ratio)
      #expect(there.sensitivity == nil && same.hangsOn.isEmpty)
    }
  }

  @Test("a baseline that was kept can't be replayed with other figures")
  func kept() throws {
    let result = try Baton.run(
      "compare", "workloads/chat.yaml", "--against", "none.json", "--candidate", "afd",
      "--sensitivity")
    #expect(result.code == 64 && result.errors.contains("a baseline that is replayed"))
  }
}
