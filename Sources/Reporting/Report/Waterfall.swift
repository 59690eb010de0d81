import Domain

/// A session's requests one below the other over its time, and its critical path as a bar.
struct Waterfall {
  let session: StoredRun.Session

  private static let rowHeight = 12.0

  var html: HTML {
    var title = "Session \(session.session) of \(session.class)"
    if !session.tenant.isEmpty { title += ", \(session.tenant)" }
    let shown = session.requests.count
    let kept = session.finished > shown ? ", the longest \(shown) drawn" : ""
    let summary =
      "\(Quantity.duration(session.total)) from \(Quantity.moment(session.start)) on; "
      + "\(session.finished) requests\(kept)"
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

  /// End of the axis: of what is drawn.
  private var end: Double {
    max(session.requests.map(\.end).max() ?? 0, session.total, 1e-9)
  }

  private var drawing: HTML {
    let height = Double(max(1, session.requests.count)) * Waterfall.rowHeight
    let bars = session.requests.enumerated().map { index, call -> HTML in
      let top = Double(index) * Waterfall.rowHeight + 2
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
    return .tag(
      "svg",
      [
        "viewBox": "0 0 1000 \(Int(height))", "preserveAspectRatio": "none", "role": "img",
        "aria-label": "Requests of session \(session.session) over time; the table has them all",
        "class": "waterfall", "height": "\(Int(height))",
      ], bars)
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

  private var table: HTML {
    let rows = session.requests.map { call -> [HTML] in
      [
        call.agent, "\(call.turn)", Quantity.duration(call.sent),
        Quantity.duration(call.firstToken - call.sent), Quantity.duration(call.end - call.sent),
        Quantity.count(call.inputTokens), Quantity.count(call.outputTokens),
      ].map { HTML($0) }
    }
    let heads = ["agent", "turn", "sent", "TTFT", "in all", "prompt", "output"]
    return .tag(
      "details",
      [
        .tag("summary", "Requests"),
        PageTable("Requests of session \(session.session)", figures: 1..<7, heads, rows).html,
      ])
  }
}
