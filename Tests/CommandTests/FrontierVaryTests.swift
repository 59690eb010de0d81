import Foundation
import TestSupport
import Testing

@Suite("variants of arms on the command line")
struct FrontierVaryTests {
  struct Record: Decodable {
    struct Point: Decodable, Equatable {
      var arm: String
      var variant: [String: String]?
      var load: Double
      var tpsPerUser: Double?
      var outputTokensPerSecondPerMegawatt: Double?
    }
    struct Piece: Decodable {
      var arm: String
      var variant: String?
      var tpsPerUser: [Double]
      var outputTokensPerSecondPerMegawatt: [Double]
    }
    struct Refusal: Decodable, Equatable {
      var arm: String
      var variant: String?
      var reason: String
    }
    struct Workload: Decodable {
      var notes: [String]
      var envelope: [Piece]
      var variants: [Piece]
      var refused: [Refusal]
    }
    var points: [Point]
    var workloads: [Workload]
  }

  static let ask =
    ["frontier", "workloads/chat.yaml", "--policy", "afd", "--policy", "lpx-decode"]
    + ["--loads", "2,8"] + FrontierCommandTests.short
  static let varied =
    ask + ["--vary", "engines.decode.tensor=1,2,3", "--vary", "pools.lpx.racks=2,3"]

  static func record(_ arguments: [String]) throws -> Record {
    let result = try Baton.run(arguments + ["--json"])
    try #require(result.code == 0, "\(result.errors)")
    return try JSONDecoder().decode(Record.self, from: result.output)
  }

