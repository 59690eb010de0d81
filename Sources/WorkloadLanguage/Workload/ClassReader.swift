import Domain

/// Keys and reader of classes of traffic (language reference, §3.6).
enum ClassReader {
  enum Keys {
    static let extends = Key<String>(
      "extends", .text, .optional(nil), "another class, whose keys are copied")
    static let agent = Key<Int>(
      "agent", .reference(to: .agent), .required(), "whom each session runs")
    static let sessions = Key<Arrivals>(
      "sessions", ArrivalsReader.type, .required(help: "add `sessions: {poisson: 2/s}`"),
      "when sessions start")
    static let tenants = Key<Population>(
      "tenants", .population, .optional("the file's"), "who pays; drawn once per session")
    static let model = Key<String>(
      "model", .catalogName, .optional("the file's"), "model of its requests")
    static let priority = Key<Priority>(
      "priority", .word, .optional("`normal`"),
      "order under `scheduling: priority`; `batch` uses what is left and may be preempted")
    static let deadline = Key<Nanoseconds>(
      "deadline", .duration, .optional(nil),
      "a session must be over this long after it starts; a miss is counted, not cancelled")
    static let slo = Key<[Bound]>(
      "slo", SLOReader.type, .optional(nil), "what each request, turn and session must meet")
    static let shape = Shape(
      "class",
      [
        extends.field, agent.field, sessions.field, tenants.field, model.field, priority.field,
        deadline.field, slo.field,
      ])
  }

  static func read(
    _ fields: Fields, _ definition: Definition, _ decoder: inout TreeDecoder
  ) -> TrafficClass? {
    let agent = fields.read(Keys.agent, &decoder)
    let arrivals = fields.read(Keys.sessions, &decoder)
    let tenants = fields.read(Keys.tenants, &decoder)
    let model = fields.read(Keys.model, &decoder)
    let priority = fields.read(Keys.priority, &decoder)
    let deadline = fields.read(Keys.deadline, &decoder)
    let slo = fields.read(Keys.slo, &decoder)
    guard let agent, let arrivals else { return nil }
    return TrafficClass(
      name: definition.name, agent: agent, arrivals: arrivals, tenants: tenants, model: model,
      priority: priority ?? .normal, deadline: deadline, slo: slo ?? [])
  }
}

/// Reads the bounds of a class (language reference, §10.1).
enum SLOReader {
  static let metrics = Metric.allCases.filter(\.isAllowedInSLO)

  /// One field per metric, so that editors know them.
  static let shape = Shape(
    "slo",
    metrics.map { metric in
      let type: TypeDescription =
        metric.unit == .rate
        ? .scalar("rate", pattern: ScalarPattern.rate)
        : .scalar("duration", pattern: ScalarPattern.duration)
      let side = metric.isBetterWhenLarger ? "at least" : "at most"
      return Field(
        name: metric.rawValue, type: type, presence: .optional(nil), meaning: "\(side) this")
    })

  static let type = ValueType<[Bound]>(.shape("slo")) { node, decoder in
    guard let entries = decoder.entries(of: node) else { return nil }
    let bounds = entries.map { bound($0, &decoder) }
    return bounds.contains { $0 == nil } ? nil : bounds.compactMap(\.self)
  }

  private static func bound(_ entry: Node.Entry, _ decoder: inout TreeDecoder) -> Bound? {
    guard let metric = Metric(rawValue: entry.key) else {
      decoder.report(
        .unknownWord, "unknown metric \(Wording.quoted(entry.key))", at: entry.keyLocation,
        label: "no metric of this name",
        help: Spelling.help(for: entry.key, among: metrics.map(\.rawValue)))
      return nil
    }
    guard metric.isAllowedInSLO else {
      decoder.report(
        .unknownWord, "`\(metric.rawValue)` has no value for each request, turn or session",
        at: entry.keyLocation, label: "not for `slo`",
        help: "write an assertion about it instead")
      return nil
    }
    return decoder.at(entry.key) { decoder in
      guard let text = decoder.text(of: entry.value) else { return nil }
      let location = entry.value.location
      let value =
        metric.unit == .rate
        ? decoder.rate(text, at: location) : decoder.duration(text, at: location).map(Double.init)
      return value.map { Bound(metric: metric, value: $0) }
    }
  }
}
