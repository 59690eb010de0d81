import Domain

/// Frontiers as one page that stands alone: charts, who gives most where, and all points.
public enum FrontierPage {
  public static func text(_ frontiers: [Frontier], title: String) -> String {
    let header = HTML.tag(
      "header",
      [.tag("p", ["class": "kind"], "Frontier of placement policies"), .tag("h1", title)])
    let body = [
      header, HTML.tag("main", frontiers.map { section($0, isOne: frontiers.count == 1) }),
      .tag("footer", FrontierWords.foot),
    ]
    return HTML.page(
      title: "\(title): frontier", style: PageStyle.css + "\n" + FrontierStyle.css, body)
  }

  private static func section(_ frontier: Frontier, isOne: Bool) -> HTML {
    var parts: [HTML] = isOne ? [] : [.tag("h2", frontier.workload)]
    let notes =
      [FrontierWords.summary(frontier), frontier.ending?.text].compactMap(\.self)
      + frontier.notes + frontier.refused.map(FrontierWords.refusal)
    parts += notes.map { .tag("p", $0) }
    let users = frontier.className == "all" ? "" : " of \(frontier.className)"
    parts += [
      .tag("h3", "Speed\(users) against output"),
      speeds(frontier).html(
        caption: "Each mark is one load, rising from right to left. Up and to the right is better. "
          + "The band is the envelope: the most output at each speed. Hollow: saturated."),
      .tag("h3", "Good output\(users) over load"),
      loads(frontier).html(
        caption: "Output tokens of requests that met every bound of their class. Hollow: "
          + "saturated."),
      .tag("h3", "Who gives most, and where that changes"),
      .tag("ul", FrontierWords.envelope(frontier).dropFirst().map { .tag("li", $0) }),
    ]
    return .tag("section", parts + frontier.arms.map { table($0, frontier) })
  }

  /// Speed against output; logarithmic where arms are far apart in speed.
  private static func speeds(_ frontier: Frontier) -> FrontierChart {
    let lines = lines(frontier) { point in
      guard let speed = point.tpsPerUser, let output = point.outputPerMegawatt else { return nil }
      return (speed, output)
    }
    let all = lines.flatMap(\.points)
    let (least, most) = (all.map(\.x).min() ?? 1, all.map(\.x).max() ?? 1)
    var chart = FrontierChart(
      name: "Speed for each user against output for each megawatt",
      x: FrontierChart.Axis(
        "TPS/user, median", all.map(\.x), isLogarithmic: most > 6 * least && least > 0),
      y: FrontierChart.Axis("output tokens/s per MW", all.map(\.y), isLogarithmic: false),
      lines: lines)
    chart.envelope = outline(frontier)
    return chart
  }

  /// The envelope as a line, from the fastest speed down.
  private static func outline(_ frontier: Frontier) -> [(x: Double, y: Double)] {
    let curves = frontier.arms.map { Curve($0.points) }
    let slowest = curves.flatMap { $0.vertices.map(\.speed) }.min() ?? 0
    return frontier.envelope.pieces.flatMap { piece -> [(x: Double, y: Double)] in
      let end = max(piece.slowest, slowest)
      let inside = curves[piece.arm].vertices.filter {
        $0.speed < piece.fastest && $0.speed > end
      }
      return [(piece.fastest, piece.outputAtFastest)] + inside.map { ($0.speed, $0.output) }
        + [(end, piece.outputAtSlowest)]
    }
  }

  private static func loads(_ frontier: Frontier) -> FrontierChart {
    let lines = lines(frontier) { point in
      point.goodTokensPerMegawatt.map { (point.load, $0) }
    }
    let all = lines.flatMap(\.points)
    return FrontierChart(
      name: "Good output for each megawatt over load",
      x: FrontierChart.Axis("load", all.map(\.x), isLogarithmic: true),
      y: FrontierChart.Axis("good output tokens/s per MW", all.map(\.y), isLogarithmic: false),
      lines: lines)
  }

  private static func lines(
    _ frontier: Frontier, _ place: (FrontierPoint) -> (x: Double, y: Double)?
  ) -> [FrontierChart.Line] {
    frontier.arms.enumerated().map { index, arm in
      FrontierChart.Line(
        name: FrontierWords.name(arm, in: frontier), style: index % FrontierStyle.colours,
        points: arm.points.compactMap { point in
          place(point).map {
            FrontierChart.Line.Point(
              x: $0.x, y: $0.y, isSaturated: point.isSaturated,
              title: FrontierWords.title(point, arm))
          }
        })
    }
  }

