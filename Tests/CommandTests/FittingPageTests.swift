import Foundation
import TestSupport
import Testing

@Suite("Docs/Fitting.md")
struct FittingPageTests {
  private static let page = "Docs/Fitting.md"

  /// Text of the fence after a mark.
  private static func fence(_ mark: String) throws -> String {
    let text = try Repository.text(page)
    let start = try #require(text.firstRange(of: "<!-- \(mark) -->\n```"))
    let lines = text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().prefix { $0 != "```" }.map { $0 + "\n" }.joined()
  }

  @Test("its fit is what the command prints and writes")
  func fit() throws {
    try CompareTests.files(["helpdesk.yaml": try Self.fence("original")]) { folder in
      let generated = try Baton.run(
        "generate", "\(folder)/helpdesk.yaml", "-o", "\(folder)/helpdesk.jsonl")
      #expect(generated.code == 0, "\(generated.errors)")
      let result = try Baton.run(
        "fit", "\(folder)/helpdesk.jsonl", "-o", "\(folder)/fitted.yaml")
      #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
      let file = try String(contentsOfFile: "\(folder)/fitted.yaml", encoding: .utf8)
      let check = try Baton.run("check", "\(folder)/fitted.yaml")
      #expect(check.code == 0 && !check.errors.contains("warning"), "\(check.errors)")
      let section =
        "\n`baton fit helpdesk.jsonl -o fitted.yaml` writes:\n\n```yaml\n\(file)```\n\nand prints:"
        + "\n\n"
        + "```\n\(result.text)```\n\n"
      #expect(
        try Repository.matches(Self.page, section: "fit", section),
        "stale; review BATON_UPDATE=1")
    }
  }

  @Test("its transform can be taken")
  func transform() throws {
    let command =
      "transform traces/tiny.jsonl --repeat 5 --every 10s --rate 2 --anonymize -o bigger.jsonl"
    try CompareTests.files([:]) { folder in
      let words = command.replacing("bigger.jsonl", with: "\(folder)/bigger.jsonl")
      let result = try Baton.run(words.split(separator: " ").map(String.init))
      #expect(result.code == 0 && result.output.isEmpty, "\(result.errors)")
      let inspect = try Baton.run("inspect", "\(folder)/bigger.jsonl")
      let lines = inspect.text.split(separator: "\n").prefix(2).joined(separator: "\n")
      let section =
        "\n`baton \(command)`, and of that `baton inspect bigger.jsonl` begins with\n\n"
        + "```\n\(lines)\n```\n\n"
      #expect(
        try Repository.matches(Self.page, section: "transform", section),
        "stale; review BATON_UPDATE=1")
    }
  }
}
