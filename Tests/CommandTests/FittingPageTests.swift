import Foundation
import TestSupport
import Testing

private let publicTraces = ProcessInfo.processInfo.environment["BATON_TRACES"]

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

  @Test(
    "its figures of public traces are what the command finds", .enabled(if: publicTraces != nil))
  func figures() throws {
    var lines = [
      "| | ISL | OSL | dispersion at 1 s | 10 s | 60 s | reuse | lines |",
      "|---|---|---|---|---|---|---|---|",
    ]
    for (name, path) in [
      ("Azure, code", "azure/AzureLLMInferenceTrace_code.csv"),
      ("Mooncake, conversations", "mooncake/conversation_trace.jsonl"),
    ] {
      lines.append(try Self.row(name, ["\(publicTraces ?? "")/\(path)"]))
    }
    #expect(
      try Repository.matches(
        Self.page, section: "public", "\n" + lines.map { $0 + "\n" }.joined() + "\n"),
      "stale; review BATON_UPDATE=1")
  }

  /// What a fit says of a trace, as a row of a table: trace → fit [lowest–highest over the seeds].
  private static func row(_ name: String, _ trace: [String]) throws -> String {
    var row = ""
    try CompareTests.files([:]) { folder in
      let result = try Baton.run(["fit"] + trace + ["-o", "\(folder)/fitted.yaml", "--json"])
      #expect(result.code == 0, "\(result.errors)")
      let report = try JSONSerialization.jsonObject(with: result.output) as? [String: Any] ?? [:]
      let spreads = report["spreads"] as? [[String: Any]] ?? []
      let figures = report["figures"] as? [[String: Any]] ?? []
      func distance(_ name: String) -> String {
        let found = spreads.first { $0["name"] as? String == name }?["distance"] as? Double
        return found.map { String(format: "%.3f", $0) } ?? "–"
      }
      func figure(_ name: String, _ scale: Double = 1, _ unit: String = "") -> String {
        guard let found = figures.first(where: { $0["name"] as? String == name }) else {
          return "–"
        }
        let values = ["trace", "fit", "low", "high"].map { key in
          String(format: "%.3g", (found[key] as? Double ?? 0) * scale)
        }
        return "\(values[0]) → \(values[1])\(unit) [\(values[2])–\(values[3])]"
      }
      let file = try String(contentsOfFile: "\(folder)/fitted.yaml", encoding: .utf8)
      let windows = [1, 10, 60].map { figure("index of dispersion, \($0) s") }
      row =
        "| \(name) | \(distance("ISL")) | \(distance("OSL")) | "
        + windows.joined(separator: " | ") + " | \(figure("prefix reuse", 100, " %")) | "
        + "\(file.split(separator: "\n", omittingEmptySubsequences: false).count - 1) |"
    }
    return row
  }
}
