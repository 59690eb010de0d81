import Domain

/// Tails in words, as all outputs say them.
enum WhyWords {
  /// «the slowest 1 % of sessions of chat spend 744 ms more than median ones in queues: …»
  static func sentence(_ cause: Cause, _ tail: Tail, _ group: String) -> String {
    let (slow, usual) = (tail.tail, tail.middle)
    let more = Quantity.duration(
      slow.seconds(of: cause.component) - usual.seconds(of: cause.component))
    let (verb, whom) = isOne(tail) ? ("spends", "it") : ("spend", "them")
    let start = "\(members(tail, group)) \(verb) \(more) more than median ones \(place(cause))"
    guard !cause.isApart else { return start + ", which isn't the system's time" }
    return start + ": \(whole(cause.weight)) of what "
      + (cause.isOfRest ? "else " : "") + "makes \(whom) slower"
  }

  /// Of a tail without causes.
  static func hardlyLonger(_ tail: Tail, _ group: String) -> String {
    let verb = (tail.subject == .ttft ? "wait" : "take") + (isOne(tail) ? "s" : "")
    return "\(members(tail, group)) \(verb) hardly longer than median ones"
  }

  /// A share in whole percent.
  static func whole(_ share: Double) -> String {
    let percent = Quantity.fixed(share * 100, decimals: 0)
    return percent == "0" && share > 0 ? "<1 %" : "\(percent) %"
  }

  /// A share in a table.
  static func share(_ share: Double) -> String {
    Quantity.fixed(share * 100, decimals: 1) + " %"
  }

  private static func members(_ tail: Tail, _ group: String) -> String {
    let owner = group == "all" ? "" : " of \(group)"
    return switch (tail.subject, isOne(tail)) {
    case (.e2e, false): "the slowest 1 % of requests\(owner)"
    case (.e2e, true): "the slowest request\(owner)"
    case (.ttft, false): "requests\(owner) with the slowest 1 % of first tokens"
    case (.ttft, true): "the request\(owner) with the slowest first token"
    case (.session, false): "the slowest 1 % of sessions\(owner)"
    case (.session, true): "the slowest session\(owner)"
    }
  }

  /// Of at most a hundred, one alone is at p99 or beyond.
  private static func isOne(_ tail: Tail) -> Bool { tail.tail.count == 1 }

  /// How members differ in size; nil where they hardly do.
  static func sizes(_ tail: Tail, _ group: String) -> String? {
    func times(_ name: String, _ pick: (Tail.Profile) -> Double) -> String? {
      let (long, usual) = (pick(tail.tail), pick(tail.middle))
      guard usual > 0, long / usual >= 1.5 else { return nil }
      return "\(Quantity.significant(long / usual)) times as many \(name)"
    }
    let parts =
      switch tail.subject {
      case .session: [times("requests", \.requests)]
      case .ttft: [times("prompt tokens", \.inputTokens)]
      case .e2e: [times("prompt tokens", \.inputTokens), times("output tokens", \.outputTokens)]
      }
    let said = parts.compactMap(\.self)
    guard !said.isEmpty else { return nil }
    let verb = isOne(tail) ? "has" : "have"
    return "\(members(tail, group)) \(verb) \(said.joined(separator: " and ")) as median ones"
  }

  private static func place(_ cause: Cause) -> String {
    let engine = cause.engineName.map { " on \($0)" } ?? ""
    return switch cause.component {
    case .host: "on hosts, before they reach an engine"
    case .queue: "in queues\(engine)"
    case .preemption: "giving way to others and being computed again\(engine)"
    case .prefill: "computing their prompts\(engine)"
    case .interference:
      "behind " + (cause.interferer.map { "prompts of \($0)" } ?? "other work") + engine
    case .transfer: "with KV on its way to " + (cause.engineName ?? "decode")
    case .reload: "with KV on its way back from host memory or LPX\(engine)"
    case .attention: "in decode attention\(engine)"
    case .ffn: "in decode FFNs\(engine)"
    case .exchange: "sending data between devices\(engine)"
    case .draft: "making drafts\(engine)"
    case .verify: "checking drafts\(engine)"
    case .jitter: "in what jitter added to steps\(engine)"
    case .tool: "waiting for tools"
    case .think: "while users think"
    case .pause: "in pauses"
    case .listen: "listening to callers"
    case .speech: "playing answers"
    case .other: "waiting for a fixed time, or for what was cancelled"
    }
  }
}
