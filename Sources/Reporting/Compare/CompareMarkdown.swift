import Domain

/// A comparison for a pull request: the verdict first, all details folded.
public enum CompareMarkdown {
  public static func text(_ comparison: Comparison, title: String) -> String {
    let telling = comparison.metrics.filter { $0.verdict != .equivalent }
    var lines = [
      "### \(escaped(title)): \(comparison.verdict.rawValue)", "",
      "\(candidates(comparison)) against `\(comparison.baseline)` over "
        + "\(CompareWords.seeds(comparison.seeds.count)), tolerance "
        + "\(CompareWords.tolerance(comparison.tolerance)). A ratio above 1 is worse.",
    ]
    if !telling.isEmpty { lines += [""] + table(telling) }
    let advice = comparison.metrics.compactMap { metric in
      CompareWords.advice(metric).map { "\(metric.candidate): \($0)" }
    }
    if !advice.isEmpty { lines += [""] + advice.map { "- \(escaped($0))" } }
    let failed = comparison.assertions.flatMap { candidate in
      candidate.results.filter { !$0.passed }.map { (candidate.candidate, $0) }
    }
    if !failed.isEmpty {
      lines += ["", "Failed assertions:", ""]
      lines += failed.map { candidate, result in
        "- `\(candidate)`: `\(result.assertion.text)` is "
          + RunRows.text(result.value, result.assertion.metric)
      }
    }
    lines += ["", "<details><summary>All \(comparison.metrics.count) metrics</summary>", ""]
    lines += table(comparison.metrics) + ["", "</details>"]
    return lines.map { $0 + "\n" }.joined()
  }

  private static func candidates(_ comparison: Comparison) -> String {
    comparison.candidates.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func table(_ metrics: [ComparedMetric]) -> [String] {
    [
      "| candidate | class | metric | baseline | candidate | ratio | 95 % interval | p | verdict |",
      "|---|---|---|--:|--:|--:|--:|--:|---|",
    ]
      + metrics.map { metric in
        let cells = [
          metric.candidate, metric.className, metric.metric.name,
          CompareWords.value(metric.baselineValue, metric.metric),
          CompareWords.value(metric.candidateValue, metric.metric),
          CompareWords.ratio(metric.ratio), CompareWords.interval(metric),
          CompareWords.p(metric.adjustedP), metric.verdict.rawValue,
        ]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |"
      }
  }

  /// So that names can't end a cell or open a tag.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "|", "*", "_", "`", "\\": result += "\\\(character)"
      case "<": result += "&lt;"
      case "\n": result += " "
      default: result.append(character)
      }
    }
  }
}
