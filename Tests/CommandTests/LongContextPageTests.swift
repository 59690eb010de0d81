import Foundation
import TestSupport
import Testing

@Suite("the page on frontiers: a long context")
struct LongContextPageTests {
  private static let arms = [
    "gpu-disaggregated@gb200-nvl72", "gpu-disaggregated@vera-rubin", "lpx-draft@vera-rubin-lpx-xl",
    "afd@vera-rubin-lpx-xl", "lpx-decode@vera-rubin-lpx-xl",
  ]
  private static let varied = [
    "engines.decode.tensor=8,16", "engines.prefill.devices=96,192,864",
    "speculation={drafts: 5},{}",
  ]
  private static let ask =
    ["frontier", "--isl", "404k", "--osl", "400", "--cached", "99%", "--model", "2t-gptoss"]
    + arms.flatMap { ["--policy", $0] } + varied.flatMap { ["--vary", $0] }
    + ["--loads", "1,16,64,256,512,1024,2048", "--set", "duration=30s", "--set", "warm-up=18s"]

  /// As it is typed.
  private static let command = ask.map { $0.contains(" ") ? "'\($0)'" : $0 }
    .joined(separator: " ")

  private static let hoursPerYear = 8766.0

  struct Record: Decodable {
    struct Edge: Decodable {
      var outputTokensPerSecondPerMegawatt: Double
      var parameter: String?
      var value: Double?
    }
    struct Tier: Decodable {
      var arm: String
      var tier: String
      var tpsPerUser: Double
      var outputTokensPerSecondPerMegawatt: Double?
      var revenuePerMegawattHour: Double?
      var low: Edge?
      var high: Edge?
    }
    struct Piece: Decodable {
      var arm: String
      var variant: String
      var tpsPerUser: [Double]
    }
    struct Workload: Decodable {
      var tiers: [Tier]
      var variants: [Piece]
    }
    var workloads: [Workload]
  }

  private static func workload(_ result: Data) throws -> Record.Workload {
    let record = try JSONDecoder().decode(Record.self, from: result)
    return try #require(record.workloads.first)
  }

  private static func thousands(_ value: Double?) -> String {
    value.map { $0 > 0 ? String(format: "%.1f", $0 / 1000) : "–" } ?? "–"
  }

  /// The engines of the variant that is the best at a speed.
  private static func shape(_ arm: String, at speed: Double, _ found: Record.Workload) -> String {
    let piece = found.variants.first {
      $0.arm == arm && $0.tpsPerUser[1] <= speed && speed <= $0.tpsPerUser[0]
    }
    let settings = piece?.variant.split(separator: " ").filter { $0.hasPrefix("engines.") } ?? []
    return settings.isEmpty
      ? "–"
      : settings.map { "`\($0.dropFirst("engines.".count))`" }.joined(separator: " ")
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads, heads.map { _ in "---" }] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// What an arm gives at a tier's speed, least and most; nil where it never does.
  private static func band(_ tier: Record.Tier) -> [String]? {
    guard let low = tier.low, let high = tier.high, high.outputTokensPerSecondPerMegawatt > 0
    else { return nil }
    func cause(_ edge: Record.Edge) -> String { edge.parameter.map { "`\($0)`" } ?? "–" }
    return [
      tier.arm, String(format: "%.0f", tier.tpsPerUser),
      thousands(tier.outputTokensPerSecondPerMegawatt),
      thousands(low.outputTokensPerSecondPerMegawatt), cause(low),
      thousands(high.outputTokensPerSecondPerMegawatt), cause(high),
    ]
  }

  @Test("its table is of the points that the command gives")
  func table() throws {
    let found = try Self.workload(Baton.run(Self.ask + ["--json"], program: Baton.optimized).output)
    let rows = Self.arms.map { arm in
      let tiers = found.tiers.filter { $0.arm == arm }
      let fastest = found.variants.filter { $0.arm == arm }.compactMap(\.tpsPerUser.first).max()
      let revenues = tiers.filter { $0.tpsPerUser >= 400 }.map { tier in
        tier.revenuePerMegawattHour.map {
          String(format: "%.0f", $0 * Self.hoursPerYear / 1e6)
        } ?? "–"
      }
      return [arm, fastest.map { String(format: "%.0f", $0) } ?? "–"]
        + tiers.map { Self.thousands($0.outputTokensPerSecondPerMegawatt) } + revenues
        + [Self.shape(arm, at: 400, found)]
    }
    let heads =
      ["arm", "fastest TPS/user"] + [50, 100, 200, 400, 1000].map { "at \($0)" }
      + ["premium, M$/MW/year", "ultra, M$/MW/year", "best engines at 400"]
    let text =
      "\n`baton \(Self.command)` gives, in thousand output tokens per second and megawatt at the "
      + "speed or faster:\n\n" + Self.table(heads, rows) + "\n"
    #expect(
      try Repository.matches("Docs/Frontier.md", section: "long context", text),
      "stale; review BATON_UPDATE=1")
  }

  @Test(
    "its bands are those of the same command with --sensitivity",
    .enabled(if: Baton.optimized != nil, "needs BATON_OPTIMIZED, the path of an optimized build"))
  func bands() throws {
    let program = try #require(Baton.optimized)
    let result = try Baton.run(Self.ask + ["--sensitivity", "--json"], program: program)
    let found = try Self.workload(result.output)
    let shown = found.tiers.filter { [100, 400, 1000].contains($0.tpsPerUser) }
    let rows = shown.compactMap(Self.band)
    let text =
      "\n"
      + Self.table(["arm", "TPS/user", "as assumed", "least", "with", "most", "with"], rows)
      + "\n"
    #expect(
      try Repository.matches("Docs/Frontier.md", section: "long context bands", text),
      "stale; review BATON_UPDATE=1")
  }
}
