/// Lines of arms over one axis, without marks: for curves of many points.
struct LineChart {
  struct Line {
    var name: String
    /// Number of its colour and dashes.
    var style: Int
    var points: [(x: Double, y: Double)]
  }

  var name: String
  var x: FrontierChart.Axis
  var y: FrontierChart.Axis
  var lines: [Line]
  /// What stands at a tick.
  var label: (x: (Double) -> String, y: (Double) -> String)

  private static let width = 640.0
  private static let height = 400.0
  private static let left = 84.0
  private static let right = 46.0
  private static let top = 40.0
  private static let bottom = 82.0

  var html: HTML {
    let drawing = HTML.tag(
      "svg",
      [
        "viewBox": "0 0 \(Int(LineChart.width)) \(Int(LineChart.height))", "role": "img",
        "aria-label": "\(name): \(lines.map(\.name).joined(separator: ", "))", "class": "plot",
      ], grid + lines.map(path))
    return .tag("figure", ["class": "half"], [.tag("figcaption", name), drawing])
  }

  /// Which line is whose, once for all charts of a section.
  static func legend(_ columns: [ReportColumn]) -> HTML {
    legend(columns.map { ($0.name, $0.style) })
  }

  static func legend(_ lines: [(name: String, style: Int)]) -> HTML {
    .tag(
      "ul", ["class": "legend"],
      lines.map { line in
        .tag(
          "li",
          [
            .tag(
              "svg", ["viewBox": "0 0 44 16", "aria-hidden": "true", "class": "key"],
              [
                .void(
                  "line",
                  [
                    "x1": "0", "y1": "8", "x2": "44", "y2": "8",
                    "class": "line arm\(line.style) dash\(line.style % 5)",
                  ])
              ]), .tag("span", line.name),
          ])
      })
  }

  private func place(_ horizontal: Double, _ vertical: Double) -> (x: String, y: String) {
    let across = LineChart.width - LineChart.left - LineChart.right
    let down = LineChart.height - LineChart.top - LineChart.bottom
    return (
      Quantity.fixed(LineChart.left + x.share(horizontal) * across, decimals: 1),
      Quantity.fixed(LineChart.top + (1 - y.share(vertical)) * down, decimals: 1)
    )
  }

  private func path(_ line: Line) -> HTML {
    let places = line.points.map { place($0.x, $0.y) }
    return .tag(
      "polyline",
      [
        "class": "line arm\(line.style) dash\(line.style % 5)",
        "points": places.map { "\($0.x),\($0.y)" }.joined(separator: " "),
      ], [.tag("title", line.name)])
  }

  private var grid: [HTML] {
    var parts: [HTML] = []
    for tick in y.ticks {
      let (start, end) = (place(x.low, tick), place(x.high, tick))
      parts += [
        rule(start, end),
        .tag(
          "text",
          ["class": "tick", "x": Quantity.fixed(LineChart.left - 8, decimals: 0), "y": start.y],
          label.y(tick)),
      ]
    }
    // Labels that would run into each other are left out.
    let every = (x.ticks.count + 4) / 5
    for (index, tick) in x.ticks.enumerated() {
      parts.append(rule(place(tick, y.low), place(tick, y.high)))
      guard index % every == 0 else { continue }
      parts.append(
        .tag(
          "text", ["class": "tick below", "x": place(tick, 0).x, "y": "340"], label.x(tick)))
    }
    return parts + [
      .tag("text", ["class": "title", "x": "339", "y": "384"], x.title),
      .tag("text", ["class": "title above", "x": "8", "y": "22"], y.title),
    ]
  }

  private func rule(_ start: (x: String, y: String), _ end: (x: String, y: String)) -> HTML {
    .void("line", ["class": "grid", "x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y])
  }
}
