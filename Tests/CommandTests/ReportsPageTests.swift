import Foundation
import TestSupport
import Testing

@Suite("Docs/Reports.md")
struct ReportsPageTests {
  /// Text of the fence after a mark.
  private static func fence(_ mark: String) throws -> String {
    let text = try Repository.text("Docs/Reports.md")
    let start = try #require(text.firstRange(of: "<!-- \(mark) -->\n```"))
    let lines = text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().prefix { $0 != "```" }.map { $0 + "\n" }.joined()
  }

  @Test("its example is what the command prints")
  func example() throws {
    let command = "run beside.yaml --policy single@one.yaml --why"
    let files = ["beside.yaml": try Self.fence("workload"), "one.yaml": try Self.fence("platform")]
    try CompareTests.files(files) { folder in
      let words = command.replacing("beside.yaml", with: "\(folder)/beside.yaml")
        .replacing("@one.yaml", with: "@\(folder)/one.yaml")
      let result = try Baton.run(words.split(separator: " ").map(String.init))
      #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
      let start = try #require(result.text.firstRange(of: "why · single · chat"))
      let end = try #require(result.text.firstRange(of: "\nwhy · single · overnight"))
      let told = result.text[start.lowerBound..<end.lowerBound]
      let section =
        "\n`baton \(command)` prints, below the table and of the class that people wait in:\n\n"
        + "```\n\(told)```\n\n"
      // The README quotes two lines of it.
      let readme = try Repository.text("README.md")
      let quote = try #require(
        readme.firstMatch(of: /```\n(the slowest 1 % of requests of chat[^`]*)```/))
      let lines = quote.1.split(separator: "\n").map { "  " + $0 + "\n" }.joined()
      #expect(told.contains(lines), "\(lines)")
      #expect(
        try Repository.matches("Docs/Reports.md", section: "why", section),
        "stale; review BATON_UPDATE=1")
    }
  }

  @Test(
    "its examples read a folder of runs",
    .enabled(
      if: Python.can("import duckdb, pandas"), "needs python3 with Tests/requirements.txt"))
  func readers() throws {
    try CompareTests.files([:]) { folder in
      for workload in ["chat", "rag"] {
        let saved = try Baton.run(
          "run", "workloads/\(workload).yaml", "--save", "\(folder)/runs", "--why", "--load", "0.2",
          "--set", "duration=20s", "--set", "warm-up=0")
        #expect(saved.code == 0, "\(saved.errors)")
      }
      for reader in ["duckdb", "pandas"] {
        let script = try Self.fence(reader).replacing("runs/*", with: "\(folder)/runs/*")
        let result = try Python.run(["-c", script])
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(result.code == 0)
        for word in ["chat", "rag", "users", "office", "afd"] {
          #expect(text.contains(word), "\(reader): \(text)")
        }
      }
    }
  }
}
