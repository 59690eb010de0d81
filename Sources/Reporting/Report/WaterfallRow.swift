/// A request of a session, after the spans that lie before it; or the spans after the last one.
struct WaterfallRow {
  var spans: [StoredRun.Session.Span]
  var call: StoredRun.Session.Call?

  /// A span stands before the first request that was sent when it was over.
  static func all(_ session: StoredRun.Session) -> [WaterfallRow] {
    var left = (session.spans ?? [])[...]
    // Spans are told in ticks, requests in nanoseconds.
    let rounding = 1e-6
    var rows = session.requests.map { call in
      let before = left.prefix { $0.end <= call.sent + rounding }
      left = left.dropFirst(before.count)
      return WaterfallRow(spans: Array(before), call: call)
    }
    if !left.isEmpty { rows.append(WaterfallRow(spans: Array(left), call: nil)) }
    return rows
  }

  /// Of the table: a line for each span, then the request's.
  var cells: [[String]] {
    let between = spans.map { span in
      let (start, length) = (span.start, span.end - span.start)
      return [
        span.component, "", Quantity.duration(start), "", Quantity.duration(length), "", "",
      ]
    }
    guard let call else { return between }
    return between + [
      [
        call.agent, "\(call.turn)", Quantity.duration(call.sent),
        Quantity.duration(call.firstToken - call.sent), Quantity.duration(call.end - call.sent),
        Quantity.count(call.inputTokens), Quantity.count(call.outputTokens),
      ]
    ]
  }
}
