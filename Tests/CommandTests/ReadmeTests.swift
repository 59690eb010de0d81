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
}