  private static func table(_ arm: Frontier.Arm, _ frontier: Frontier) -> HTML {
    let hasPrice = arm.points.contains { $0.dollarsPerMillionTokens != nil }
    let heads = FrontierWords.heads(hasPrice: hasPrice)
    let rows = arm.points.map { point -> [HTML] in
      let mark = HTML.tag(
        "span", ["class": point.isSaturated ? "bad" : ""],
        point.isSaturated ? "▲ saturated" : "")
      return [HTML("x\(FrontierWords.load(point.load))")]
        + FrontierWords.cells(point, hasPrice: hasPrice).map { HTML($0) } + [mark]
    }
    let name = FrontierWords.name(arm, in: frontier)
    return HTML([
      .tag("h3", name),
      PageTable(
        "Points of \(name)", figures: 1..<heads.count + 1, ["load"] + heads + ["queue"], rows
      ).html,
    ])
  }
}

extension FrontierWords {
  /// With its platform where arms are on several.
  static func name(_ arm: Frontier.Arm, in frontier: Frontier) -> String {
    frontier.platforms.count > 1 && !arm.name.contains("@")
      ? "\(arm.name) @ \(arm.platform)" : arm.name
  }

  /// What a mark says.
  static func title(_ point: FrontierPoint, _ arm: Frontier.Arm) -> String {
    let state = point.isSaturated ? ", saturated" : ""
    return
      "\(arm.name) at load x\(load(point.load)): \(Quantity.number(point.tpsPerUser)) TPS/user, "
      + "\(Quantity.number(point.outputPerMegawatt)) TPS/MW, goodput "
      + "\(Quantity.percent(point.goodput))\(state)"
  }
}

/// What charts add to the look of pages.
enum FrontierStyle {
  /// Colours there are; further arms take them again.
  static let colours = 10

  static let css = """
    :root { --c0: #0b5cad; --c1: #b3430a; --c2: #1d7a3a; --c3: #7a3fb0; --c4: #a3195b;
      --c5: #5c6a00; --c6: #00707a; --c7: #8a5a00; --c8: #4a4f9c; --c9: #6b3d2e; }
    @media (prefers-color-scheme: dark) {
      :root { --c0: #6cb2ff; --c1: #ff9d66; --c2: #74d68f; --c3: #c79bff; --c4: #ff86b8;
        --c5: #cfd95a; --c6: #5fd4de; --c7: #f0c060; --c8: #a5abff; --c9: #d9a48f; } }
    svg.chart { display: block; width: 100%; height: auto; }
    svg text { fill: var(--ink); font: 15px system-ui, sans-serif; }
    svg .tick { fill: var(--quiet); text-anchor: end; dominant-baseline: middle;
      font-variant-numeric: tabular-nums; }
    svg .below { text-anchor: middle; }
    svg .title { text-anchor: middle; }
    svg .above { text-anchor: start; }
    @media (max-width: 40rem) { svg.chart text { font-size: 28px; } }
    svg line.grid { stroke: var(--line); stroke-width: 1; }
    svg polyline { fill: none; stroke-linejoin: round; }
    svg .envelope { stroke: var(--band); stroke-width: 18; stroke-linecap: round; }
    svg .line { stroke: currentColor; stroke-width: 2.5; }
    svg .mark { fill: currentColor; stroke: currentColor; stroke-width: 2; }
    svg .hollow { fill: var(--paper); }
    .legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0 0 0.5rem; padding: 0;
      list-style: none; font-size: 0.95rem; }
    .legend li { display: flex; align-items: center; gap: 0.4rem; }
    svg.key { width: 1.9rem; height: 1rem; }
    \((0..<colours).map { ".arm\($0) { color: var(--c\($0)); }" }.joined(separator: " "))
    main > section > p, main > section > ul { margin: 0.4rem 0; overflow-wrap: anywhere; }
    @media print { :root { --c0: #063a70; --c1: #7a2c05; --c2: #0f4d22; --c3: #4b2373;
      --c4: #6e0f3c; } }
    """
}
