#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lines of arms in one drawing, with both axes.
struct FrontierChart {
  /// One arm's line.
  struct Line {
    struct Point {
      var x: Double
      var y: Double
      /// Drawn hollow.
      var isSaturated: Bool
      /// What the point says when it is pointed at or read aloud.
      var title: String
    }
    var name: String
    /// Number of its colour and mark.
    var style: Int
    var points: [Point]
    /// What the line goes through, where that isn't the points.
    var path: [(x: Double, y: Double)]?
    /// Drawn small and apart from the line.
    var others: [Point] = []
    /// Around the area that the line may lie in.
    var band: [(x: Double, y: Double)] = []
  }

  /// How values are spread over an axis.
  struct Axis {
    var title: String
    var isLogarithmic: Bool
    var low: Double
    var high: Double
    var ticks: [Double]

    /// - Parameter values: Above zero where logarithmic.
    init(_ title: String, _ values: [Double], isLogarithmic: Bool) {
      (self.title, self.isLogarithmic) = (title, isLogarithmic)
      let (least, most) = (values.min() ?? 0, values.max() ?? 1)
      if isLogarithmic {
        (low, high, ticks) = Axis.decades(least, most)
      } else {
        (low, high, ticks) = Axis.even(most)
      }
    }

    /// Where a value stands, 0 at the low end and 1 at the high one.
    func share(_ value: Double) -> Double {
      let share =
        isLogarithmic
        ? log(value / low) / log(high / low) : (value - low) / (high - low)
      return min(1, max(0, share))
    }

    /// From zero on, four to eight ticks at round numbers.
    private static func even(_ most: Double) -> (Double, Double, [Double]) {
      guard most > 0 else { return (0, 1, [0, 1]) }
      let raw = most / 5
      let power = pow(10, log10(raw).rounded(.down))
      let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
      let count = Int((most / step).rounded(.up))
      return (0, step * Double(count), (0...count).map { step * Double($0) })
    }

    /// Ticks at 1, 2 and 5 of each tenfold, or at tenfolds where there are many.
    private static func decades(_ least: Double, _ most: Double) -> (Double, Double, [Double]) {
      guard least > 0 else { return (1, 10, [1, 10]) }
      let first = Int(log10(least).rounded(.down))
      let last = Int(log10(most).rounded(.up))
      let digits: [Double] = last - first > 3 ? [1] : [1, 2, 5]
      let all = (first...max(first, last)).flatMap { decade in
        digits.map { $0 * pow(10, Double(decade)) }
      }
      let low = all.last { $0 <= least * 1.0001 } ?? least
      let high = all.first { $0 >= most * 0.9999 && $0 > low } ?? low * 10
      return (low, high, all.filter { $0 >= low && $0 <= high })
    }
  }

  var name: String
  var x: Axis
  var y: Axis
  var lines: [Line]
  /// Drawn below the arms: the best of them at each speed.
  var envelope: [(x: Double, y: Double)] = []

  static let width = 1000.0
  private static let height = 580.0
  private static let left = 92.0
  private static let right = 40.0
  private static let top = 48.0
  private static let bottom = 100.0

  private func place(_ horizontal: Double, _ vertical: Double) -> (x: String, y: String) {
    let across = FrontierChart.width - FrontierChart.left - FrontierChart.right
    let down = FrontierChart.height - FrontierChart.top - FrontierChart.bottom
    return (
      Quantity.fixed(FrontierChart.left + x.share(horizontal) * across, decimals: 1),
      Quantity.fixed(FrontierChart.top + (1 - y.share(vertical)) * down, decimals: 1)
    )
  }

  /// The drawing, its legend and what its marks mean.
  func html(caption: String) -> HTML {
    let drawing = HTML.tag(
      "svg",
      [
        "viewBox": "0 0 \(Int(FrontierChart.width)) \(Int(FrontierChart.height))", "role": "img",
        "aria-label": "\(name). The table below holds all its figures.", "class": "chart",
      ], drawing)
    return .tag("figure", [legend, drawing, .tag("figcaption", caption)])
  }

  /// Axes, areas and lines.
  private var drawing: [HTML] {
    var parts = grid
    for line in lines where !line.band.isEmpty {
      parts.append(path(line.band, kind: "range arm\(line.style)", element: "polygon"))
    }
    if !envelope.isEmpty { parts.append(path(envelope, kind: "envelope")) }
    for line in lines {
      parts += line.others.map { dot($0, line) }
      parts.append(
        path(line.path ?? line.points.map { ($0.x, $0.y) }, kind: "line arm\(line.style)"))
      parts += line.points.map { mark($0, line) }
    }
    return parts
  }

