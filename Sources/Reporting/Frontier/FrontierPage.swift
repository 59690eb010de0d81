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
      [FrontierWords.summary(frontier), FrontierWords.ending(frontier)].compactMap(\.self)
      + frontier.notes + FrontierWords.refusals(frontier.refused)
    parts += notes.map { .tag("p", $0) }
    let users = frontier.className == "all" ? "" : " of \(frontier.className)"
    let isVaried = frontier.arms.contains(where: \.isVaried)
    let isSensitive = frontier.arms.contains { !$0.ends.isEmpty }
    parts += [
      .tag("h3", "Speed\(users) against output"),
      speeds(frontier).html(
        caption: "Each mark is one load, rising from right to left. Up and to the right is better. "
          + "The thick line is the envelope: the most output at each speed. Hollow: saturated."
          + (isVaried ? " Dots: loads of variants that another one beats." : "")
          + (isSensitive
            ? " Areas: where each arm may lie within the ranges of assumed figures, "
              + "one at a time." : "")),
      .tag("h3", "Good output\(users) over load"),
      loads(frontier).html(
        caption: "Output tokens of requests that met every bound of their class"
          + (isVaried ? ", of the variant with the most at each load" : "")
          + ". Hollow: saturated."),
      .tag("h3", "Who gives most, and where that changes"),
      .tag("ul", FrontierWords.envelope(frontier).dropFirst().map { .tag("li", $0) }),
    ]
    parts += revenues(frontier) + movements(frontier)
    return .tag("section", parts + frontier.arms.map { table($0, frontier) })
  }

  /// Speed against output; logarithmic where arms are far apart in speed.
  static func speeds(_ frontier: Frontier) -> FrontierChart {
    let lines = frontier.arms.enumerated().map { index, arm in
      let places = places(arm) { point in
        point.tpsPerUser.flatMap { speed in point.outputPerMegawatt.map { (speed, $0) } }
      }
      var line = line(arm, index, frontier, places.map(\.point))
      if arm.isVaried {
        let kept = arm.frontierPoints
        let isKept = places.map { place in
          kept.contains { $0.variant == place.variant && $0.load == place.load }
        }
        line.points = zip(line.points, isKept).filter(\.1).map(\.0)
        line.others = zip(places, isKept).filter { !$1 }.map(\.0.point)
        line.path = arm.curve.vertices.map { ($0.speed, $0.output) }
      }
      line.band = FrontierBand(arm)?.outline ?? []
      return line
    }
    let all = lines.flatMap { line in
      (line.points + line.others).map { (x: $0.x, y: $0.y) } + line.band
    }
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
    let curves = frontier.arms.map(\.curve)
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
    let lines = frontier.arms.enumerated().map { index, arm in
      let places = places(arm) { point in point.goodTokensPerMegawatt.map { (point.load, $0) } }
      let best = Set(places.map(\.load)).sorted().compactMap { load in
        places.filter { $0.load == load }.map(\.point).max { $0.y < $1.y }
      }
      return line(arm, index, frontier, best)
    }
    let all = lines.flatMap(\.points)
    return FrontierChart(
      name: "Good output for each megawatt over load",
      x: FrontierChart.Axis("load", all.map(\.x), isLogarithmic: true),
      y: FrontierChart.Axis("good output tokens/s per MW", all.map(\.y), isLogarithmic: false),
      lines: lines)
  }

  /// A point of an arm in a chart.
  private struct Place {
    /// Index of the variant.
    var variant: Int
    var load: Double
    var point: FrontierChart.Line.Point
  }

  private static func places(
    _ arm: Frontier.Arm, _ place: (FrontierPoint) -> (x: Double, y: Double)?
  ) -> [Place] {
    arm.variants.enumerated().flatMap { index, variant in
      variant.points.compactMap { point in
        place(point).map { found in
          Place(
            variant: index, load: point.load,
            point: FrontierChart.Line.Point(
              x: found.x, y: found.y, isSaturated: point.isSaturated,
              title: FrontierWords.title(point, variant, arm)))
        }
      }
    }
  }

  private static func line(
    _ arm: Frontier.Arm, _ index: Int, _ frontier: Frontier, _ points: [FrontierChart.Line.Point]
  ) -> FrontierChart.Line {
    FrontierChart.Line(
      name: FrontierWords.name(arm, in: frontier), style: index % FrontierStyle.colours,
      points: points)
  }

  /// What arms earn at each price tier.
  private static func revenues(_ frontier: Frontier) -> [HTML] {
    let names = FrontierWords.tierNames(frontier)
    guard !names.isEmpty, let first = frontier.arms.first else { return [] }
    let heads = FrontierWords.sold(first).map {
      "\($0.tier.name): \(Quantity.number($0.tier.speed)) TPS/user, "
        + "\(Quantity.number($0.tier.dollars.value)) $/Mtok"
    }
    let rows = frontier.arms.map { arm in
      [HTML(FrontierWords.name(arm, in: frontier))]
        + FrontierWords.revenues(arm, names, isRanged: true).map { HTML($0) }
    }
    return [
      .tag("h3", FrontierWords.tiersHead),
      PageTable("Revenue by price tier", figures: 1..<names.count + 1, ["arm"] + heads, rows).html,
    ]
  }

  /// How far arms move with assumed figures.
  private static func movements(_ frontier: Frontier) -> [HTML] {
    let lines = FrontierWords.band(frontier)
    guard let head = lines.first else { return [] }
    return [.tag("h3", head), .tag("ul", lines.dropFirst().map { .tag("li", $0) })]
  }

  private static func table(_ arm: Frontier.Arm, _ frontier: Frontier) -> HTML {
    let hasPrice = arm.points.contains { $0.dollarsPerMillionTokens != nil }
    let heads = FrontierWords.heads(hasPrice: hasPrice)
    let rows = arm.variants.flatMap { variant in
      variant.points.map { point -> [HTML] in
        let mark = HTML.tag(
          "span", ["class": point.isSaturated ? "bad" : ""],
          point.isSaturated ? "▲ saturated" : "")
        return [HTML("x\(FrontierWords.load(point.load))")]
          + FrontierWords.cells(point, hasPrice: hasPrice).map { HTML($0) } + [mark]
          + (arm.isVaried ? [HTML(variant.variant.name)] : [])
      }
    }
    let name = FrontierWords.name(arm, in: frontier)
    return HTML([
      .tag("h3", name),
      PageTable(
        "Points of \(name)", figures: 1..<heads.count + 1,
        ["load"] + heads + ["queue"] + (arm.isVaried ? ["variant"] : []), rows
      ).html,
    ])
  }
}
