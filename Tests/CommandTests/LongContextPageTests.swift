import Foundation
import TestSupport
import Testing

@Suite("the page on frontiers: a long context")
struct LongContextPageTests {
  private static let arms = [
    "gpu-disaggregated@gb200-nvl72", "gpu-disaggregated@vera-rubin", "lpx-draft@vera-rubin-lpx-xl",
    "afd@vera-rubin-lpx-xl", "lpx-decode@vera-rubin-lpx-xl",
  ]
  private static let lengths =
    ["frontier", "--isl", "404k", "--osl", "400", "--cached", "99%", "--model", "2t-gptoss"]
  private static let usual = lengths + ["--set", "duration=60s", "--set", "warm-up=20s"]

  private static func ask(_ start: [String], vary: [String], loads: String) -> [String] {
    start + arms.flatMap { ["--policy", $0] } + vary.flatMap { ["--vary", $0] }
      + ["--loads", loads]
  }

  /// A fine choice of engines.
  private static let fine = ask(
    usual,
    vary: [
      "engines.decode.tensor=8,16", "engines.prefill.devices=96,120,144,192,864,1008,1080,1296",
      "speculation={drafts: 3},{drafts: 5}",
    ], loads: "1,16,64,256,512,1024,2048,8192")

  /// One or two for each arm, so that every assumed figure can be tried at both ends.
  private static let banded =
    ask(
      lengths + ["--set", "duration=30s", "--set", "warm-up=10s"],
      vary: [
        "engines.decode.tensor=8", "engines.prefill.devices=120,1008", "speculation={drafts: 5}",
      ], loads: "1,16,64,256,1024,4096") + ["--sensitivity"]

