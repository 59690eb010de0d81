import Domain

/// A session's requests one below the other over its time, each after what came before it, and its
/// critical path as a bar.
struct Waterfall {
  let session: StoredRun.Session
  private let rows: [WaterfallRow]
  /// Of the axis: of what is drawn.
  private let end: Double

  private static let rowHeight = 12.0

  init(session: StoredRun.Session) {
    self.session = session
    rows = WaterfallRow.all(session)
    let last = session.requests.map(\.end).max() ?? 0
    end = max(last, session.total, 1e-9)
  }

  /// What critical paths and spans of any of the sessions are of.
  static func shown(_ sessions: [StoredRun.Session]) -> [Component] {
    let names = Set(sessions.flatMap { ($0.spans ?? []).map(\.component) })
    let paths = ComponentBar.shown(sessions.map(\.components))
    return Component.allCases.filter { paths.contains($0) || names.contains($0.rawValue) }
  }

  var html: HTML {
    var title = "Session \(session.session) of \(session.class)"
    if !session.tenant.isEmpty { title += ", \(session.tenant)" }
    let shown = session.requests.count
    let kept = session.finished > shown ? ", the longest \(shown) drawn" : ""
    let cut =
      (session.spans ?? []).count == WorstSession.mostSpans
      ? "; of what lies between them the longest \(WorstSession.mostSpans)" : ""
    let working = session.withoutThink.map { "\(Quantity.duration($0)) without think time, " } ?? ""
    let summary =
      "\(working)\(Quantity.duration(session.total)) in all, from "
      + "\(Quantity.moment(session.start)) on; \(session.finished) requests\(kept)\(cut)"
    var parts = [
      HTML.tag(
        "figcaption",
        [.tag("strong", title), .tag("span", ["class": "kind"], summary)])
    ]
    if !session.components.isEmpty {
      parts.append(ComponentBar(seconds: session.components, name: "Critical path").html)
    }
    return .tag("figure", ["class": "session"], parts + [drawing, axis, table])
  }

  private var drawing: HTML {
    let height = Double(max(1, rows.count)) * Waterfall.rowHeight
    let bars = rows.enumerated().flatMap { index, row -> [HTML] in
      let top = Double(index) * Waterfall.rowHeight + 2
      return row.spans.map { bar($0, top) } + [row.call.map { bar($0, top) }].compactMap(\.self)
    }
    return .tag(
      "svg",
      [
        "viewBox": "0 0 1000 \(Int(height))", "preserveAspectRatio": "none", "role": "img",
        "aria-label": "\(name) of session \(session.session) over time; the table says the same",
        "class": "waterfall", "height": "\(Int(height))",
      ], bars)
  }

  private func bar(_ call: StoredRun.Session.Call, _ top: Double) -> HTML {
    let title =
      "\(call.agent), turn \(call.turn): sent at \(Quantity.duration(call.sent)), first token "
      + "after \(Quantity.duration(call.firstToken - call.sent)), "
      + "\(Quantity.duration(call.end - call.sent)) in all, \(call.inputTokens) in, "
      + "\(call.outputTokens) out"
    return .tag(
      "g",
      [
        .tag("title", title), piece("wait", from: call.sent, to: call.firstToken, top),
        piece("gen", from: call.firstToken, to: call.end, top),
      ])
  }

  private func bar(_ span: StoredRun.Session.Span, _ top: Double) -> HTML {
    let title =
      "\(span.component) of \(Quantity.duration(span.end - span.start)), from "
      + "\(Quantity.duration(span.start)) on"
    return .tag(
      "g",
      [.tag("title", title), piece("c-\(span.component)", from: span.start, to: span.end, top)]
    )
  }

  private func piece(
    _ kind: String, from start: Double, to stop: Double, _ top: Double
  ) -> HTML {
    let left = start / end * 1000
    // What is too short to be seen still leaves a mark.
    let width = max(1.5, (stop - start) / end * 1000)
    return .void(
      "rect",
      [
        "class": kind, "x": Quantity.fixed(left, decimals: 1),
        "y": Quantity.fixed(top, decimals: 0), "width": Quantity.fixed(width, decimals: 1),
        "height": "8",
      ])
  }

  private var axis: HTML {
    // All in one unit.
    let (scale, unit): (Double, String) =
      switch end {
      case ..<1: (1e-3, "ms")
      case ..<300: (1, "s")
      case ..<7200: (60, "m")
      default: (3600, "h")
      }
    let labels = [0, 0.25, 0.5, 0.75, 1].map { share in
      HTML.tag("span", "\(Quantity.significant(share * end / scale)) \(unit)")
    }
    return .tag("div", ["class": "ticks", "aria-hidden": "true"], labels)
  }

  private var name: String {
    session.spans == nil ? "Requests" : "Requests and what lies between them,"
  }

  private var table: HTML {
    let heads = ["", "turn", "from", "TTFT", "in all", "prompt", "output"]
    let cells = rows.flatMap(\.cells).map { $0.map { HTML($0) } }
    let table = PageTable(
      "\(name) of session \(session.session)", figures: 1..<7, heads, cells)
    return Disclosure.html(session.spans == nil ? name : String(name.dropLast()), table.html)
  }
}
