import Foundation
import TestSupport
import Testing

@Suite("how far frontiers move with assumed figures")
struct FrontierSensitivityTests {
  struct Record: Decodable {
    struct Band: Decodable {
      var low: Double
      var high: Double
    }
    struct Point: Decodable {
      var arm: String
      var load: Double
      var tpsPerUser: Double
      var outputTokensPerSecondPerMegawatt: Double
      var band: Band
    }
    struct Edge: Decodable {
      var outputTokensPerSecondPerMegawatt: Double
      var parameter: String?
    }
    struct Tier: Decodable {
      var arm: String
      var tier: String
      var tpsPerUser: Double
      var dollarsPerMillionOutputTokens: Double
      var outputTokensPerSecondPerMegawatt: Double?
      var revenuePerMegawattHour: Double?
      var low: Edge
      var high: Edge
    }
    struct End: Decodable {
      struct Point: Decodable, Equatable {
        var load: Double
        var tpsPerUser: Double?
        var outputTokensPerSecondPerMegawatt: Double?
      }
      var arm: String
      var parameter: String
      var value: Double
      var points: [Point]
    }
    struct Workload: Decodable {
      var tiers: [Tier]
      var sensitivity: [End]
    }
    var points: [Point]
    var workloads: [Workload]
  }

  static let ask =
    ["frontier", "workloads/chat.yaml", "--policy", "afd", "--loads", "1,20"]
    + FrontierCommandTests.short

  @Test("each end is a replay with the figure there, and bands reach from the least to the most")
  func ends() throws {
    let result = try Baton.run(Self.ask + ["--sensitivity", "--json"])
    let record = try JSONDecoder().decode(Record.self, from: result.output)
    let workload = try #require(record.workloads.first)
    let end = try #require(
      workload.sensitivity.first { $0.parameter == "spectrum-x.latency" && !$0.points.isEmpty })
    let platform = """
      platform: ours
      extends: vera-rubin-lpx
      figures: {spectrum-x.latency: \(end.value * 1e9)ns}
      """
    try CompareTests.files(["ours.yaml": platform]) { folder in
      let plain = try FrontierVaryTests.record(
        ["frontier", "workloads/chat.yaml", "--policy", "afd@\(folder)/ours.yaml"]
          + ["--loads", "1,20"] + FrontierCommandTests.short)
      #expect(
        end.points
          == plain.points.map {
            Record.End.Point(
              load: $0.load, tpsPerUser: $0.tpsPerUser,
              outputTokensPerSecondPerMegawatt: $0.outputTokensPerSecondPerMegawatt)
          })
    }
    for point in record.points {
      #expect(point.band.low <= point.outputTokensPerSecondPerMegawatt)
      #expect(point.band.high >= point.outputTokensPerSecondPerMegawatt)
    }
    #expect(record.points.contains { $0.band.low < $0.band.high })
    let most = workload.sensitivity.flatMap(\.points)
      .compactMap(\.outputTokensPerSecondPerMegawatt).max()
    #expect(workload.tiers.first?.high.outputTokensPerSecondPerMegawatt == most)
    #expect(workload.tiers.first?.high.parameter != nil)
  }

  @Test("a tier earns what the arm gives at its speed, at its price")
  func tiers() throws {
    let result = try Baton.run(Self.ask + ["--sensitivity", "--json"])
    let record = try JSONDecoder().decode(Record.self, from: result.output)
    let tiers = try #require(record.workloads.first).tiers
    #expect(tiers.map(\.tier) == ["free", "medium", "high", "premium", "ultra"])
    for tier in tiers {
      let output = try #require(tier.outputTokensPerSecondPerMegawatt)
      let revenue = try #require(tier.revenuePerMegawattHour)
      #expect(abs(revenue - output * 3600 * tier.dollarsPerMillionOutputTokens / 1e6) < 1e-9)
    }
    let most = record.points.map(\.outputTokensPerSecondPerMegawatt).max()
    // Every load is faster than the first tier.
    #expect(tiers.first?.outputTokensPerSecondPerMegawatt == most)
  }

  @Test("the page shades what each arm may give, and the table has it beside each point")
  func outputs() throws {
    let page = try Baton.run(Self.ask + ["--sensitivity", "--html", "-"]).text
    #expect(page.components(separatedBy: "<polygon class=\"range arm0\"").count == 2)
    let table = try Baton.run(Self.ask + ["--sensitivity", "--csv", "-"]).text
    let lines = table.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.first?.suffix(2) == ["output_low", "output_high"])
    for line in lines.dropFirst() {
      let ends = line.suffix(2).compactMap { Double($0) }
      #expect(ends.count == 2 && ends[0] <= ends[1])
    }
    let plain = try Baton.run(Self.ask + ["--html", "-"]).text
    #expect(!plain.contains("<polygon"))
    let text = try Baton.run(Self.ask + ["--sensitivity"]).text
    #expect(text.contains("TPS/MW at a speed, with each assumed figure"))
    #expect(text.contains("afd at 1.00 k TPS/user:"), "what slower tiers give too stands once")
    let part = try Baton.run(
      Self.ask + ["--sensitivity", "--runs", "unused", "--shard", "1/2"])
    #expect(part.code == 64)
  }
}
