import Foundation
import TestSupport
import Testing

@Suite("the page on cells")
struct CellPageTests {
  private struct Run: Decodable {
    struct Tail: Decodable {
      var p50: Double
      var p99: Double
    }
    struct Group: Decodable {
      var ttft: Tail
      var tpot: Tail
    }
    struct Efficiency: Decodable { var outputTokensPerSecondPerMegawatt: Double }
    struct Cache: Decodable { var hitTokens: Double }
    struct Arm: Decodable {
      var classes: [String: Group]
      var efficiency: Efficiency
      var cache: Cache
    }
    var arms: [Arm]
  }

  /// Figures of a run, in the order of the table's columns.
  private static func figures(_ arguments: [String], _ program: String) throws -> [Double] {
    let result = try Baton.run(arguments, program: program)
    let arm = try #require(
      JSONDecoder().decode(Run.self, from: result.output).arms.first, "\(result.errors)")
    let all = try #require(arm.classes["all"])
    return [
      all.ttft.p50, all.ttft.p99, all.tpot.p50, all.tpot.p99,
      arm.efficiency.outputTokensPerSecondPerMegawatt, arm.cache.hitTokens,
    ]
  }

  private static let cases = [
    (workload: "chat", load: 20, duration: "1m"),
    (workload: "coding-assistant", load: 4, duration: "2m"),
    (workload: "coding-assistant", load: 10, duration: "2m"),
  ]

  @Test(
    "what cells are off by is what was measured",
    .enabled(if: Baton.optimized != nil, "needs BATON_OPTIMIZED, the path of an optimized build"))
  func errors() throws {
    let program = try #require(Baton.optimized)
    var text =
      "\n| | cells | TTFT p50 | TTFT p99 | TPOT p50 | TPOT p99 | TPS/MW | cache hit |\n"
      + "|---|---|---|---|---|---|---|---|\n"
    for (workload, load, duration) in Self.cases {
      let ask =
        ["run", "workloads/\(workload).yaml", "--platform", "vera-rubin", "--policy"]
        + ["gpu-disaggregated", "--load", "\(load)", "--json", "--set", "duration=\(duration)"]
        + ["--set", "warm-up=20s"]
      let whole = try Self.figures(ask, program)
      for cells in [2, 4] {
        let found = try Self.figures(ask + ["--cells", "\(cells)"], program)
        let shares = zip(found, whole).map { String(format: "%+.1f %%", ($0 / $1 - 1) * 100) }
        text += "| \(workload) x\(load), \(duration) | \(cells) | "
        text += shares.joined(separator: " | ") + " |\n"
      }
    }
    #expect(
      try Repository.matches("Docs/Cells.md", section: "cells", text + "\n"),
      "stale; review BATON_UPDATE=1")
  }
}
