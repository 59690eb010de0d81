import Foundation
import TestSupport
import Testing

@Suite("the page on capacity")
struct CapacityPageTests {
  private static let ask =
    "capacity workloads/chat.yaml --platform h100 --set duration=30s --set warm-up=5s --seeds 4"

  @Test(
    "its examples are what the command prints",
    arguments: [("capacity", ask), ("racks", ask + " --racks-for 30")])
  func example(section: String, command: String) throws {
    let result = try Baton.run(
      command.split(separator: " ").map(String.init))
    #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
    let text = "\n`baton \(command)` prints:\n\n```\n\(result.text)```\n\n"
    #expect(
      try Repository.matches("Docs/Capacity.md", section: section, text),
      "stale; review BATON_UPDATE=1")
  }
}
