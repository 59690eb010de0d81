import Foundation
import TestSupport
import Testing

@Suite("a sweep on Ray")
struct RayTests {
  static let command =
    "frontier workloads/chat.yaml --policy gpu-aggregated --policy afd --loads 1,4,16 --seeds 2 "
    + "--set duration=20s --set warm-up=5s"

  @Test(
    "a node that dies in mid-sweep loses nothing, as the page on Ray shows",
    .enabled(if: Python.can("import ray")))
  func lostNode() throws {
    let script = Repository.path("Docs/Ray/lost-node.py")
    let result = try Python.run(
      [script, Baton.beside.path] + Self.command.split(separator: " ").map(String.init))
    let said = String(decoding: result.output, as: UTF8.self)
    #expect(result.code == 0, "\(said)")
    let own = said.split(separator: "\n").filter { line in
      line.wholeMatch(
        of: /\d+ (nodes|of \d+ parts|points kept)|killing a node .*|another node .*|the same .*/)
        != nil
    }
    let section =
      "\n`python Docs/Ray/lost-node.py baton \(Self.command)` prints, what Ray says of the dead "
      + "node left out:\n\n```\n\(own.joined(separator: "\n"))\n```\n\n"
    #expect(
      try Repository.matches("Docs/Ray.md", section: "lost node", section),
      "stale; review BATON_UPDATE=1")
  }
}
