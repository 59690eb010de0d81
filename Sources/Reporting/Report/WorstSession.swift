import Domain

/// A session that took long: its critical path, its requests one by one, and what lies between.
struct WorstSession: Hashable, Sendable {
  /// Most that are kept of one: the longest.
  static let (mostRequests, mostSpans) = (40, 80)

  struct Call: Hashable, Sendable {
    /// Seconds from the start of the session.
    var sent: Double
    var firstToken: Double
    var end: Double
    var agent: String
    var turn: Int
    var inputTokens: Int
    var outputTokens: Int
  }

  var outcome: SessionOutcome
  var className: String
  var tenant: String
  /// Seconds by `Component.index`; empty where the replay doesn't tell.
  var components: [Double]
  /// In the order they were sent.
  var calls: [Call]
  /// Of the critical path, between requests, in the order of time.
  /// nil where the replay doesn't tell.
  var spans: [LongSession.Span]?
  /// Requests that finished.
  var requests: Int

  static func of(_ arm: ArmResult, _ header: TraceHeader) -> [WorstSession] {
    var longest = LongestSessions()
    var rows: [Int32: Int] = [:]
    for (row, session) in arm.sessions.enumerated() where longest.admits(session, in: header) {
      longest.insert(LongSession(session))
      rows[session.session] = row
    }
    let found = longest.all
    var places: [Int32: Int] = [:]
    for (place, long) in found.enumerated() { places[long.outcome.session] = place }
    var requests = found.map { _ in [RequestOutcome]() }
    for request in arm.requests {
      if let place = places[request.session] { requests[place].append(request) }
    }
    var spans: [Int32: [LongSession.Span]] = [:]
    for long in arm.attribution?.longest.all ?? [] { spans[long.outcome.session] = long.spans }
    return zip(found, requests).map { long, own in
      let number = long.outcome.session
      let path = rows[number].flatMap { arm.attribution?.session($0) } ?? []
      return WorstSession(
        outcome: long.outcome, className: header.classes[Int(long.outcome.classIndex)].name,
        tenant: arm.tenants[Int(long.outcome.tenant)],
        components: path.map { Double($0) / ticksPerSecond },
        calls: calls(own, since: long.outcome.start, header),
        spans: arm.attribution.map { _ in longestSpans(spans[number] ?? []) },
        requests: own.count)
    }
  }

  private static func calls(
    _ requests: [RequestOutcome], since start: Nanoseconds, _ header: TraceHeader
  ) -> [Call] {
    let longest = requests.enumerated()
      .sorted { ($1.element.last, $0.offset) < ($0.element.last, $1.offset) }
      .prefix(mostRequests)
    return longest.sorted { ($0.element.sent, $0.offset) < ($1.element.sent, $1.offset) }
      .map { _, request in
        let sent = request.sent - start
        return Call(
          sent: sent.inSeconds, firstToken: (sent + request.firstToken).inSeconds,
          end: (sent + request.last).inSeconds, agent: header.agents[Int(request.agent)],
          turn: Int(request.turn), inputTokens: Int(request.inputTokens),
          outputTokens: Int(request.outputTokens))
      }
  }

  private static func longestSpans(_ spans: [LongSession.Span]) -> [LongSession.Span] {
    let longest = spans.sorted { ($1.end - $1.start, $0.start) < ($0.end - $0.start, $1.start) }
    return longest.prefix(mostSpans).sorted { $0.start < $1.start }
  }
}

extension WorstSession {
  func write(to json: inout JSONWriter) {
    json.field("session", Int(outcome.session))
    json.field("class", className)
    json.field("tenant", tenant)
    json.field("start", outcome.start.inSeconds)
    json.field("length", outcome.length.inSeconds)
    json.field("withoutThink", outcome.totalWithoutThink.inSeconds)
    json.field("total", outcome.total.inSeconds)
    json.object("components") { json in
      for component in Component.allCases.prefix(components.count) {
        json.field(component.rawValue, components[component.index])
      }
    }
    json.field("finished", requests)
    json.array("requests") { json in
      for call in calls { json.object { WorstSession.write(call, to: &$0) } }
    }
    guard let spans else { return }
    json.array("spans") { json in
      for span in spans {
        json.object { json in
          json.field("component", span.component.rawValue)
          json.field("start", Double(span.start) / ticksPerSecond)
          json.field("end", Double(span.end) / ticksPerSecond)
        }
      }
    }
  }

  private static func write(_ call: Call, to json: inout JSONWriter) {
    json.field("sent", call.sent)
    json.field("firstToken", call.firstToken)
    json.field("end", call.end)
    json.field("agent", call.agent)
    json.field("turn", call.turn)
    json.field("inputTokens", call.inputTokens)
    json.field("outputTokens", call.outputTokens)
  }
}
