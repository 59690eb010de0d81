import Domain

/// A session that took long: its critical path, and its requests one by one.
struct WorstSession: Hashable, Sendable {
  static let perClass = 3
  /// Most requests that are kept of one: the longest.
  static let mostRequests = 40

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

  /// The order of session starts, from 0.
  var session: Int
  var className: String
  var tenant: String
  var start: Double
  var length: Double
  var total: Double
  /// Mean seconds by `Component.index`; empty where the replay doesn't tell.
  var components: [Double]
  /// In the order they were sent.
  var calls: [Call]
  /// Requests that finished.
  var requests: Int

  static func of(
    _ arm: ArmResult, _ header: TraceHeader, _ window: MeasuredWindow
  ) -> [WorstSession] {
    let rows = longest(arm, header, window)
    var places: [Int32: Int] = [:]
    for (place, row) in rows.enumerated() { places[arm.sessions[row].session] = place }
    var requests = rows.map { _ in [RequestOutcome]() }
    for request in arm.requests {
      if let place = places[request.session] { requests[place].append(request) }
    }
    return zip(rows, requests).map { WorstSession(arm, header, row: $0, $1) }
  }

  /// Rows of the longest sessions, class by class, the earlier one first on ties.
  private static func longest(
    _ arm: ArmResult, _ header: TraceHeader, _ window: MeasuredWindow
  ) -> [Int] {
    var longest = header.classes.map { _ in [(total: Nanoseconds, session: Int32, row: Int)]() }
    for (row, session) in arm.sessions.enumerated() {
      let index = Int(session.classIndex)
      guard !session.isCutShort, session.length > 0,
        window.contains(session.start, of: session.classIndex)
      else { continue }
      if longest[index].count == perClass, let least = longest[index].last {
        guard (least.total, session.session) < (session.total, least.session) else { continue }
        longest[index].removeLast()
      }
      let place = longest[index].firstIndex { other in
        (other.total, session.session) < (session.total, other.session)
      }
      longest[index].insert(
        (session.total, session.session, row), at: place ?? longest[index].count)
    }
    return longest.flatMap { $0.map(\.row) }
  }

  private init(
    _ arm: ArmResult, _ header: TraceHeader, row: Int, _ requests: [RequestOutcome]
  ) {
    let found = arm.sessions[row]
    session = Int(found.session)
    className = header.classes[Int(found.classIndex)].name
    tenant = arm.tenants[Int(found.tenant)]
    (start, length, total) = (
      found.start.inSeconds, found.length.inSeconds, found.total.inSeconds
    )
    components =
      arm.attribution?.session(row).map { Double($0) / ticksPerSecond } ?? []
    self.requests = requests.count
    let longest = requests.enumerated()
      .sorted { ($1.element.last, $0.offset) < ($0.element.last, $1.offset) }
      .prefix(WorstSession.mostRequests)
    calls = longest.sorted { ($0.element.sent, $0.offset) < ($1.element.sent, $1.offset) }
      .map { _, request in
        let sent = request.sent - found.start
        return Call(
          sent: sent.inSeconds, firstToken: (sent + request.firstToken).inSeconds,
          end: (sent + request.last).inSeconds, agent: header.agents[Int(request.agent)],
          turn: Int(request.turn), inputTokens: Int(request.inputTokens),
          outputTokens: Int(request.outputTokens))
      }
  }

  func write(to json: inout JSONWriter) {
    json.field("session", session)
    json.field("class", className)
    json.field("tenant", tenant)
    json.field("start", start)
    json.field("length", length)
    json.field("total", total)
    json.object("components") { json in
      for component in Component.allCases.prefix(components.count) {
        json.field(component.rawValue, components[component.index])
      }
    }
    json.field("finished", requests)
    json.array("requests") { json in
      for call in calls {
        json.object { json in
          json.field("sent", call.sent)
          json.field("firstToken", call.firstToken)
          json.field("end", call.end)
          json.field("agent", call.agent)
          json.field("turn", call.turn)
          json.field("inputTokens", call.inputTokens)
          json.field("outputTokens", call.outputTokens)
        }
      }
    }
  }
}
