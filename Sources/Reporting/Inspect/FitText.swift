public import Domain

/// What `baton fit` prints: what was found, how near the workload comes, and what it can't say.
public struct FitText: Sendable {
  private let report: FitReport
  private let paint: Paint
  private let width: Int

  /// - Parameter width: columns; more than 100 are left empty.
  public init(_ report: FitReport, width: Int = 80, isColoured: Bool) {
    (self.report, self.width) = (report, min(max(width, 60), 100))
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    let blocks = [head, figures] + report.spreads.map(spread) + [verdict, warnings]
    return blocks.filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }
      .joined(separator: "\n")
  }

  private var head: [String] {
    let title =
      "\(Quantity.count(report.sessions)) sessions, \(Quantity.count(report.requests)) requests"
    return [paint.heading("found") + paint.quiet(" in \(title)")]
      + report.findings.flatMap { wrapped($0, width: width - 2, indent: 4).map { "  " + $0 } }
  }

  private var figures: [String] {
    var grid = Grid(
      heads: ["trace", "fit", "off", "over seeds"], labelWidth: 30, valueWidth: 13)
    for figure in report.figures {
      grid.rows.append(
        Grid.Row(
          kind: .value, label: mark(figure.isNear, figure.limit) + figure.name,
          values: [
            value(figure.trace, figure), value(figure.fit, figure), off(figure),
            report.seeds.count > 1
              ? "\(value(figure.low, figure))–\(value(figure.high, figure))" : "",
          ]))
    }
    return [paint.heading("figures") + paint.quiet(seeds)] + grid.lines.map(\.text)
  }

  private var seeds: String {
    guard let first = report.seeds.first else { return "" }
    return report.seeds.count > 1
      ? ", fit under seed \(first), and over \(report.seeds.count) seeds" : ", under seed \(first)"
  }

  private func value(_ value: Double, _ figure: FitReport.Figure) -> String {
    figure.kind == .share ? Quantity.percent(value) : Quantity.number(value)
  }

  private func off(_ figure: FitReport.Figure) -> String {
    let sign = figure.error > 0 ? "+" : ""
    return figure.kind == .share
      ? sign + Quantity.fixed(figure.error * 100, decimals: 1) + " points"
      : sign + Quantity.fixed(figure.error * 100, decimals: 1) + " %"
  }

  private func spread(_ spread: FitReport.Spread) -> [String] {
    var grid = Grid(
      heads: spread.quantiles.map { "p\(Quantity.significant($0.percent).prefix(2))" },
      labelWidth: 24, valueWidth: 8)
    func text(_ value: Int) -> String {
      spread.unit == .time ? Quantity.duration(Double(value) / 1e9) : Quantity.number(Double(value))
    }
    grid.rows = [
      Grid.Row(kind: .value, label: "  trace", values: spread.quantiles.map { text($0.trace) }),
      Grid.Row(kind: .value, label: "  fit", values: spread.quantiles.map { text($0.fit) }),
    ]
    let distance = Quantity.fixed(spread.distance, decimals: 3)
    let limit = spread.limit.map { ", at most \(Quantity.fixed($0, decimals: 2))" } ?? ""
    return [
      paint.heading(spread.name) + paint.quiet(", distance \(distance)\(limit)")
        + (spread.isNear ? "" : "  too far")
    ] + grid.lines.map(\.text)
  }

  private func mark(_ isNear: Bool, _ limit: Double?) -> String {
    limit == nil || isNear ? "  " : "! "
  }

  private var verdict: [String] {
    report.isNear
      ? ["every figure that has a limit keeps it"]
      : ["some figures are further off than they should be: see the marks above"]
  }

  private var warnings: [String] {
    guard !report.warnings.isEmpty else { return [] }
    return [paint.heading("to know before signing")]
      + report.warnings.flatMap { wrapped($0, width: width - 2, indent: 4).map { "  " + $0 } }
  }
}
