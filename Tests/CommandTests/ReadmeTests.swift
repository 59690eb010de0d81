import Foundation
import TestSupport
import Testing

@Suite("README")
struct ReadmeTests {
  @Test("its picture is what the command prints, but for what is cut out")
  func picture() throws {
    let text = String(decoding: try Repository.bytes("README.md"), as: UTF8.self)
    let command = try #require(text.firstRange(of: "`baton run "))
    let end = try #require(text[command.upperBound...].firstIndex(of: "`"))
    let arguments = text[command.upperBound..<end].split(separator: " ").map(String.init)
    let fences = text[end...].split(
      separator: "```", maxSplits: 2, omittingEmptySubsequences: false)
    let shown = try #require(fences.count > 1 ? fences[1].dropFirst() : nil)
    let parts = shown.split(separator: "…\n")
    #expect(parts.count == 2)
    let output = try Baton.run(["run"] + arguments).text
    #expect(output.hasPrefix(parts[0]))
    #expect(output.hasSuffix(try #require(parts.last)))
  }

  @Test("its comparison is what the command prints")
  func comparison() throws {
    let command =
      "compare workloads/chat.yaml --baseline gpu-disaggregated --candidate afd --set duration=2m "
      + "--set warm-up=20s"
    let result = try Baton.run(command.split(separator: " ").map(String.init))
    let section = "\n`baton \(command)` prints:\n\n```\n\(result.text)```\n\n"
    #expect(
      try Repository.matches("README.md", section: "compare", section),
      "stale; review BATON_UPDATE=1")
  }
}
