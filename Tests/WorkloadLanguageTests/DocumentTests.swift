import TestSupport
import Testing
import WorkloadLanguage

@Suite("the language's document")
struct DocumentTests {
  private static let path = "Docs/WorkloadLanguage.md"

  /// The document with every generated block written anew.
  private func refreshed(_ text: String) -> String {
    var lines: [Substring] = []
    var isInBlock = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "<!-- end -->" { isInBlock = false }
      if !isInBlock { lines.append(line) }
      guard let block = block(line) else { continue }
      isInBlock = true
      lines.append(Substring(block))
    }
    return lines.joined(separator: "\n")
  }

  private func block(_ line: Substring) -> String? {
    if line == "<!-- codes -->" { return codes() }
    guard line.hasPrefix("<!-- keys of "), line.hasSuffix(" -->") else { return nil }
    let title = line.dropFirst("<!-- keys of ".count).dropLast(" -->".count)
    return WorkloadSchema.shapes.first { $0.title == title }?.markdownTable
  }

  private func codes() -> String {
    let rows = DiagnosticPage.all.map { page in
      "| \(page.code.rawValue) | \(page.code.severity.rawValue) | \(page.title) |"
    }
    return (["| code | | when |", "|---|---|---|"] + rows).joined(separator: "\n")
  }

  @Test("every table of keys is the one that the reader uses")
  func current() throws {
    let text = refreshed(try Repository.text(Self.path))
    #expect(try Repository.matches(Self.path, text), "\(Self.path) is stale; use BATON_UPDATE=1")
  }

  @Test("every kind of mapping has its table", arguments: WorkloadSchema.shapes.map(\.title))
  func complete(_ title: String) throws {
    let text = try Repository.text(Self.path)
    #expect(text.contains("<!-- keys of \(title) -->"))
  }

  @Test("every code has one page, in order")
  func pages() {
    #expect(DiagnosticPage.all.map(\.code) == DiagnosticCode.allCases)
    #expect(DiagnosticPage.page(for: "b204")?.title == "minutes for millions")
    #expect(DiagnosticPage.page(for: "B999") == nil)
  }

  @Test("the pages and the JSON Schema are those that were reviewed")
  func generated() throws {
    let pages = DiagnosticPage.all.map(\.text).joined(separator: "\n")
    let folder = "Tests/WorkloadLanguageTests/Snapshots"
    #expect(try Repository.matches("\(folder)/pages.txt", pages))
    #expect(try Repository.matches("\(folder)/schema.json", WorkloadSchema.jsonSchema))
    let platform = PlatformSchema.jsonSchema
    #expect(try Repository.matches("\(folder)/schema-platform.json", platform))
  }
}
