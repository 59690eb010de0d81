import Domain

/// What time is spent on as JSON, beside the metrics of a class: mean seconds by component, tails
/// beside the middle, and causes, largest first.
enum WhyJSON {
  static func write(_ group: GroupWhy, to json: inout JSONWriter) {
    write("components", group.requests, of: .e2e, to: &json)
    write("ttftComponents", group.firstTokens, of: .ttft, to: &json)
    write("sessionComponents", group.sessions, of: .session, to: &json)
    json.object("tails") { json in
      for tail in group.tails {
        json.object(tail.subject.rawValue) { json in
          json.object("p99") { write(tail.tail, of: tail.subject, to: &$0) }
          json.object("median") { write(tail.middle, of: tail.subject, to: &$0) }
          json.field("sizes", WhyWords.sizes(tail, group.name))
        }
      }
    }
    json.array("why") { json in
      for tail in group.tails {
        for cause in tail.causes { json.object { write(cause, tail, group.name, to: &$0) } }
      }
    }
  }

  /// Nothing in it without members.
  private static func write(
    _ key: String, _ seconds: [Double], of subject: Tail.Subject, to json: inout JSONWriter
  ) {
    json.object(key) { json in
      for component in subject.components where component.index < seconds.count {
        json.field(component.rawValue, seconds[component.index])
      }
    }
  }

  private static func write(
    _ profile: Tail.Profile, of subject: Tail.Subject, to json: inout JSONWriter
  ) {
    json.field("count", profile.count)
    json.field("mean", profile.value)
    json.field("requests", profile.requests)
    json.field("inputTokens", profile.inputTokens)
    json.field("outputTokens", profile.outputTokens)
    write("components", profile.seconds, of: subject, to: &json)
  }

  private static func write(
    _ cause: Cause, _ tail: Tail, _ group: String, to json: inout JSONWriter
  ) {
    json.field("of", tail.subject.rawValue)
    json.field("component", cause.component.rawValue)
    json.field("weight", cause.weight)
    json.field("apart", cause.isApart)
    json.field("p99Share", cause.tailShare)
    json.field("medianShare", cause.middleShare)
    json.field("interferer", cause.interferer)
    json.field("engine", cause.engine)
    json.field("text", WhyWords.sentence(cause, tail, group))
  }
}
