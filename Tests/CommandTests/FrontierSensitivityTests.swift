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
  }

  @Test("its points are points like others: kept, taken up again, and replayed in parts")
  func parts() throws {
    let ask = Self.ask + ["--sensitivity", "--json"]
    let plain = try Baton.run(ask)
    try FrontierCommandTests.folder { folder in
      let kept = ask + ["--runs", folder]
      func part(_ number: Int) throws -> Baton.Result {
        try Baton.run(kept + ["--shard", "\(number)/2"])
      }
      // The first part has half of the points, and can't know more.
      let first = try part(1)
      #expect(first.code == 0 && first.output.isEmpty)
      #expect(first.errors.contains("the parts have to run once more"), "\(first.errors)")
      #expect(try FrontierCommandTests.files(folder).count == 1)
      // The second has the other half, and then its share of those with figures elsewhere.
      let second = try part(2)
      #expect(second.output.isEmpty && second.errors.contains("with a figure at an end"))
      let half = try FrontierCommandTests.files(folder)
      let again = try part(1)
      #expect(again.output == plain.output)
      let all = try FrontierCommandTests.files(folder)
      #expect(all.count == 2 * half.count - 2 || all.count == 2 * half.count - 1)
      #expect(half.allSatisfy { all[$0.key] == $0.value })
      // One point is lost: it alone is replayed again.
      let lost = try #require(all.keys.sorted().last)
      try FileManager.default.removeItem(atPath: "\(folder)/\(lost)")
      #expect(try Baton.run(kept).output == plain.output)
      let files = try FrontierCommandTests.files(folder)
      #expect(files.keys == all.keys && files.count { all[$0.key] == $0.value } == all.count - 1)
    }
  }

  @Test("a part takes its share of every workload of an experiment")
  func workloads() throws {
    let experiment = """
      experiment: both
      workloads: [chat, reading.yaml]
      set: {duration: 20s, warm-up: 2s}
      arms: [afd]
      loads: [0.5, 1]
      """
    try CompareTests.files(["both.yaml": experiment, "reading.yaml": FrontierCommandTests.reading])
    { folder in
      let ask = ["frontier", "\(folder)/both.yaml", "--json"]
      let kept = ask + ["--runs", "\(folder)/runs"]
      let one = try Baton.run(kept + ["--shard", "1/2"])
      #expect(one.code == 0 && one.output.isEmpty, "\(one.errors)")
      #expect(try FrontierCommandTests.files("\(folder)/runs").count == 2)
      let whole = try Baton.run(kept + ["--shard", "2/2"]).output
      #expect(try FrontierCommandTests.files("\(folder)/runs").count == 4)
      #expect(try !whole.isEmpty && whole == Baton.run(ask).output)
    }
  }
}