  /// The same with its legend inside, so that it can stand alone; nested at a height of its own.
  ///
  /// - Returns: The drawing and how high it is.
  func figure(top: Double) -> (drawing: HTML, height: Double) {
    let rowHeight = 26.0
    let rows = (lines.count + 1) / 2
    let keys = lines.enumerated().flatMap { index, line -> [HTML] in
      let x = FrontierChart.left + Double(index % 2) * (FrontierChart.width / 2 - 20)
      let y = FrontierChart.height + rowHeight * (Double(index / 2) + 0.5)
      func text(_ value: Double) -> String { Quantity.fixed(value, decimals: 1) }
      return [
        .void(
          "line",
          [
            "x1": text(x), "y1": text(y), "x2": text(x + 30), "y2": text(y),
            "class": "line arm\(line.style)",
          ]), shape(line.style, at: (text(x + 15), text(y)), isHollow: false, title: nil),
        .tag("text", ["x": text(x + 40), "y": text(y), "class": "key"], line.name),
      ]
    }
    let height = FrontierChart.height + rowHeight * Double(rows) + 14
    let drawing = HTML.tag(
      "svg",
      [
        "y": Quantity.fixed(top, decimals: 0), "width": "\(Int(FrontierChart.width))",
        "height": Quantity.fixed(height, decimals: 0), "role": "img", "aria-label": name,
      ], self.drawing + keys)
    return (drawing, height)
  }

  private var legend: HTML {
    .tag(
      "ul", ["class": "legend"],
      lines.map { line in
        .tag(
          "li",
          [
            .tag(
              "svg", ["viewBox": "0 0 30 16", "aria-hidden": "true", "class": "key"],
              [
                .void(
                  "line",
                  ["x1": "0", "y1": "8", "x2": "30", "y2": "8", "class": "line arm\(line.style)"]),
                shape(line.style, at: ("15", "8"), isHollow: false, title: nil),
              ]), .tag("span", line.name),
          ])
      })
  }

  private var grid: [HTML] {
    var parts: [HTML] = []
    for tick in y.ticks {
      let (start, end) = (place(x.low, tick), place(x.high, tick))
      parts.append(
        .void("line", ["class": "grid", "x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y]))
      parts.append(
        .tag(
          "text",
          [
            "class": "tick", "x": Quantity.fixed(FrontierChart.left - 8, decimals: 0), "y": start.y,
          ], Quantity.tick(tick)))
    }
    for tick in x.ticks {
      let (start, end) = (place(tick, y.low), place(tick, y.high))
      parts.append(
        .void("line", ["class": "grid", "x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y]))
      parts.append(
        .tag(
          "text", ["class": "tick below", "x": start.x, "y": "506"], Quantity.tick(tick)))
    }
    return parts + [
      .tag("text", ["class": "title", "x": "526", "y": "562"], x.title),
      .tag("text", ["class": "title above", "x": "8", "y": "26"], y.title),
    ]
  }

  private func path(
    _ points: [(x: Double, y: Double)], kind: String, element: String = "polyline"
  ) -> HTML {
    let places = points.map { place($0.x, $0.y) }
    return .void(
      element,
      ["class": kind, "points": places.map { "\($0.x),\($0.y)" }.joined(separator: " ")])
  }

  private func mark(_ point: Line.Point, _ line: Line) -> HTML {
    shape(line.style, at: place(point.x, point.y), isHollow: point.isSaturated, title: point.title)
  }

  private func dot(_ point: Line.Point, _ line: Line) -> HTML {
    let place = place(point.x, point.y)
    return .tag(
      "circle",
      ["class": "other arm\(line.style)", "cx": place.x, "cy": place.y, "r": "3"],
      [.tag("title", point.title)])
  }

  /// Arms are told apart by shape as well as by colour.
  private func shape(
    _ style: Int, at place: (x: String, y: String), isHollow: Bool, title: String?
  ) -> HTML {
    let kind = "mark arm\(style)\(isHollow ? " hollow" : "")"
    let inside = title.map { [HTML.tag("title", $0)] } ?? []
    guard style > 0 else {
      return .tag("circle", ["class": kind, "cx": place.x, "cy": place.y, "r": "6"], inside)
    }
    return .tag(
      "path",
      [
        "class": kind, "d": FrontierStyle.shapes[(style - 1) % FrontierStyle.shapes.count],
        "transform": "translate(\(place.x) \(place.y))",
      ], inside)
  }
}

extension Quantity {
  /// A round number at an axis: `2.5 k`, `0.1`.
  static func tick(_ value: Double) -> String {
    let parts = number(value).split(separator: " ")
    var digits = parts.first.map(String.init) ?? ""
    while digits.contains("."), digits.hasSuffix("0") || digits.hasSuffix(".") {
      digits.removeLast()
    }
    return parts.count > 1 ? "\(digits) \(parts[1])" : digits
  }
}
