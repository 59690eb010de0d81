/// Runs as one page that stands alone: who got what, how it is distributed, where the tail's time
/// goes, load over time, the worst sessions, and what was assumed.
public enum ReportPage {
  /// - Parameter runs: Each with one or more arms; all are shown side by side.
  public static func text(_ runs: [StoredRun]) -> String {
    let columns = ReportColumn.all(runs)
    let groups = ReportColumn.groups(columns)
    let sections = [
      section("results", "Who gets what", results(groups, columns)),
      section("distributions", "How times are distributed", distributions(groups, columns)),
      section("tail", "Where the time of the slowest goes", tail(groups, columns)),
      section("load", "Load over time", load(columns)),
      section("sessions", "The longest sessions", sessions(columns)),
      section("platform", "The platform", [ReportTables.platform(columns)]),
      section("assertions", "Assertions", [ReportTables.assertions(columns)].compactMap(\.self)),
      section("assumed", "What was assumed", assumed(columns)),
    ].compactMap(\.self)
    let title = distinct(runs.map(\.workload)).joined(separator: ", ")
    let body = [
      head(title, runs, columns, sections.map { ($0.id, $0.title) }),
      .tag("main", sections.map(\.html)), foot,
    ]
    return HTML.page(
      title: "\(title): report",
      style: [PageStyle.css, FrontierStyle.css, ReportStyle.css, Disclosure.css].joined(
        separator: "\n"), body)
  }

  private struct Section {
    var id: String
    var title: String
    var html: HTML
  }

  /// nil without content.
  private static func section(_ id: String, _ title: String, _ parts: [HTML]) -> Section? {
    guard !parts.isEmpty else { return nil }
    return Section(
      id: id, title: title,
      html: .tag("section", ["id": id], [.tag("h2", title)] + parts))
  }

  private static func head(
    _ title: String, _ runs: [StoredRun], _ columns: [ReportColumn],
    _ sections: [(id: String, title: String)]
  ) -> HTML {
    let seeds = runs.compactMap(\.seed).map(String.init)
    var facts = ["\(distinct(columns.map(\.name)).joined(separator: ", "))"]
    facts.append("on " + distinct(columns.map(\.arm.platform)).joined(separator: ", "))
    if !seeds.isEmpty { facts.append("seed " + distinct(seeds).joined(separator: ", ")) }
    for window in distinct(runs.map(window)) { facts.append(window) }
    return .tag(
      "header",
      [
        .tag(
          "p", ["class": "kind"],
          runs.count == 1 ? "Report of a run" : "Report of \(runs.count) runs"),
        .tag("h1", title), .tag("p", facts.joined(separator: " · ")),
        .tag(
          "nav", ["aria-label": "Sections"],
          sections.map { .tag("a", ["href": "#\($0.id)"], $0.title) }),
      ])
  }

  private static func window(_ run: StoredRun) -> String {
    let window = run.window
    return window.from == 0 && window.until >= window.duration
      ? "measured \(Quantity.moment(window.duration))"
      : "measured \(Quantity.moment(window.from)) to \(Quantity.moment(window.until))"
  }

  private static func results(_ groups: [String], _ columns: [ReportColumn]) -> [HTML] {
    groups.flatMap { group in
      [HTML.tag("h3", group), ReportTables.singles(group, columns)]
        + TimeTables(group: group, columns: columns).html
    }
  }

  private static func distributions(_ groups: [String], _ columns: [ReportColumn]) -> [HTML] {
    let parts = groups.flatMap { group -> [HTML] in
      let charts = ReportCharts.distributions(group, columns)
      guard !charts.isEmpty else { return [] }
      return [.tag("h3", group), .tag("div", ["class": "charts"], charts)]
    }
    guard !parts.isEmpty else { return [] }
    return [LineChart.legend(columns)] + parts
  }

  private static func tail(_ groups: [String], _ columns: [ReportColumn]) -> [HTML] {
    let parts = groups.flatMap { group -> [HTML] in
      TailBars(group: group, columns: columns).html.map { [.tag("h3", group), $0] } ?? []
    }
    guard !parts.isEmpty else { return [] }
    let all = columns.flatMap { column in
      column.arm.classes.values.flatMap { ($0.tails ?? [:]).values }
        .flatMap { [$0.p99.components, $0.median.components] }
    }
    return [
      .tag(
        "p",
        "Everyone at p99 and beyond, beside those from p40 to p60. `baton explain` has a page for "
          + "each component."), ComponentBar.legend(ComponentBar.shown(all)),
    ] + parts
  }

  private static func load(_ columns: [ReportColumn]) -> [HTML] {
    let charts = ReportCharts.load(columns)
    guard !charts.isEmpty else { return [] }
    let pools = ReportCharts.pools(columns)
    let note =
      pools.isEmpty
      ? "Requests that finished. How full engines were is kept with `--why`."
      : "Requests that finished; of engines, what admitted sequences hold of their KV."
    return [
      LineChart.legend(columns), .tag("div", ["class": "charts"], charts + pools),
      .tag("p", ["class": "kind"], note),
    ]
  }

  /// Sessions that are drawn before pages of many classes and arms show fewer of each, down to one.
  private static let mostSessions = 120

  private static func sessions(_ columns: [ReportColumn]) -> [HTML] {
    let classes = Set(columns.flatMap { ($0.arm.worstSessions ?? []).map(\.class) }).count
    let most = max(1, ReportPage.mostSessions / max(1, classes * columns.count))
    let parts = columns.flatMap { column -> [HTML] in
      var drawn: [String: Int] = [:]
      let found = (column.arm.worstSessions ?? []).filter { session in
        drawn[session.class, default: 0] += 1
        return drawn[session.class, default: 0] <= most
      }
      guard !found.isEmpty else { return [] }
      return [.tag("h3", column.name)] + found.map { Waterfall(session: $0).html }
    }
    guard !parts.isEmpty else { return [] }
    return [
      .tag(
        "p",
        "Of each class those that took longest without think time, which is the users' own. "
          + (columns.contains(where: \.hasSpans)
            ? "The bar is the session's critical path, where it was recorded. Below it each row is "
              + "a request, after what came between it and those before: "
            : "Each row is a request: ")
          + "pale red until its first token, blue until its last."),
      ComponentBar.legend(Waterfall.shown(columns.flatMap { $0.arm.worstSessions ?? [] })),
    ] + parts
  }

  private static func assumed(_ columns: [ReportColumn]) -> [HTML] {
    let notes = distinct(columns.flatMap(\.arm.notes)).map { HTML.tag("li", $0) }
    let list = notes.isEmpty ? [] : [HTML.tag("ul", ["class": "causes"], notes)]
    return [ReportTables.assumed(columns)].compactMap(\.self) + list
  }

  private static var foot: HTML {
    .tag(
      "footer",
      "Latencies cover the measured window, counts everything. `baton explain TERM` says how a "
        + "figure is defined.")
  }

  private static func distinct(_ names: [String]) -> [String] {
    names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
  }
}
