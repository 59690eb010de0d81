import Foundation
import TestSupport
import Testing

@Suite("the page on frontiers: a long context")
struct LongContextPageTests {
  static let command =
    "frontier --isl 404k --osl 400 --cached 99% --model 2t-gptoss --policy "
    + "gpu-disaggregated@gb200-nvl72 --policy gpu-disaggregated@vera-rubin --policy "
    + "lpx-draft@vera-rubin-lpx-xl --policy afd@vera-rubin-lpx-xl --policy "
    + "lpx-decode@vera-rubin-lpx-xl --loads "
    + "1,4,16,64,256,512,1024,2048 --set duration=1m --set warm-up=20s"

  /// Price tiers of a context of 400K: the speed that users have, and what a million tokens cost.
  private static let tiers: [(name: String, speed: Double, price: Double)] = [
    ("premium", 400, 45), ("ultra", 1000, 150),
  ]
  private static let speeds = [50.0, 100, 200, 400, 1000]
  private static let secondsPerYear = 3.156e7

  /// Most output of loads at which users have at least a speed.
  private static func output(
    _ points: [FrontierCommandTests.Record.Point], at speed: Double
  ) -> Double {
    points.filter { $0.tpsPerUser ?? 0 >= speed }
      .compactMap(\.outputTokensPerSecondPerMegawatt).max() ?? 0
  }

  private static func row(_ arm: String, _ record: FrontierCommandTests.Record) -> String {
    let points = record.points.filter { $0.arm == arm }
    let fastest = points.compactMap(\.tpsPerUser).max() ?? 0
    let outputs = speeds.map { speed in
      let value = output(points, at: speed)
      return value > 0 ? String(format: "%.1f", value / 1000) : "–"
    }
    let revenues = tiers.map { tier in
      let value = output(points, at: tier.speed) * secondsPerYear * tier.price / 1e6
      return value > 0 ? String(format: "%.0f", value / 1e6) : "–"
    }
    let cells = [arm, String(format: "%.0f", fastest)] + outputs + revenues
    return "| " + cells.joined(separator: " | ") + " |\n"
  }

  @Test("its table is of the points that the command gives")
  func table() throws {
    let ask = Self.command.split(separator: " ").map(String.init)
    let record = try FrontierCommandTests.record(Baton.run(ask + ["--json"]))
    var arms: [String] = []
    for point in record.points where !arms.contains(point.arm) { arms.append(point.arm) }
    #expect(arms.count == 5)
    let heads =
      ["arm", "fastest TPS/user"] + Self.speeds.map { "at \(Int($0))" }
      + Self.tiers.map { "\($0.name), M$/MW/year" }
    var text = "\n`baton \(Self.command)` gives, in thousand output tokens per second and "
    text += "megawatt at the speed or faster:\n\n| " + heads.joined(separator: " | ") + " |\n"
    text += "|" + heads.map { _ in "---|" }.joined() + "\n"
    text += arms.map { Self.row($0, record) }.joined() + "\n"
    #expect(
      try Repository.matches("Docs/Frontier.md", section: "long context", text),
      "stale; review BATON_UPDATE=1")
  }
}
