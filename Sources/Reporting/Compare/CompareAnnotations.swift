import Domain

/// A comparison as GitHub workflow commands, one line for each finding.
public enum CompareAnnotations {
  /// - Parameter file: That what is compared was read from; nil for standard input.
  public static func text(_ comparison: Comparison, title: String, file: String?) -> String {
    func line(_ level: String, _ title: String, _ message: String) -> String {
      let place = file.map { "file=\(property($0))," } ?? ""
      return "::\(level) \(place)title=\(property(title))::\(data(message))"
    }
    var lines: [String] = []
    if comparison.metrics.isEmpty {
      let message = "no class has a metric that is judged"
      lines.append(line("error", "\(title): \(Verdict.nothingMeasured.rawValue)", message))
    }
    for metric in comparison.metrics {
      let level: String? =
        switch metric.verdict {
        case .regressed, .nothingMeasured: "error"
        case .inconclusive: "warning"
        case .improved: "notice"
        case .equivalent: nil
        }
      guard let level else { continue }
      let sentence = CompareWords.sentence(metric, in: comparison)
      let advice = CompareWords.advice(metric).map { "; \($0)" } ?? ""
      lines.append(line(level, "\(title): \(metric.verdict.rawValue)", sentence + advice))
    }
    for candidate in comparison.assertions {
      for result in candidate.results where !result.passed {
        let value = RunRows.text(result.value, result.assertion.metric)
        lines.append(
          line(
            "error", "\(title): assertion failed",
            "\(candidate.title): \(result.assertion.text) is \(value)"))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func data(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case "\r\n": result += "%0D%0A"
      default: result.append(character)
      }
    }
  }

  private static func property(_ text: String) -> String {
    data(text).reduce(into: "") { result, character in
      switch character {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.append(character)
      }
    }
  }
}