  @Test("every combination is replayed as a platform file that says so; what can't be is named")
  func combinations() throws {
    let record = try Self.record(Self.varied)
    let afd = record.points.filter { $0.arm == "afd" }
    #expect(afd.count == 4 * 2 && record.points.count == 4 * 2 + 2 * 2)
    let workload = try #require(record.workloads.first)
    #expect(
      workload.refused.map(\.variant) == [
        "engines.decode.tensor=3 pools.lpx.racks=2", "engines.decode.tensor=3 pools.lpx.racks=3",
      ])
    #expect(workload.refused.allSatisfy { $0.reason.contains("can't be split over 3 GPUs") })
    // Decode is wholly on LPX there.
    #expect(
      workload.notes == [
        "lpx-decode isn't varied by engines.decode.tensor: `lpx-decode` decodes on all LPX racks "
          + "as one engine"
      ])
    let platform = """
      platform: ours
      extends: vera-rubin-lpx
      pools: {gpu: {chip: rubin, racks: 4}, lpx: {chip: groq-3-lpu, racks: 3}}
      policies: {ours: {extends: afd, engines: {decode: {tensor: 2}}}}
      """
    try CompareTests.files(["ours.yaml": platform]) { folder in
      let plain = try Self.record(
        ["frontier", "workloads/chat.yaml", "--policy", "ours@\(folder)/ours.yaml"]
          + ["--loads", "2,8"] + FrontierCommandTests.short)
      let same = afd.filter {
        $0.variant == ["engines.decode.tensor": "2", "pools.lpx.racks": "3"]
      }
      #expect(same.map(\.tpsPerUser) == plain.points.map(\.tpsPerUser) && same.count == 2)
      #expect(
        same.map(\.outputTokensPerSecondPerMegawatt)
          == plain.points.map(\.outputTokensPerSecondPerMegawatt))
    }
  }

  @Test("an arm's frontier is the best of its variants, which are named")
  func envelope() throws {
    let record = try Self.record(Self.varied)
    let workload = try #require(record.workloads.first)
    for arm in ["afd", "lpx-decode"] {
      let pieces = workload.variants.filter { $0.arm == arm }
      let points = record.points.filter { $0.arm == arm }
      #expect(pieces.first?.tpsPerUser.first == points.compactMap(\.tpsPerUser).max())
      // A piece that gives less than 2 % more is left to its neighbour.
      let most = try #require(points.compactMap(\.outputTokensPerSecondPerMegawatt).max())
      let last = try #require(pieces.last?.outputTokensPerSecondPerMegawatt.last)
      #expect(last <= most && last >= 0.98 * most, "\(arm): \(last) of \(most)")
      #expect(pieces.allSatisfy { $0.variant?.contains("pools.lpx.racks=") == true })
    }
    let text = try Baton.run(Self.varied).text
    #expect(
      text.contains("afd, the best of 4 variants") && text.contains("Best of afd, by TPS/user"))
  }

  @Test("variants of a policy file, of an experiment, and from a folder in parts are the same")
  func otherWays() throws {
    let plain = try Baton.run(Self.varied + ["--json"]).output
    let experiment = """
      experiment: shapes
      workloads: [chat]
      set: {duration: 20s, warm-up: 2s}
      arms: [afd, lpx-decode]
      vary:
        engines.decode.tensor: [1, 2, 3]
        pools.lpx.racks: [2, 3]
      loads: [2, 8]
      seeds: 1
      """
    try CompareTests.files(["shapes.yaml": experiment]) { folder in
      let check = try Baton.run(["check", "\(folder)/shapes.yaml"])
      #expect(check.code == 0, "\(check.errors)")
      let file = ["frontier", "\(folder)/shapes.yaml", "--json"]
      #expect(try Baton.run(file).output == plain)
      let kept = file + ["--runs", "\(folder)/runs"]
      #expect(try Baton.run(kept + ["--shard", "1/2"]).output.isEmpty)
      #expect(try Baton.run(kept + ["--shard", "2/2"]).output == plain)
      let files = try FrontierCommandTests.files("\(folder)/runs")
      #expect(files.count == 12)
      #expect(try Baton.run(kept).output == plain)
      #expect(try FrontierCommandTests.files("\(folder)/runs") == files)
      // The command line takes the place of a key, and leaves the others.
      let less = try Self.record(Array(file.dropLast()) + ["--vary", "engines.decode.tensor=1"])
      #expect(less.points.count == 2 * 2 + 2 * 2)
    }
  }

  @Test("what arms can't be varied by is refused, where it is written")
  func refusals() throws {
    func errors(_ vary: String..., more: [String] = []) throws -> (code: Int32, text: String) {
      let result = try Baton.run(Self.ask + vary.flatMap { ["--vary", $0] } + more)
      return (result.code, result.errors)
    }
    let key = try errors("engine.decode.tensor=2")
    #expect(key.code == 2 && key.text.contains("did you mean `engines`?"), "\(key.text)")
    let value = try errors("engines.decode.tensor=two")
    #expect(value.code == 2 && value.text.contains("--vary:1:23"), "\(value.text)")
    let pool = try errors("pools.lpu.racks=2")
    #expect(pool.code == 2 && pool.text.contains("has no pool `lpu`"), "\(pool.text)")
    let nothing = try errors("engines.decode.tensor")
    #expect(nothing.code == 2 && nothing.text.contains("engines.decode.tensor=2,4,8"))
    let none = try errors("pools.lpx.racks=1")
    #expect(none.code == 2 && none.text.contains("no variant of `afd` can be placed: FFN weights"))
    #expect(try errors("pools.lpx.racks=2", "pools.lpx.racks=3").code == 64)
    #expect(try errors("pools.lpx.racks=2", more: ["--iso", "power"]).code == 64)
    let experiment = """
      experiment: shapes
      workloads: [chat]
      arms: [afd]
      vary: {engines.decode.tensr: [1, 2]}
      """
    try CompareTests.files(["shapes.yaml": experiment]) { folder in
      let check = try Baton.run(["check", "\(folder)/shapes.yaml"])
      #expect(check.code == 2 && check.text.contains("shapes.yaml:4:8"), "\(check.text)")
      #expect(check.text.contains("did you mean `tensor`?"), "\(check.text)")
    }
  }
}
