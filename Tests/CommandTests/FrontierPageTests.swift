import Foundation
import TestSupport
import Testing

@Suite("the page on frontiers")
struct FrontierPageTests {
  @Test("its example is what the command prints")
  func example() throws {
    let command =
      "frontier workloads/chat.yaml --policy gpu-aggregated --policy afd --loads 1,10,40,100 --set "
      + "duration=1m --set warm-up=10s"
    let result = try Baton.run(command.split(separator: " ").map(String.init))
    #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
    let section = "\n`baton \(command)` prints:\n\n```\n\(result.text)```\n\n"
    #expect(
      try Repository.matches("Docs/Frontier.md", section: "frontier", section),
      "stale; review BATON_UPDATE=1")
  }

  @Test("the page holds every point, and fetches nothing")
  func page() throws {
    let ask = FrontierCommandTests.sweep
    let page = try Baton.run(ask + ["--html", "-"]).text
    #expect(page.contains("default-src 'none'") && !page.contains("://"))
    #expect(page.components(separatedBy: "<title>").count == 1 + 1 + 2 * 6)
    for load in ["x0.5", "x1", "x2"] { #expect(page.contains("<th scope=\"row\">\(load)</th>")) }
    let record = try FrontierCommandTests.record(Baton.run(ask + ["--json"]))
    // Heads of both arms' tables and of the one of price tiers, which has a row for each arm.
    #expect(page.components(separatedBy: "<tr>").count == 1 + 2 + 3 + record.points.count)
  }
}
