import Domain

/// Keys and readers of contexts and tools (language reference, §3.2 and §3.3).
enum ContextReader {
  enum Keys {
    static let extends = Key<String>(
      "extends", .text, .optional(nil), "another context, whose keys are copied")
    static let tokens = Key<Distribution>(
      "tokens", .distribution(.tokens), .required(), "size, drawn once per copy")
    static let sharedBy = Key<ContextDefinition.Sharing>(
      "shared-by", .word, .required(help: "add `shared-by: everyone`, `tenant`, or `session`"),
      "who sees the same copy")
    static let oneOf = Key<Population>(
      "one-of", .population, .optional("1"),
      "how many copies each such group has; a session picks one")
    static let shape = Shape(
      "context", [extends.field, tokens.field, sharedBy.field, oneOf.field])
  }

  static func read(
    _ fields: Fields, _ definition: Definition, in workload: String, _ decoder: inout TreeDecoder
  ) -> ContextDefinition? {
    let tokens = fields.read(Keys.tokens, &decoder)
    let sharedBy = fields.read(Keys.sharedBy, &decoder)
    let copies = fields.read(Keys.oneOf, &decoder)
    if sharedBy == .session, fields.has("one-of") { reportCopies(fields, &decoder) }
    guard let tokens, let sharedBy else { return nil }
    return ContextDefinition(
      workload: workload, name: definition.name, tokens: tokens, sharedBy: sharedBy,
      copies: copies ?? .equal(1))
  }

  private static func reportCopies(_ fields: Fields, _ decoder: inout TreeDecoder) {
    let isCopied = fields.inherited.contains("one-of") && !fields.inherited.contains("shared-by")
    let place = isCopied ? fields.node("shared-by")?.location : fields.keyLocation("one-of")
    decoder.report(
      .uselessKey, "`one-of` has no effect with `shared-by: session`",
      at: place ?? fields.node.location,
      notes: isCopied
        ? [.init("`one-of` is copied from here", at: fields.keyLocation("one-of"))] : [],
      help: isCopied
        ? "add `one-of: none`, or share the context with `tenant` or `everyone`"
        : "remove it, or share the context with `tenant` or `everyone`")
  }
}

enum ToolReader {
  enum Keys {
    static let extends = Key<String>(
      "extends", .text, .optional(nil), "another tool, whose keys are copied")
    static let latency = Key<Distribution>(
      "latency", .distribution(.duration), .required(), "one attempt, from call to result")
    static let result = Key<Distribution>(
      "result", .distribution(.tokens), .required(help: "add `result: 0` if it returns nothing"),
      "tokens that the result adds to the caller's context, `0` for none")
    static let fails = Key<Percentage>(
      "fails", .percentage, .optional("0%"), "chance that an attempt fails, after its latency")
    static let timeout = Key<Nanoseconds>(
      "timeout", .duration, .optional("none"),
      "an attempt longer than this ends there and counts as failed")
    static let retries = Key<Int>(
      "retries", .count("retries", in: 0...1000), .optional("0"),
      "further attempts after a failed one, made by the harness: no model call")
    static let backoff = Key<Nanoseconds>(
      "backoff", .duration, .optional("0"),
      "wait before the first retry; doubles for each further one")
    static let parallel = Key<Int>(
      "parallel", .count("calls", in: 1...1_000_000), .optional("no limit"),
      "how many calls of this tool one step runs at once")
    static let shape = Shape(
      "tool",
      [
        extends.field, latency.field, result.field, fails.field, timeout.field, retries.field,
        backoff.field, parallel.field,
      ])
  }

  static func read(
    _ fields: Fields, _ definition: Definition, in workload: String, _ decoder: inout TreeDecoder
  ) -> Tool? {
    let latency = fields.read(Keys.latency, &decoder)
    let result = fields.read(Keys.result, &decoder)
    let fails = fields.read(Keys.fails, &decoder)
    let timeout = fields.read(Keys.timeout, &decoder)
    let retries = fields.read(Keys.retries, &decoder)
    let backoff = fields.read(Keys.backoff, &decoder)
    let parallel = fields.read(Keys.parallel, &decoder)
    checkRetries(fields, fails, retries, &decoder)
    guard let latency, let result else { return nil }
    return Tool(
      workload: workload, name: definition.name, latency: latency, result: result,
      fails: fails?.share ?? 0, timeout: timeout, retries: retries ?? 0, backoff: backoff ?? 0,
      parallel: parallel)
  }

  /// What only failed attempts have, of a tool that never fails.
  private static func checkRetries(
    _ fields: Fields, _ fails: Percentage?, _ retries: Int?, _ decoder: inout TreeDecoder
  ) {
    if fields.has("backoff"), !fields.has("retries") {
      decoder.reportUseless(["backoff"], without: ["retries"], in: fields)
    } else if retries == 0, let location = fields.keyLocation("backoff") {
      decoder.report(
        .uselessKey, "`backoff` has no effect with `retries: 0`", at: location,
        help: "remove it, or raise `retries`")
    }
    guard let location = fields.keyLocation("retries"), !fields.has("timeout") else { return }
    if !fields.has("fails") {
      decoder.reportUseless(["retries"], without: ["fails", "timeout"], in: fields)
    } else if fails?.share == 0, retries != 0 {
      decoder.report(
        .uselessKey, "`retries` has no effect with `fails: 0%` and no `timeout`", at: location,
        notes: [.init("`fails` stands here", at: fields.keyLocation("fails"))],
        help: "remove it, raise `fails`, or add `timeout`")
    }
  }
}
