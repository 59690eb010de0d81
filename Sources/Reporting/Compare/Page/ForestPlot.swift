#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Intervals of ratios, one below the other, on one logarithmic axis around 1.
struct ForestPlot {
  let metrics: [ComparedMetric]
  let tolerance: Double
  /// The right end of the axis; the left end is its inverse.
  let end: Double

  /// Widest axis: what lies beyond is marked at the edge.
  static let widest = 4.0
  /// Units of the drawing, which is stretched to the width there is.
  private static let width = 1000.0
  private static let height = 24.0

  init(_ metrics: [ComparedMetric], tolerance: Double) {
    (self.metrics, self.tolerance) = (metrics, tolerance)
    let reach = metrics.flatMap { [$0.low, $0.high, $0.ratio] }.compactMap(\.self).map {
      max($0, 1 / $0)
    }
    let needed = max(reach.max() ?? 1, 1 + 2 * tolerance)
    end = [1.1, 1.25, 1.5, 2, ForestPlot.widest].first { $0 >= needed } ?? ForestPlot.widest
  }

  /// Where a ratio stands, 0 for the left end.
  func position(_ ratio: Double) -> Double {
    let share = (log(ratio) / log(end) + 1) / 2
    return min(1, max(0, share)) * ForestPlot.width
  }

  /// A row for each metric, named and with its verdict; then the axis.
  var html: HTML {
    var rows: [HTML] = []
    var place: String?
    for metric in metrics {
      if metric.place != place { rows.append(.tag("h4", HTML(metric.place))) }
      place = metric.place
      rows.append(row(metric))
    }
    return .tag("figure", ["class": "forest"], rows + [axis, caption])
  }

  private func row(_ metric: ComparedMetric) -> HTML {
    let kind = VerdictStyle.name(metric.verdict)
    return .tag(
      "div", ["class": "row"],
      [
        .tag("span", ["class": "name"], metric.metric.name), drawing(metric),
        .tag("span", ["class": "verdict \(kind)"], VerdictStyle.text(metric.verdict)),
      ])
  }

  private func drawing(_ metric: ComparedMetric) -> HTML {
    let label =
      metric.ratio == nil
      ? "nothing measured"
      : "ratio \(CompareWords.ratio(metric.ratio)), interval \(CompareWords.interval(metric))"
    return .tag(
      "svg",
      [
        "viewBox": "0 0 \(Int(ForestPlot.width)) \(Int(ForestPlot.height))",
        "preserveAspectRatio": "none", "role": "img", "aria-label": label,
        "class": VerdictStyle.name(metric.verdict),
      ],
      bands(metric) + interval(metric))
  }

  /// Around 1: what is tolerated, and the noise floor.
  private func bands(_ metric: ComparedMetric) -> [HTML] {
    var parts = [band("tolerance", from: 1 - tolerance, to: 1 + tolerance)]
    if let floor = metric.floor, floor > 0 {
      parts.append(band("floor", from: 1 / (1 + floor), to: 1 + floor))
    }
    parts.append(line("one", from: (1, 0), to: (1, ForestPlot.height)))
    return parts
  }

  private func band(_ name: String, from low: Double, to high: Double) -> HTML {
    let (left, right) = (position(low), position(high))
    // The floor is a strip, so that both can be seen.
    let isFloor = name == "floor"
    return .void(
      "rect",
      [
        "class": name, "x": ForestPlot.text(left), "y": isFloor ? "18" : "0",
        "width": ForestPlot.text(right - left),
        "height": isFloor ? "6" : ForestPlot.text(ForestPlot.height),
      ])
  }

  private func interval(_ metric: ComparedMetric) -> [HTML] {
    guard let ratio = metric.ratio else { return [] }
    let (low, high) = (metric.low ?? ratio, metric.high ?? ratio)
    let middle = ForestPlot.height / 2
    var parts = [
      line("interval", from: (low, middle), to: (high, middle)),
      line("estimate", from: (ratio, 4), to: (ratio, ForestPlot.height - 4)),
    ]
    for (isBeyond, at, tip) in [(low < 1 / end, 14.0, 0.0), (high > end, 986, 1000)] where isBeyond
    {
      let points = "\(Int(at)),4 \(Int(tip)),12 \(Int(at)),20"
      parts.append(.void("polygon", ["class": "beyond", "points": points]))
    }
    return parts
  }

  private func line(
    _ name: String, from: (ratio: Double, y: Double), to: (ratio: Double, y: Double)
  ) -> HTML {
    .void(
      "line",
      [
        "class": name, "x1": ForestPlot.text(position(from.ratio)), "y1": ForestPlot.text(from.y),
        "x2": ForestPlot.text(position(to.ratio)), "y2": ForestPlot.text(to.y),
      ])
  }

  private var axis: HTML {
    let ticks = [1 / end, 1 / end.squareRoot(), 1, end.squareRoot(), end]
    let labels = ticks.map { tick in
      HTML.tag("span", Quantity.fixed(tick, decimals: 2))
    }
    return .tag(
      "div", ["class": "row axis", "aria-hidden": "true"],
      [
        .tag("span", ["class": "name"], "ratio"), .tag("div", ["class": "ticks"], labels),
        .tag("span", ["class": "verdict"], ""),
      ])
  }

  private var caption: HTML {
    let hasFloor = metrics.contains { ($0.floor ?? 0) > 0 }
    let floor = hasFloor ? " The strip below an interval is the noise floor." : ""
    return .tag(
      "figcaption",
      "Candidate over baseline, turned so that right of 1 is worse. The band is the tolerance of "
        + "\(CompareWords.tolerance(tolerance)).\(floor) An arrow: the interval goes on beyond the "
        + "axis.")
  }

  private static func text(_ value: Double) -> String { Quantity.fixed(value, decimals: 1) }
}

/// How a verdict looks: a class of the style sheet, and a sign beside the word.
enum VerdictStyle {
  static func name(_ verdict: Verdict) -> String {
    switch verdict {
    case .regressed, .nothingMeasured: "bad"
    case .improved: "good"
    case .inconclusive: "unsure"
    case .equivalent: "same"
    }
  }

  static func text(_ verdict: Verdict) -> String { "\(sign(verdict)) \(verdict.rawValue)" }

  /// So that colour isn't all that tells verdicts apart.
  static func sign(_ verdict: Verdict) -> String {
    switch verdict {
    case .regressed: "▲"
    case .nothingMeasured: "∅"
    case .improved: "▼"
    case .inconclusive: "?"
    case .equivalent: "="
    }
  }
}
