import Domain

/// Drawings of what a trace holds.
struct InspectCharts {
  private let summary: TraceSummary

  init(_ summary: TraceSummary) { self.summary = summary }

  private typealias Curve = (name: String, points: [(x: Double, y: Double)])

  /// Starts and requests per second, and how they spread by window.
  var overTime: [HTML] {
    let parts = 120
    let length = summary.length.inSeconds
    // All at once there is nothing over time.
    guard length >= 0.001 else { return [] }
    var lines: [Curve] = []
    for (name, counts) in [
      ("sessions that start", summary.starts), ("requests that are sent", summary.sends),
    ] {
      let rates = counts.rates(parts: parts, length: summary.length)
      guard rates.contains(where: { $0 > 0 }) else { continue }
      if name.hasPrefix("requests"), summary.requestsPerSession.largest <= 1 { continue }
      let step = length / Double(rates.count)
      lines.append((name, rates.enumerated().map { ((Double($0) + 0.5) * step, $1) }))
    }
    guard !lines.isEmpty else { return [] }
    let rates = chart(
      "Rate", lines, x: ReportCharts.clock(length), y: evenAxis("per second", lines),
      label: (ReportCharts.time, Quantity.tick))
    return wrapped([rates] + dispersion)
  }

  private var dispersion: [HTML] {
    let found = summary.dispersion.compactMap { entry in
      entry.sessions.map { (x: Double(entry.window), y: $0) }
    }
    let sent = summary.dispersion.compactMap { entry in
      entry.requests.map { (x: Double(entry.window), y: $0) }
    }
    var lines: [Curve] = []
    if found.count > 1 { lines.append(("sessions that start", found)) }
    if sent.count > 1, summary.requestsPerSession.largest > 1 {
      lines.append(("requests that are sent", sent))
    }
    guard !lines.isEmpty else { return [] }
    let values = lines.flatMap { $0.points.map(\.y) }.filter { $0 > 0 } + [1]
    return [
      chart(
        "Index of dispersion", lines,
        x: FrontierChart.Axis(
          "window in seconds, logarithmic", lines.flatMap { $0.points.map(\.x) },
          isLogarithmic: true),
        y: FrontierChart.Axis("variance over mean of counts", values, isLogarithmic: true),
        label: (Quantity.tick, Quantity.tick))
    ]
  }

  var sizes: [HTML] {
    wrapped(
      shares("ISL", "tokens", [("ISL", summary.input)], 1)
        + shares(
          "OSL", "tokens",
          [("OSL", summary.output), ("reasoning, where any", summary.reasoning)], 1))
  }

  var shapes: [HTML] {
    let requests: [(String, ValueHistogram)] = [
      ("requests", summary.requestsPerSession), ("turns", summary.turnsPerSession),
    ]
    return wrapped(
      shares("In a session", "count", requests.filter { $0.1.largest > 1 }, 1)
        + shares(
          "In a turn", "requests",
          [("requests", summary.requestsPerTurn)].filter { $0.1.largest > 1 }, 1))
  }

  var waits: [HTML] {
    var tools = summary.tools.map { ($0.name, $0.waits) }.filter { $0.1.count > 0 }
    tools.sort { ($0.1.count, $1.0) > ($1.1.count, $0.0) }
    let most = FrontierStyle.colours
    let all =
      tools.count > 1 || summary.toolWaits.count == 0
      ? Array(tools.prefix(most)) : [("tool steps", summary.toolWaits)]
    return wrapped(
      shares("Think time", "time", [("think", summary.thinkTimes)], 1e9)
        + shares("Tool steps", "time", all, 1e9))
  }

  /// Tokens that are found again, by the room of the cache.
  var reuse: [HTML] {
    let found = summary.reuse.capacities.filter { $0.promptTokens > 0 }
    guard summary.reuse.idealTokens > 0, found.count > 1 else { return [] }
    let points = found.map { capacity in
      (
        x: Double(capacity.tokens),
        y: Double(capacity.hitTokens) / Double(capacity.promptTokens)
      )
    }
    let ideal = Double(summary.reuse.idealTokens) / Double(max(summary.reuse.promptTokens, 1))
    let ends = [points[0].x, points[points.count - 1].x]
    let lines: [Curve] = [
      ("least recently used goes first", points), ("without limit", ends.map { ($0, ideal) }),
    ]
    return wrapped([
      chart(
        "Reuse by room", lines,
        x: FrontierChart.Axis(
          "room for tokens, logarithmic", points.map(\.x), isLogarithmic: true),
        y: FrontierChart.Axis("share of prompt tokens", [1], isLogarithmic: false),
        label: (Quantity.tick, ReportCharts.percent))
    ])
  }

  // MARK: - Parts

  private func wrapped(_ charts: [HTML]) -> [HTML] {
    charts.isEmpty ? [] : [.tag("div", ["class": "charts"], charts)]
  }

  /// Shares of values up to each size; empty without values.
  private func shares(
    _ name: String, _ unit: String, _ values: [(name: String, values: ValueHistogram)],
    _ scale: Double
  ) -> [HTML] {
    var lines: [Curve] = []
    for entry in values where entry.values.count > 0 && entry.values.largest > 0 {
      var points: [(x: Double, y: Double)] = []
      for step in 0...200 {
        let share = min(max(Double(step) / 200, 0.0005), 0.9995)
        let value = Double(entry.values.quantile(share) ?? 0) / scale
        if value > 0 { points.append((value, share)) }
      }
      lines.append((entry.name, points))
    }
    let all = lines.flatMap { $0.points.map(\.x) }
    guard !all.isEmpty else { return [] }
    let isTime = scale > 1
    let label: (Double) -> String = { isTime ? ReportCharts.moment($0) : Quantity.tick($0) }
    return [
      chart(
        name, lines,
        x: FrontierChart.Axis("\(unit), logarithmic", all, isLogarithmic: true),
        y: FrontierChart.Axis("share of at most so much", [1], isLogarithmic: false),
        label: (label, ReportCharts.percent))
    ]
  }

  private func evenAxis(_ title: String, _ lines: [Curve]) -> FrontierChart.Axis {
    FrontierChart.Axis(title, lines.flatMap { $0.points.map(\.y) }, isLogarithmic: false)
  }

  private func chart(
    _ name: String, _ lines: [Curve], x: FrontierChart.Axis, y: FrontierChart.Axis,
    label: (x: (Double) -> String, y: (Double) -> String)
  ) -> HTML {
    let drawing = LineChart(
      name: name, x: x, y: y,
      lines: lines.enumerated().map { index, line in
        LineChart.Line(name: line.name, style: index, points: line.points)
      }, label: label)
    guard lines.count > 1 else { return drawing.html }
    return .tag("div", [drawing.html, LineChart.legend(lines.enumerated().map { ($1.name, $0) })])
  }
}
