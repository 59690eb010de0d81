import Domain

/// A comparison for a pull request: the verdict first, all details folded.
public enum CompareMarkdown {
  /// With more, those that are undecided are folded too.
  static let mostOpenRows = 10

  public static func text(_ comparison: Comparison, title: String) -> String {
    let different = comparison.metrics.filter { $0.verdict != .equivalent }
    let decided = different.filter { $0.verdict != .inconclusive }
    let telling = different.count > mostOpenRows ? decided : different
    var lines = [
      "### \(escaped(title)): \(comparison.headline)", "",
      "\(candidates(comparison)) against `\(comparison.baseline)` on "
        + "\(comparison.platforms.map { "`\($0)`" }.joined(separator: ", ")) over "
        + "\(CompareWords.evidence(comparison)), tolerance "
        + "\(CompareWords.tolerance(comparison.tolerance)). A ratio above 1 is worse. Noise floor: "
        + "\(CompareWords.noise(comparison))."
        + (CompareWords.assumed(comparison).map { " It \($0)." } ?? ""),
    ]
    lines += comparison.sizes.flatMap { ["", "\(escaped($0))."] }
    if let each = CompareWords.verdicts(comparison) { lines += ["", "Of \(escaped(each))."] }
    if !telling.isEmpty { lines += [""] + table(telling, comparison) }
    if let undecided = CompareWords.undecided(comparison) { lines += ["", undecided] }
    let failed = comparison.assertions.flatMap { candidate in
      candidate.results.filter { !$0.passed }.map { (candidate.title, $0) }
    }
    if !failed.isEmpty {
      lines += ["", "Failed assertions:", ""]
      lines += failed.map { candidate, result in
        "- `\(candidate)`: `\(result.assertion.text)` is "
          + RunRows.text(result.value, result.assertion.metric)
      }
    }
    lines += ["", "<details><summary>All \(comparison.metrics.count) metrics</summary>", ""]
    lines += table(comparison.metrics, comparison) + ["", "</details>"]
    lines += sessions(comparison)
    return lines.map { $0 + "\n" }.joined()
  }

  private static func candidates(_ comparison: Comparison) -> String {
    comparison.candidates.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// Who wins and who loses, folded.
  private static func sessions(_ comparison: Comparison) -> [String] {
    guard !comparison.shifts.isEmpty else { return [] }
    let head = "| candidate | class | sessions | faster | slower | ratio | median change |"
    let rows = comparison.shifts.flatMap { shifts in
      shifts.classes.map { group in
        let place = shifts.scenario.isEmpty ? group.name : "\(shifts.scenario) \(group.name)"
        let cells = [
          shifts.candidate, place, Quantity.count(group.sessions),
          ShiftText.share(group.faster, group),
          ShiftText.share(group.slower, group), CompareWords.ratio(group.ratio),
          ShiftText.change(group.medianDifference),
        ]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |"
      }
    }
    return ["", "<details><summary>Session by session</summary>", "", head]
      + ["|---|---|--:|--:|--:|--:|--:|"] + rows + ["", "</details>"]
  }

  private static func table(
    _ metrics: [ComparedMetric], _ comparison: Comparison
  ) -> [String] {
    let level = CompareWords.level(comparison)
    let hasNoise = !comparison.noise.isEmpty
    return [
      "| candidate | class | metric | baseline | candidate | ratio | \(level) interval | p "
        + (hasNoise ? "| noise floor | verdict |" : "| verdict |"),
      "|---|---|---|--:|--:|--:|--:|--:|\(hasNoise ? "--:|" : "")---|",
    ]
      + metrics.map { metric in
        let cells = [
          metric.candidate, metric.place, metric.metric.name,
          CompareWords.value(metric.baselineValue, metric.metric),
          CompareWords.value(metric.candidateValue, metric.metric),
          CompareWords.ratio(metric.ratio), CompareWords.interval(metric),
          CompareWords.p(metric.adjustedP),
        ]
        let floor = hasNoise ? [CompareWords.floor(metric.floor)] : []
        return "| "
          + (cells + floor + [verdict(metric)]).map(escaped).joined(separator: " | ")
          + " |"
      }
  }

  private static func verdict(_ metric: ComparedMetric) -> String {
    CompareWords.verdict(metric) + (CompareWords.hangs(metric).map { " *, \($0)" } ?? "")
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
