import Domain

/// A comparison as one page that stands alone: verdict, intervals, tables.
public enum ComparePage {
  public static func text(_ comparison: Comparison, title: String) -> String {
    let verdict = comparison.verdict
    let headline =
      [
        HTML.tag("p", ["class": "kind"], "Comparison of placement policies"), .tag("h1", title),
        .tag("p", ["class": "headline \(VerdictStyle.name(verdict))"], VerdictStyle.text(verdict)),
        .tag("p", summary(comparison)),
      ] + comparison.sizes.map { .tag("p", "\($0).") }
      + (CompareWords.verdicts(comparison).map { [.tag("p", "Of \($0).")] } ?? []) + [
        .tag("p", "Noise floor: \(CompareWords.noise(comparison)).")
      ]
    let notes = [
      CompareWords.undecided(comparison), CompareWords.assumed(comparison).map { "It \($0)." },
    ]
    let body = [
      HTML.tag(
        "header",
        headline + notes.compactMap(\.self).map { .tag("p", $0) }),
      .tag("main", comparison.candidates.map { candidate($0, comparison) }),
      .tag(
        "footer",
        "`baton explain verdict` says how verdicts are reached, `baton explain noise-floor` how "
          + "far the baseline is from itself."),
    ]
    return HTML.page(
      title: "\(title): \(comparison.headline)", style: PageStyle.css, body)
  }

  private static func summary(_ comparison: Comparison) -> String {
    let names = comparison.candidates.joined(separator: ", ")
    return "\(names) against \(comparison.baseline) on "
      + "\(comparison.platforms.joined(separator: ", ")), over "
      + "\(CompareWords.evidence(comparison)), tolerance "
      + "\(CompareWords.tolerance(comparison.tolerance)). A ratio above 1 is worse."
  }

  private static func candidate(_ name: String, _ comparison: Comparison) -> HTML {
    let metrics = comparison.metrics.filter { $0.candidate == name }
    var parts = [
      HTML.tag("h2", name), .tag("h3", "Intervals"),
      ForestPlot(metrics, tolerance: comparison.tolerance).html,
      .tag("h3", "Metrics"), table(metrics, comparison),
    ]
    let assertions = comparison.assertions.filter {
      $0.candidate == name && !$0.results.isEmpty
    }
    if !assertions.isEmpty { parts += [.tag("h3", "Assertions"), table(assertions)] }
    for shifts in comparison.shifts where shifts.candidate == name {
      let scenario = shifts.scenario.isEmpty ? "" : " of \(shifts.scenario)"
      parts += [.tag("h3", "Session by session\(scenario), without think time"), table(shifts)]
    }
    return .tag("section", parts)
  }

  private static func table(_ metrics: [ComparedMetric], _ comparison: Comparison) -> HTML {
    let level = CompareWords.level(comparison)
    let rows = metrics.map { metric -> [HTML] in
      let cells = [
        CompareWords.value(metric.baselineValue, metric.metric),
        CompareWords.value(metric.candidateValue, metric.metric),
        CompareWords.ratio(metric.ratio), CompareWords.interval(metric),
        CompareWords.p(metric.adjustedP), CompareWords.floor(metric.floor),
      ]
      let verdict = HTML.tag(
        "span", ["class": VerdictStyle.name(metric.verdict)],
        "\(VerdictStyle.sign(metric.verdict)) \(CompareWords.verdict(metric))"
          + (CompareWords.hangs(metric).map { " * \($0)" } ?? ""))
      return [HTML(metric.place), HTML(metric.metric.name)] + cells.map { HTML($0) } + [verdict]
    }
    return PageTable(
      "Metrics of each class", figures: 2..<8,
      ["class", "metric", "baseline", "candidate", "ratio", "\(level) interval", "p"]
        + ["noise floor", "verdict"], rows
    ).html
  }

  private static func table(_ assertions: [CandidateAssertions]) -> HTML {
    let rows = assertions.flatMap { found in
      found.results.map { result -> [HTML] in
        let value = RunRows.text(result.value, result.assertion.metric)
        let kind = result.passed ? "good" : "bad"
        let verdict = HTML.tag("span", ["class": kind], result.passed ? "✓ holds" : "✗ failed")
        let place = found.scenario.isEmpty ? "" : "\(found.scenario): "
        return [HTML(place + result.assertion.text), HTML(value), verdict]
      }
    }
    return PageTable("Assertions", figures: 1..<2, ["assertion", "value", "outcome"], rows).html
  }

  private static func table(_ shifts: SessionShifts) -> HTML {
    let rows = (shifts.classes + shifts.tenants).map { group -> [HTML] in
      [
        group.name, Quantity.count(group.sessions), ShiftText.share(group.faster, group),
        ShiftText.share(group.slower, group), CompareWords.ratio(group.ratio),
        ShiftText.change(group.p5Difference), ShiftText.change(group.medianDifference),
        ShiftText.change(group.p95Difference),
      ].map { HTML($0) }
    }
    return PageTable(
      "Sessions under both arms", figures: 1..<8,
      [
        "group", "sessions", "faster", "slower", "ratio", "p5 change", "median change",
        "p95 change",
      ],
      rows
    ).html
  }
}

/// A table that scrolls sideways where there is no room, also by the keyboard.
struct PageTable {
  let html: HTML

  /// - Parameters:
  ///   - name: What it holds, for those who don't see it.
  ///   - figures: Columns that hold figures; the others hold words.
  init(_ name: String, figures: Range<Int>, _ head: [String], _ rows: [[HTML]]) {
    func kind(_ column: Int) -> String { figures.contains(column) ? "figure" : "word" }
    let heads = head.enumerated().map { column, title in
      HTML.tag("th", ["scope": "col", "class": kind(column)], title)
    }
    let body = rows.map { cells in
      HTML.tag(
        "tr",
        cells.enumerated().map { column, cell in
          column == 0
            ? .tag("th", ["scope": "row"], cell) : .tag("td", ["class": kind(column)], cell)
        })
    }
    html = .tag(
      "div", ["class": "scroll", "role": "region", "aria-label": name, "tabindex": "0"],
      [.tag("table", [.tag("thead", [.tag("tr", heads)]), .tag("tbody", body)])])
  }
}
