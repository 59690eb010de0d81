import Foundation
import TestSupport
import Testing

@Suite("recipes of the page on frontiers")
struct FrontierRecipeTests {
  /// Text of the only fence of a language after some words of the page.
  private static func fence(_ language: String, after words: String) throws -> String {
    let text = try Repository.text("Docs/Frontier.md")
    let start = try #require(text.firstRange(of: words))
    let rest = text[start.upperBound...]
    let fence = try #require(rest.firstRange(of: "```\(language)\n"))
    let lines = rest[fence.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    return lines.prefix { $0 != "```" }.map { $0 + "\n" }.joined()
  }

  @Test(
    "its query reads the points of a folder",
    .enabled(if: Python.can("import duckdb"), "needs python3 with Tests/requirements.txt"))
  func query() throws {
    let query = try Self.fence("sql", after: "can query it:")
    try FrontierCommandTests.folder { try checkQuery(query, in: $0) }
  }

  private func checkQuery(_ query: String, in folder: String) throws {
    let runs = ["--runs", "\(folder)/runs"]
    let varied = FrontierVaryTests.ask + ["--vary", "pools.lpx.racks=2,3"] + runs
    let record = try FrontierVaryTests.record(varied)
    let sensitive = FrontierVaryTests.ask + ["--sensitivity"] + runs
    #expect(try Baton.run(sensitive).code == 0)
    let sql = query.replacing("runs/*", with: "\(folder)/runs/*")
    // The bar of a query that takes long would be among the rows.
    let script =
      "import duckdb\nduckdb.sql('SET enable_progress_bar = false')\n"
      + "for row in duckdb.sql(\"\"\"\(sql)\"\"\").fetchall(): print(*row)"
    let result = try Python.run(["-c", script])
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    // Two arms as they are and in two variants, at two loads; ends of figures are left out.
    #expect(result.code == 0 && lines.count == 2 * 3 * 2, "\(lines)")
    for point in record.points {
      let speed = try #require(point.tpsPerUser)
      let start = "\(point.arm) pools.lpx.racks="
      #expect(lines.contains { $0.hasPrefix(start) && $0.contains(" \(speed) ") }, "\(lines)")
    }
  }
}