  /// As it is typed.
  private static func command(_ ask: [String]) -> String {
    "baton " + ask.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
  }

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
    struct Point: Decodable {
      struct Wait: Decodable {
        var p50: Double?
        var p99: Double?
      }
      var arm: String
      var variant: [String: String]
      var load: Double
      var tpsPerUser: Double?
      var outputTokensPerSecondPerMegawatt: Double?
      var ttft: Wait
      var saturated: Bool
    }
    struct Workload: Decodable { var tiers: [Tier] }
    var points: [Point]
    var workloads: [Workload]
  }

  private static func record(_ result: Baton.Result) throws -> Record {
    try #require(result.code == 0, "\(result.errors)")
    return try JSONDecoder().decode(Record.self, from: result.output)
  }

  private static func thousands(_ value: Double?) -> String {
    value.map { $0 > 0 ? String(format: "%.1f", $0 / 1000) : "–" } ?? "–"
  }

  private static let pointHeads = [
    "arm", "engines and drafts", "users", "TPS/user", "thousand tokens/s/MW", "TTFT p50",
    "TTFT p99",
  ]

  private static func row(_ point: Record.Point) -> [String] {
    func seconds(_ value: Double?) -> String { value.map { String(format: "%.2f s", $0) } ?? "–" }
    let settings = point.variant.sorted { $0.key < $1.key }.map { "`\($0.key)=\($0.value)`" }
    return [
      point.arm, settings.joined(separator: " "), String(format: "%.0f", point.load),
      point.tpsPerUser.map { String(format: "%.0f", $0) } ?? "–",
      thousands(point.outputTokensPerSecondPerMegawatt), seconds(point.ttft.p50),
      seconds(point.ttft.p99),
    ]
  }

  /// Of the points of an arm that were replayed, the one that gives most at a speed or faster.
  private static func best(_ arm: String, at speed: Double, _ record: Record) -> Record.Point? {
    record.points.filter { $0.arm == arm && !$0.saturated && ($0.tpsPerUser ?? 0) >= speed }
      .max {
        ($0.outputTokensPerSecondPerMegawatt ?? 0) < ($1.outputTokensPerSecondPerMegawatt ?? 0)
      }
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

  private static func tiers(_ record: Record) throws -> String {
    let workload = try #require(record.workloads.first)
    let rows = arms.map { arm in
      let tiers = workload.tiers.filter { $0.arm == arm }
      let fastest = record.points.filter { $0.arm == arm }.compactMap(\.tpsPerUser).max()
      let revenues = tiers.filter { $0.tpsPerUser >= 400 }.map { tier in
        tier.revenuePerMegawattHour.map {
          String(format: "%.0f", $0 * hoursPerYear / 1e6)
        } ?? "–"
      }
      return [arm, fastest.map { String(format: "%.0f", $0) } ?? "–"]
        + tiers.map { thousands($0.outputTokensPerSecondPerMegawatt) } + revenues
    }
    let heads =
      ["arm", "fastest TPS/user"] + [50, 100, 200, 400, 1000].map { "at \($0)" }
      + ["premium, M$/MW/year", "ultra, M$/MW/year"]
    return "\n`\(command(fine))` gives, in thousand output tokens per second and megawatt at the "
      + "speed or faster:\n\n" + table(heads, rows) + "\n"
  }

  /// Points that were replayed before are taken up from the folder that `BATON_RUNS` names.
  private static var kept: [String] {
    ProcessInfo.processInfo.environment["BATON_RUNS"].map { ["--runs", $0] } ?? []
  }

  @Test(
    "its tables are what the command gives",
    .enabled(if: Baton.optimized != nil, "needs BATON_OPTIMIZED, the path of an optimized build"))
  func tables() throws {
    let record = try Self.record(
      Baton.run(Self.fine + ["--json"] + Self.kept, program: Baton.optimized))
    let points = [400.0, 1000].flatMap { speed in
      Self.arms.compactMap { Self.best($0, at: speed, record).map(Self.row) }
    }
    for (section, text) in [
      ("long context", try Self.tiers(record)),
      ("long context points", "\n" + Self.table(Self.pointHeads, points) + "\n"),
    ] {
      #expect(
        try Repository.matches("Docs/Frontier.md", section: section, text),
        "\(section) is stale; review BATON_UPDATE=1")
    }
  }

  @Test(
    "its figure and its bands are what the command gives",
    .enabled(if: Baton.optimized != nil, "needs BATON_OPTIMIZED, the path of an optimized build"))
  func bands() throws {
    try FrontierCommandTests.folder { folder in
      let record = try Self.record(
        Baton.run(
          Self.banded + ["--json", "--svg", "\(folder)/figure.svg"] + Self.kept,
          program: Baton.optimized))
      let shown = record.workloads.flatMap(\.tiers).filter {
        [100, 400, 1000].contains($0.tpsPerUser)
      }
      let bands = Self.table(
        ["arm", "TPS/user", "as assumed", "least", "with", "most", "with"],
        shown.compactMap(Self.band))
      let text = "\n`\(Self.command(Self.banded)) --svg FILE` gives:\n\n" + bands + "\n"
      #expect(
        try Repository.matches("Docs/Frontier.md", section: "long context bands", text),
        "stale; review BATON_UPDATE=1")
      let figure = try String(contentsOfFile: "\(folder)/figure.svg", encoding: .utf8)
      #expect(
        try Repository.matches("Docs/Figures/long-context.svg", figure),
        "stale; review BATON_UPDATE=1")
    }
  }

  @Test("its points are what each gives when it is replayed alone")
  func points() throws {
    let lines = try Repository.text("Docs/Frontier.md").split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "<!-- long context points -->"))
    let end = try #require(lines.firstIndex(of: "<!-- end long context points -->"))
    let rows = lines[(start + 3)..<end].map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    #expect(rows.count >= 5)
    for row in rows {
      let settings = row[1].split(separator: "`").filter { $0 != " " }.map(String.init)
      let record = try Self.record(
        Baton.run(
          Self.usual + ["--policy", row[0]] + settings.flatMap { ["--vary", $0] }
            + ["--loads", row[2], "--json"]))
      let point = try #require(record.points.first)
      #expect(record.points.count == 1 && Self.row(point) == row)
    }
  }
}
