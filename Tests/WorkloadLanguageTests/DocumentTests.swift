import TestSupport
import Testing
import WorkloadLanguage

@Suite("the language's documents")
struct DocumentTests {
  /// With the kinds of mappings that they describe.
  private static let documents = [
    ("Docs/WorkloadLanguage.md", WorkloadSchema.shapes),
    ("Docs/Experiments.md", ExperimentSchema.shapes),
    ("Docs/PlatformFiles.md", PlatformSchema.shapes),
  ]

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
    return Self.documents.flatMap(\.1).first { $0.title == title }?.markdownTable
  }

  private func codes() -> String {
    let rows = DiagnosticPage.all.map { page in
      "| \(page.code.rawValue) | \(page.code.severity.rawValue) | \(page.title) |"
    }
    return (["| code | | when |", "|---|---|---|"] + rows).joined(separator: "\n")
  }

  @Test("every table of keys is the one that the reader uses", arguments: documents.map(\.0))
  func current(_ path: String) throws {
    let text = refreshed(try Repository.text(path))
    #expect(try Repository.matches(path, text), "\(path) is stale; use BATON_UPDATE=1")
  }

  @Test("every kind of mapping has its table")
  func complete() throws {
    for (path, shapes) in Self.documents {
      let text = try Repository.text(path)
      for shape in shapes {
        #expect(text.contains("<!-- keys of \(shape.title) -->"), "\(path): \(shape.title)")
      }
    }
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
    let experiment = ExperimentSchema.jsonSchema
    #expect(try Repository.matches("\(folder)/schema-experiment.json", experiment))
  }
}
