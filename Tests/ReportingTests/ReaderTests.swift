import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Outputs of a comparison as their readers see them.
@Suite("comparisons under other tools' readers")
struct ReaderTests {
  /// The example, and the same with names that would break out of XML and Markdown.
  static let comparisons: [Comparison] = {
    var hostile = CompareOutputTests.comparison
    let names = ["afd": "a\"<&>|b", "draft": "*d*_`<b>`"]
    hostile.candidates = hostile.candidates.map { names[$0] ?? $0 }
    for index in hostile.metrics.indices {
      hostile.metrics[index].candidate = names[hostile.metrics[index].candidate] ?? ""
    }
    for index in hostile.assertions.indices {
      hostile.assertions[index].candidate = names[hostile.assertions[index].candidate] ?? ""
    }
    return [CompareOutputTests.comparison, hostile, ComparisonTests.noisy { _ in 1.01 }]
  }()

  struct Report: Decodable {
    struct Case: Decodable {
      var className: String?
      var name: String
      var outcome: String
      var message: String
    }
    struct Suite: Decodable {
      var name: String?
      var cases: [Case]
      var stated: [Int]
      var counted: [Int]
    }
    var complaints: [String]
    var suites: [Suite]
  }

  static let canReadJUnit = Python.can("import junitparser, xmlschema")

  private func reports(_ texts: [String]) throws -> [Report] {
    let schema = String(
      decoding: try Repository.bytes("Tests/ReportingTests/Readers/junit.xsd"), as: UTF8.self)
    let files = texts.enumerated().map { (name: "\($0.offset).xml", text: $0.element) }
    return try Python.judge(
      "Tests/ReportingTests/Readers/junit.py", [(name: "junit.xsd", text: schema)] + files)
  }

  @Test(
    "JUnit reports keep to the schema, and a reader finds every metric with its verdict",
    .enabled(if: canReadJUnit, "needs python3 with junitparser and xmlschema"))
  func junit() throws {
    let texts = Self.comparisons.map {
      CompareJUnit.text($0, title: "example", failsOnInconclusive: false)
    }
    for (comparison, report) in zip(Self.comparisons, try reports(texts)) {
      #expect(report.complaints == [])
      #expect(report.suites.count == comparison.candidates.count)
      for (candidate, suite) in zip(comparison.candidates, report.suites) {
        #expect(
          suite.name == "\(candidate) against gpu-aggregated" && suite.stated == suite.counted)
        let metrics = comparison.metrics.filter { $0.candidate == candidate }
        for (metric, found) in zip(metrics, suite.cases) {
          #expect(found.name == metric.metric.name)
          #expect(found.className == "example.\(metric.place)")
          let expected: [Verdict: String] = [
            .regressed: "failure", .inconclusive: "skipped", .nothingMeasured: "error",
          ]
          #expect(found.outcome == expected[metric.verdict] ?? "passed")
          let sentence = CompareWords.sentence(metric, in: comparison)
          #expect(
            found.outcome == "passed" ? found.message == "" : found.message.hasPrefix(sentence))
        }
      }
    }
  }

  @Test(
    "the schema rejects what no CI service would read",
    .enabled(if: canReadJUnit, "needs python3 with junitparser and xmlschema"))
  func schemaRejects() throws {
    let good = CompareJUnit.text(
      CompareOutputTests.comparison, title: "example", failsOnInconclusive: false)
    let changes = [
      ("tests=\"10\"", "tests=\"ten\""), ("<testsuite name", "<testsuite title"),
      (" classname=", " class="), ("<failure ", "<flaw "), ("time=\"0\"", "time=\"soon\""),
    ]
    let broken = changes.map { good.replacing($0.0, with: $0.1) }
    for (change, text) in zip(changes, broken) {
      #expect(text != good)
      let closed = text.replacing("</failure>", with: "</flaw>")
      #expect(try reports([closed])[0].complaints != [], "\(change.1)")
    }
  }

  struct Element: Decodable {
    var tag: String
    var folded: Bool
    var texts: [String]
  }

  @Test(
    "rendered Markdown begins with the verdict, and details are tables that are folded",
    .enabled(if: Python.can("import markdown_it"), "needs python3 with markdown-it-py"))
  func markdown() throws {
    let texts = Self.comparisons.map { CompareMarkdown.text($0, title: "example") }
    let files = texts.enumerated().map { (name: "\($0.offset).md", text: $0.element) }
    let pages: [[Element]] = try Python.judge("Tests/ReportingTests/Readers/markdown.py", files)
    for (comparison, page) in zip(Self.comparisons, pages) {
      #expect(page.first?.tag == "h3")
      #expect(page.first?.texts == ["example: \(comparison.headline)"])
      let rows = page.filter { $0.tag == "tr" }
      let open = rows.filter { !$0.folded }
      let telling = comparison.metrics.filter { $0.verdict != .equivalent }
      #expect(open.count == telling.count + 1)
      let columns = comparison.noise.isEmpty ? 9 : 10
      for (metric, row) in zip(telling, open.dropFirst()) {
        #expect(row.texts.count == columns && row.texts.first == metric.candidate)
        #expect(row.texts.last == CompareWords.verdict(metric))
      }
      let summary = "All \(comparison.metrics.count) metrics"
      #expect(page.contains { $0.tag == "summary" && $0.texts == [summary] })
      let folded = rows.filter(\.folded)
      #expect(folded.count == comparison.metrics.count + 1)
      #expect(folded.allSatisfy { $0.texts.count == columns })
    }
  }
}
