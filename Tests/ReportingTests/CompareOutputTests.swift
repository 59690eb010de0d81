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
      CompareJUnit.text(CompareOutputTests.comparison, title: "example", failsOnInconclusive: false)
        == CompareOutputTests.expectedJUnit)
  }

  @Test("JUnit is red wherever the process fails, and says how many seeds would decide the rest")
  func red() {
    let comparison = CompareOutputTests.comparison
    let undecided = "p99 itl of build would be decided by about 55 seeds"
    func text(_ comparison: Comparison, fails: Bool) -> String {
      CompareJUnit.text(comparison, title: "example", failsOnInconclusive: fails)
    }
    let lenient = text(comparison, fails: false)
    let strict = text(comparison, fails: true)
    #expect(lenient.contains("failures=\"2\"") && strict.contains("failures=\"3\""))
    #expect(lenient.contains("<skipped") && !strict.contains("<skipped"))
    #expect(lenient.contains(undecided) && strict.contains(undecided))
    let none = ComparisonTests.compared(
      ComparisonTests.replicates(), gates: [GatedMetric(.underruns)])
    #expect(none.exitCode(failsOnInconclusive: false) == 6)
    #expect(text(none, fails: false).contains("errors=\"2\""))
    #expect(
      CompareAnnotations.text(none, title: "example", file: "a,b.yaml")
        .hasPrefix("::error file=a%2Cb.yaml,title=example%3A no"))
  }

  @Test("the comparison as GitHub annotations, whole")
  func annotations() {
    #expect(
      CompareAnnotations.text(CompareOutputTests.comparison, title: "example", file: nil)
        == CompareOutputTests.expectedAnnotations)
  }

  @Test("the page stands alone, names every metric, and shuts in what users name")
  func page() throws {
    let comparison = ComparisonTests.noisy { $0 % 2 == 0 ? 1.02 : 0.99 }
    let page = ComparePage.text(comparison, title: "<b>\"x\" & y</b>")
    #expect(page.contains("<h1>&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;</h1>"))
    #expect(!page.contains("<b>") && !page.contains("http:") && !page.contains("https:"))
    #expect(!page.contains("<script") && !page.contains("url("))
    #expect(page.matches(of: /<svg\s/).count == comparison.metrics.count)
    #expect(page.matches(of: /<tr>/).count == comparison.metrics.count + 2)
    for metric in comparison.metrics {
      let label =
        "ratio \(CompareWords.ratio(metric.ratio)), interval \(CompareWords.interval(metric))"
      #expect(page.contains("aria-label=\"\(label)\""))
    }
    #expect(page.contains("noise floor: at most") || page.contains("Noise floor: at most"))
  }

  @Test("intervals stand where the axis says, and end at its edges")
  func forest() throws {
    let metrics = ComparisonTests.comparison.metrics
    let plot = ForestPlot(metrics, tolerance: 0.05)
    #expect(plot.end == 1.25)
    #expect(plot.position(1) == 500 && plot.position(1.25) == 1000 && plot.position(0.8) < 1e-9)
    #expect(abs(plot.position(1.25.squareRoot()) - 750) < 1e-9)
    #expect(plot.position(1000) == 1000 && plot.position(0.001) == 0)
    var wide = metrics[0]
    wide.high = 20
    let widest = ForestPlot([wide], tolerance: 0.05)
    #expect(widest.end == ForestPlot.widest)
    #expect(widest.html.text.matches(of: /class="beyond"/).count == 1)
    #expect(!plot.html.text.contains("beyond\""))
  }

  @Test("names can't break out of what they stand in")
  func escaping() {
    var comparison = CompareOutputTests.comparison
    comparison.candidates = ["a\"<&>|b"]
    for index in comparison.metrics.indices { comparison.metrics[index].candidate = "a\"<&>|b" }
    let title = "x:y,z%\n</testsuites>"
    let junit = CompareJUnit.text(comparison, title: title, failsOnInconclusive: false)
    #expect(
      junit.contains("name=\"a&quot;&lt;&amp;&gt;|b against"))
    #expect(junit.matches(of: /<\/testsuites>/).count == 1)
    #expect(CompareMarkdown.text(comparison, title: title).contains("| a\"&lt;&>\\|b |"))
    #expect(
      CompareAnnotations.text(comparison, title: title, file: nil)
        .hasPrefix("::error title=x%3Ay%2Cz%25%0A</testsuites>%3A regressed::"))
  }
}
