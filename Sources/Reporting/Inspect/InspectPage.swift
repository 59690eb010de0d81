public import Domain

/// What `baton inspect` finds, as one page that stands alone: rates, sizes, shapes, waits, reuse
/// and what is odd, each drawn and in figures.
public enum InspectPage {
  /// - Parameter checks: empty for a trace that is read, not generated.
  public static func text(
    _ header: TraceHeader, _ summary: TraceSummary, checks: [DistributionCheck] = []
  ) -> String {
    let charts = InspectCharts(summary)
    let tables = InspectTables(header, summary, checks: checks)
    let sections = [
      section("time", "Over time", charts.overTime + [tables.dispersion]),
      section("sizes", "Tokens of a request", charts.sizes + [tables.sizes]),
      section("sessions", "Shape of a session", charts.shapes + [tables.shapes]),
      section("waits", "Waits", charts.waits + [tables.waits]),
      section("reuse", "What a prefix cache can reuse", charts.reuse + [tables.reuse]),
      section("shares", "Who takes what", [tables.shares]),
      section("odd", "To know before fitting or replaying", [tables.anomalies]),
      section("declared", "Declared and drawn", [tables.declared]),
      section("account", "Fields of the source", [tables.account]),
    ].compactMap(\.self)
    return HTML.page(
      title: "\(header.workload): inspect",
      style: [PageStyle.css, FrontierStyle.css, ReportStyle.css].joined(separator: "\n"),
      [head(header, summary, sections), .tag("main", sections.map(\.html)), foot])
  }

  private struct Section {
    var id: String
    var title: String
    var html: HTML
  }

  /// nil without content.
  private static func section(_ id: String, _ title: String, _ parts: [HTML?]) -> Section? {
    let parts = parts.compactMap(\.self)
    guard !parts.isEmpty else { return nil }
    return Section(
      id: id, title: title, html: .tag("section", ["id": id], [.tag("h2", title)] + parts))
  }

  private static func head(
    _ header: TraceHeader, _ summary: TraceSummary, _ sections: [Section]
  ) -> HTML {
    let seed = header.seed.map { " · seed \($0)" } ?? ""
    let facts =
      "\(Quantity.count(summary.sessions)) sessions, \(Quantity.count(summary.requests)) requests, "
      + "\(Quantity.number(Double(summary.input.total))) tokens in, "
      + "\(Quantity.number(Double(summary.output.total))) out · "
      + Quantity.moment(summary.length.inSeconds) + seed
    var parts: [HTML] = [
      .tag("p", ["class": "kind"], header.seed == nil ? "An imported trace" : "A workload's trace"),
      .tag("h1", header.workload), .tag("p", facts),
    ]
    if summary.followers > 0 {
      parts.append(
        .tag(
          "p",
          "\(Quantity.count(summary.followers)) of the sessions start when another ends: they have "
            + "no moment before a replay, and stand in no figure over time."))
    }
    if let ended = summary.endedByWindow, ended > 0 {
      parts.append(
        .tag("p", "\(Quantity.count(ended)) sessions end at the model's context window."))
    }
    parts.append(
      .tag(
        "nav", ["aria-label": "Sections"],
        sections.map { .tag("a", ["href": "#\($0.id)"], $0.title) }))
    return .tag("header", parts)
  }

  private static var foot: HTML {
    .tag(
      "footer",
      "Moments inside a session are those of a backend that answers at once. `baton explain TERM` "
        + "says how a figure is defined.")
  }
}
