import Domain
import Testing

@testable import Reporting

@Suite struct CompareOutputTests {
  /// Two gates, one missed assertion, one class that stays undecided.
  static let comparison = ComparisonTests.compared(
    ComparisonTests.replicates(),
    gates: [GatedMetric(.ttft, .percentile(99)), GatedMetric(.itl, .percentile(99))],
    assertions: [
      CandidateAssertions(
        candidate: "afd",
        results: [
          AssertionResult(RunTextTests.assertions[0], value: 1.09),
          AssertionResult(RunTextTests.assertions[1], value: 0.75),
        ])
    ])

  @Test("the comparison as text, whole")
  func text() {
    let text = CompareText(CompareOutputTests.comparison, title: "example", isColoured: false).text
    #expect(text == CompareOutputTests.expectedText)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let coloured = CompareText(CompareOutputTests.comparison, title: "example", isColoured: true)
    #expect(coloured.text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == text)
    #expect(coloured.text.contains("\u{1B}[31mregressed\u{1B}[0m"))
  }

  @Test("the comparison for a pull request, whole")
  func markdown() {
    #expect(
      CompareMarkdown.text(CompareOutputTests.comparison, title: "example")
        == CompareOutputTests.expectedMarkdown)
  }

  @Test("the comparison as JUnit, whole")
  func junit() {
    #expect(
      CompareJUnit.text(CompareOutputTests.comparison, title: "example")
        == CompareOutputTests.expectedJUnit)
  }

  @Test("the comparison as GitHub annotations, whole")
  func annotations() {
    #expect(
      CompareAnnotations.text(CompareOutputTests.comparison, title: "example")
        == CompareOutputTests.expectedAnnotations)
  }

  @Test("names can't break out of what they stand in")
  func escaping() {
    var comparison = CompareOutputTests.comparison
    comparison.candidates = ["a\"<&>|b"]
    for index in comparison.metrics.indices { comparison.metrics[index].candidate = "a\"<&>|b" }
    let title = "x:y,z%\n</testsuites>"
    #expect(
      CompareJUnit.text(comparison, title: title).contains("name=\"a&quot;&lt;&amp;&gt;|b against"))
    #expect(CompareJUnit.text(comparison, title: title).matches(of: /<\/testsuites>/).count == 1)
    #expect(CompareMarkdown.text(comparison, title: title).contains("| a\"&lt;&>\\|b |"))
    #expect(
      CompareAnnotations.text(comparison, title: title)
        .hasPrefix("::error title=x%3Ay%2Cz%25%0A</testsuites>%3A regressed::"))
  }
}
