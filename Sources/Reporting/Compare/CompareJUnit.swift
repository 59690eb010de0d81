import Domain

/// A comparison as JUnit XML: a suite for each candidate, a case for each metric and assertion. A
/// case is red wherever it makes the process fail.
public enum CompareJUnit {
  /// - Parameter failsOnInconclusive: Whether what is undecided is red.
  public static func text(
    _ comparison: Comparison, title: String, failsOnInconclusive: Bool
  ) -> String {
    let suites = comparison.candidates.map { candidate in
      suite(comparison, candidate, title, failsOnInconclusive)
    }
    return document(suites, title)
  }

  /// A comparison that came to nothing: one case, an error.
  public static func text(failure: String, title: String) -> String {
    let one = Case(className: title, name: "compare", outcome: .error, message: failure)
    return document([Suite(name: title, cases: [one])], title)
  }

  private static func document(_ suites: [Suite], _ title: String) -> String {
    let cases = suites.flatMap(\.cases)
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    // The schemas have no count of the skipped here.
    lines.append("<testsuites name=\"\(escaped(title))\" \(totals(cases)) time=\"0\">")
    for suite in suites {
      lines.append(
        "  <testsuite name=\"\(escaped(suite.name))\" \(totals(suite.cases)) "
          + "skipped=\"\(suite.cases.count { $0.outcome == .skipped })\" time=\"0\">")
      for item in suite.cases { lines += xml(item).map { "    " + $0 } }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.map { $0 + "\n" }.joined()
  }

  private struct Case {
    enum Outcome: String { case passed, failure, error, skipped }
    var className: String
    var name: String
    var outcome: Outcome
    var message: String
  }

  private struct Suite {
    var name: String
    var cases: [Case]
  }

  private static func suite(
    _ comparison: Comparison, _ candidate: String, _ title: String, _ failsOnInconclusive: Bool
  ) -> Suite {
    var metrics = comparison.metrics.filter { $0.candidate == candidate }.map { metric in
      let outcome: Case.Outcome =
        switch metric.verdict {
        case .regressed: .failure
        case .nothingMeasured: .error
        case .inconclusive: failsOnInconclusive ? .failure : .skipped
        case .improved, .equivalent: .passed
        }
      let advice = CompareWords.advice(metric).map { "; \($0)" } ?? ""
      return Case(
        className: "\(title).\(metric.place)", name: metric.metric.name, outcome: outcome,
        message: CompareWords.sentence(metric, in: comparison) + advice)
    }
    if metrics.isEmpty {
      metrics = [
        Case(
          className: "\(title).all", name: "measured", outcome: .error,
          message: "nothing measured: no class has a metric that is judged")
      ]
    }
    let judged = comparison.assertions.filter { $0.candidate == candidate }
    let assertions = judged.flatMap { found in
      found.results.map { result in
        let value = RunRows.text(result.value, result.assertion.metric)
        return Case(
          className: "\(title).\(found.scenario.isEmpty ? "" : found.scenario + " ")assert",
          name: result.assertion.text, outcome: result.passed ? .passed : .failure,
          message: "is \(value)")
      }
    }
    return Suite(name: "\(candidate) against \(comparison.baseline)", cases: metrics + assertions)
  }

  private static func totals(_ cases: [Case]) -> String {
    func count(_ outcome: Case.Outcome) -> Int { cases.count { $0.outcome == outcome } }
    return "tests=\"\(cases.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
  }

  private static func xml(_ item: Case) -> [String] {
    let open =
      "<testcase classname=\"\(escaped(item.className))\" name=\"\(escaped(item.name))\" "
      + "time=\"0\""
    guard item.outcome != .passed else { return [open + "/>"] }
    let tag = item.outcome.rawValue
    let type = item.outcome == .skipped ? "" : " type=\"\(tag)\""
    return [open + ">", "  <\(tag) message=\"\(escaped(item.message))\"\(type)/>", "</testcase>"]
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", "\r": result += "&#\(scalar.value);"
      // XML 1.0 has no other control characters, not even escaped.
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
