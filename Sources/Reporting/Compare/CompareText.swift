import Domain

/// What `baton compare` prints: for each candidate a table of metrics by class, and the verdict.
public struct CompareText: Sendable {
  private let comparison: Comparison
  private let title: String
  private let width: Int
  private let paint: Paint

  /// - Parameter title: Name of the workload or experiment.
  public init(_ comparison: Comparison, title: String, width: Int = 80, isColoured: Bool) {
    (self.comparison, self.title, self.width) = (comparison, title, max(80, width))
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    let tolerance = CompareWords.tolerance(comparison.tolerance)
    let platforms = comparison.platforms.joined(separator: ", ")
    let head =
      "baseline \(comparison.baseline) · \(CompareWords.evidence(comparison)) · on \(platforms)"
      + " · tolerance \(tolerance) · a ratio above 1 is worse"
    var lines = [paint.heading(title)] + wrapped(head, width: width).map(paint.quiet)
    lines += comparison.sizes.flatMap { wrapped($0, width: width) }.map(paint.quiet)
    for candidate in comparison.candidates { lines += [""] + section(candidate) }
    lines += [""] + foot
    return lines.map { $0 + "\n" }.joined()
  }

  private func section(_ candidate: String) -> [String] {
    let metrics = comparison.metrics.filter { $0.candidate == candidate }
    var grid = CompareGrid(nameWidth: 18 + min(20, width - 80))
    var lines = [
      paint.heading(candidate),
      paint.quiet(
        grid.line(
          "",
          [
            "baseline", "candidate", "ratio", "\(CompareWords.level(comparison)) interval", "p", "",
          ])),
    ]
    var place: String?
    for metric in metrics {
      if metric.place != place { lines.append(paint.heading(metric.place)) }
      place = metric.place
      lines.append(row(metric, &grid))
    }
    for results in comparison.assertions where results.candidate == candidate {
      lines += assertions(results)
    }
    for shifts in comparison.shifts where shifts.candidate == candidate {
      lines += ShiftText(shifts, nameWidth: grid.nameWidth, paint: paint).lines
    }
    return lines
  }

  private func row(_ metric: ComparedMetric, _ grid: inout CompareGrid) -> String {
    let cells = [
      CompareWords.value(metric.baselineValue, metric.metric),
      CompareWords.value(metric.candidateValue, metric.metric),
      CompareWords.ratio(metric.ratio), CompareWords.interval(metric),
      CompareWords.p(metric.adjustedP), "",
    ]
    let verdict = metric.verdict.rawValue + (metric.hangsOn.isEmpty ? "" : " *")
    let coloured =
      switch metric.verdict {
      case .regressed, .nothingMeasured: paint.bad(verdict)
      case .improved: paint.good(verdict)
      case .inconclusive: paint.unsure(verdict)
      case .equivalent: paint.quiet(verdict)
      }
    return grid.line("  " + metric.metric.name, cells) + "  " + coloured
  }

  private func assertions(_ found: CandidateAssertions) -> [String] {
    guard !found.results.isEmpty else { return [] }
    let scenario = found.scenario.isEmpty ? "" : " of \(found.scenario)"
    return [paint.heading("assertions\(scenario)")]
      + found.results.map { result in
        let mark = result.passed ? paint.good("✓") : paint.bad("✗")
        let value = RunRows.text(result.value, result.assertion.metric)
        return "  \(mark) \(result.assertion.text)  \(paint.quiet(value))"
      }
  }

  private var foot: [String] {
    var lines = [paint.heading("verdict: \(comparison.headline)")]
    if let each = CompareWords.verdicts(comparison) {
      lines += wrapped("of \(each)", width: width)
    }
    let advice = comparison.metrics.compactMap { metric in
      CompareWords.advice(metric).map { "\(metric.candidate): \($0)" }
    }
    lines += advice.flatMap { wrapped($0, width: width) }.map(paint.quiet)
    lines += wrapped("noise floor: \(CompareWords.noise(comparison))", width: width).map(
      paint.quiet)
    lines += floors.flatMap { wrapped($0, width: width - 2) }.map { paint.quiet("  " + $0) }
    lines += hanging.flatMap { wrapped($0, width: width) }.map(paint.quiet)
    return lines
  }

  /// How verdicts hang on assumed figures, and a line for each that does.
  private var hanging: [String] {
    let marked = comparison.metrics.compactMap { metric in
      CompareWords.hangs(metric).map {
        "* \(metric.candidate): \(metric.metric.name) of \(metric.place) is \($0)"
      }
    }
    return [CompareWords.assumed(comparison)].compactMap(\.self) + marked
  }

  /// The noise floor of each metric, a line for each class, and arm if there are several.
  private var floors: [String] {
    let arms = Set(comparison.noise.map(\.candidate))
    func label(_ metric: ComparedMetric) -> String {
      arms.count > 1 ? "\(metric.candidate), \(metric.place)" : metric.place
    }
    var labels: [String] = []
    for metric in comparison.noise where !labels.contains(label(metric)) {
      labels.append(label(metric))
    }
    return labels.map { name in
      let metrics = comparison.noise.filter { label($0) == name }.map {
        "\($0.metric.name) \(CompareWords.floor($0.floor))"
      }
      return "\(name): \(metrics.joined(separator: ", "))"
    }
  }
}

/// Columns of the comparison's table.
struct CompareGrid {
  var nameWidth: Int
  private let widths = [9, 9, 7, 13, 6]

  init(nameWidth: Int) { self.nameWidth = nameWidth }

  func line(_ name: String, _ cells: [String]) -> String {
    let padded = name + String(repeating: " ", count: max(0, nameWidth - name.count))
    let columns = zip(cells, widths).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.count)) + cell
    }
    return trimmed(padded + columns.joined(separator: " "))
  }
}
