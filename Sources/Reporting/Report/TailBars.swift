import Domain

/// What the slowest spend their time on, beside the middle ones: two bars for each arm and subject,
/// the causes in words, and all shares as a table.
struct TailBars {
  let group: String
  let columns: [ReportColumn]

  private struct Bar {
    var name: String
    var profile: StoredRun.Tails.Profile
  }

  /// nil where no arm tells.
  var html: HTML? {
    let parts = Tail.Subject.allCases.flatMap(part)
    return parts.isEmpty ? nil : HTML(parts)
  }

  private func part(_ subject: Tail.Subject) -> [HTML] {
    var bars: [Bar] = []
    for column in columns {
      guard let tails = column.arm.classes[group]?.tails?[subject.rawValue] else { continue }
      bars.append(Bar(name: "\(column.name), p99", profile: tails.p99))
      bars.append(Bar(name: "\(column.name), median", profile: tails.median))
    }
    guard !bars.isEmpty else { return [] }
    var parts = [HTML.tag("h4", TailBars.title(subject))]
    parts += columns.flatMap { causes(subject, $0) }
    parts.append(.tag("div", ["class": "bars"], bars.map(row)))
    parts.append(
      Disclosure.html("Shares", table(bars, name: "\(TailBars.title(subject)) of \(group)")))
    return parts
  }

  /// One list for each arm that has any.
  private func causes(_ subject: Tail.Subject, _ column: ReportColumn) -> [HTML] {
    let found = column.arm.classes[group]
    let causes = (found?.why ?? []).filter { $0.of == subject.rawValue }.map(\.text)
    guard !causes.isEmpty else { return [] }
    let sizes = [found?.tails?[subject.rawValue]?.sizes].compactMap(\.self)
    let list = HTML.tag("ul", ["class": "causes"], (sizes + causes).map { .tag("li", $0) })
    return columns.count > 1 ? [.tag("p", ["class": "who"], column.name), list] : [list]
  }

  private static func title(_ subject: Tail.Subject) -> String {
    switch subject {
    case .e2e: "Requests: the time to the last token"
    case .ttft: "Requests: the time to the first token"
    case .session: "Sessions: their length"
    }
  }

  private func row(_ bar: Bar) -> HTML {
    .tag(
      "div", ["class": "row"],
      [
        .tag("span", ["class": "name"], bar.name),
        ComponentBar(seconds: bar.profile.components, name: bar.name).html,
        .tag("span", ["class": "mean"], "mean \(Quantity.duration(bar.profile.mean))"),
      ])
  }

  private func table(_ bars: [Bar], name: String) -> HTML {
    let shown = ComponentBar.shown(bars.map(\.profile.components))
    let rows = bars.map { bar -> [HTML] in
      let bits = ComponentBar(seconds: bar.profile.components, name: "")
      return [HTML(bar.name), HTML(Quantity.count(bar.profile.count))]
        + shown.map { HTML(WhyWords.share(bits.share($0))) }
    }
    return PageTable(
      name, figures: 1..<shown.count + 2, ["", "count"] + shown.map(\.rawValue), rows
    ).html
  }
}

/// One bar, divided by what time was spent on.
struct ComponentBar {
  var seconds: [String: Double]
  var name: String

  private static let width = 1000.0

  func share(_ component: Component) -> Double {
    let whole = Component.allCases.reduce(0) { $0 + (seconds[$1.rawValue] ?? 0) }
    return whole > 0 ? (seconds[component.rawValue] ?? 0) / whole : 0
  }

  /// Components that make at least half a percent of any.
  static func shown(_ all: [[String: Double]]) -> [Component] {
    let bars = all.map { ComponentBar(seconds: $0, name: "") }
    return Component.allCases.filter { component in
      bars.contains { abs($0.share(component)) >= 0.005 }
    }
  }

  var html: HTML {
    let parts = Component.allCases.filter { share($0) >= 0.001 }
    var left = 0.0
    let pieces = parts.map { component in
      let width = share(component) * ComponentBar.width
      defer { left += width }
      return HTML.tag(
        "rect",
        [
          "class": "part c-\(component.rawValue)", "x": Quantity.fixed(left, decimals: 1),
          "y": "0", "width": Quantity.fixed(width, decimals: 1), "height": "20",
        ], [.tag("title", "\(component.rawValue) \(WhyWords.share(share(component)))")])
    }
    let label = parts.filter { share($0) >= 0.005 }
      .map { "\($0.rawValue) \(WhyWords.whole(share($0)))" }.joined(separator: ", ")
    return .tag(
      "svg",
      [
        "viewBox": "0 0 1000 20", "preserveAspectRatio": "none", "role": "img",
        "aria-label": "\(name): \(label)", "class": "bar",
      ], pieces)
  }

  /// What the colours mean.
  static func legend(_ components: [Component]) -> HTML {
    .tag(
      "ul", ["class": "legend"],
      components.map { component in
        .tag(
          "li",
          [
            .tag(
              "svg", ["viewBox": "0 0 16 16", "aria-hidden": "true", "class": "swatch"],
              [
                .void(
                  "rect",
                  ["class": "part c-\(component.rawValue)", "width": "16", "height": "16"])
              ]), .tag("span", component.rawValue),
          ])
      })
  }
}
