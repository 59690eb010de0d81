import Foundation
import Testing

@Suite("study")
struct StudyTests {
  struct Report: Decodable {
    struct Rate: Decodable {
      var hits: Int
      var of: Int
      var share: Double
      var interval: [Double]
    }
    struct Verdicts: Decodable {
      var `class`: String
      var regressed: Rate
      var improved: Rate
      var equivalent: Rate
      var inconclusive: Rate
      var nothingMeasured: Rate
    }
    struct Cell: Decodable {
      var shift: Double
      var firstSeeds: Int
      var mostSeeds: Int
      var meanSeeds: Double
      var comparisonsAlarmed: Rate
      var metricsAlarmed: Rate
      var classes: [Verdicts]
    }
    var schema: String
    var comparisons: Int
    var cells: [Cell]
  }

  static func report(_ result: Baton.Result) throws -> Report {
    try #require(result.code == 0, "\(result.errors)")
    return try JSONDecoder().decode(Report.self, from: result.output)
  }

  static let arguments = [
    "study", "workloads/chat.yaml", "--arm", "gpu-disaggregated", "--set", "duration=20s", "--set",
    "warm-up=5s", "--comparisons", "3",
  ]

  @Test("a shift that dwarfs chance is always found, and threads don't change a byte")
  func power() throws {
    let plan = ["--seeds", "8", "--seeds", "4..8", "--shift", "0%", "--shift", "900%", "--json"]
    let first = try Baton.run(Self.arguments + plan + ["--threads", "1"])
    let second = try Baton.run(Self.arguments + plan + ["--threads", "3"])
    #expect(first.output == second.output)
    let report = try Self.report(first)
    #expect(report.schema == "baton/study/1" && report.comparisons == 3)
    #expect(report.cells.map(\.shift) == [0, 0, 9, 9])
    #expect(report.cells.map(\.mostSeeds) == [8, 8, 8, 8])
    #expect(report.cells.map(\.firstSeeds) == [8, 4, 8, 4])
    for cell in report.cells {
      let users = try #require(cell.classes.first)
      let counts = [
        users.regressed, users.improved, users.equivalent, users.inconclusive,
        users.nothingMeasured,
      ]
      #expect(users.class == "users" && counts.reduce(0) { $0 + $1.hits } == 3)
      #expect(users.regressed.hits == (cell.shift > 0 ? 3 : 0))
      #expect((Double(cell.firstSeeds)...Double(cell.mostSeeds)).contains(cell.meanSeeds))
      // The shifted metric is no false alarm.
      #expect(cell.metricsAlarmed.of == (cell.shift > 0 ? 12 : 15))
    }
    #expect(report.cells[0].comparisonsAlarmed.interval[1] > 0.3)
  }

  @Test("another arm is made equal on average, so that only the shift is found")
  func paired() throws {
    // AFD's p99 ITL is a third of the baseline's.
    let result = try Baton.run(
      Self.arguments + [
        "--paired", "afd", "--metric", "p99 itl", "--metrics", "p99 itl", "--shift", "0%",
        "--shift", "10%", "--seeds", "8", "--json",
      ])
    let report = try Self.report(result)
    let verdicts = try report.cells.map { try #require($0.classes.first) }
    #expect(verdicts.map(\.equivalent.hits) == [3, 0])
    #expect(verdicts.map(\.regressed.hits) == [0, 3])
  }

  @Test("an arm that draws is paired with itself under other draws; one that doesn't is refused")
  func pairedWithItself() throws {
    let platform = CompareTests.platform("ours", "routing: random")
    try CompareTests.files(["p.yaml": platform]) { folder in
      let arm = "ours@\(folder)/p.yaml"
      let rest = Array(Self.arguments.dropFirst(4)) + ["--seeds", "8"]
      let result = try Baton.run(
        ["study", "workloads/chat.yaml", "--arm", arm, "--paired", arm] + rest)
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.text.contains("against itself under other"))
      #expect(result.text.contains(/\+0 %, 8 seeds: false alarms in 0 of 3/))
    }
    let same = try Baton.run(Self.arguments + ["--paired", "gpu-disaggregated"])
    #expect(same.code == 64 && same.errors.contains("never differs from itself"))
  }

  @Test("people read rates with their intervals")
  func text() throws {
    let result = try Baton.run(Self.arguments + ["--seeds", "4"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text.contains("gpu-disaggregated against itself on other seeds, unpaired"))
    #expect(result.text.contains(/\+0 %, 4 seeds: false alarms in \d of 3\s+comparisons/))
  }

  @Test("what can't be studied is refused")
  func errors() throws {
    for wrong in [
      ["--seeds", "0"], ["--seeds", "12..6"], ["--seeds", "2..4..8"], ["--shift", "10"],
      ["--metric", "goodput"], ["--metrics", "p99 tpot"], ["--comparisons", "0"],
    ] {
      let result = try Baton.run(Self.arguments + wrong)
      #expect(result.code == 64, "\(wrong): \(result.errors)")
    }
    #expect(try Baton.run("study", "workloads/chat.yaml", "--arm", "afdd").code == 2)
  }
}
