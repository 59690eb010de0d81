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
    if sharedBy == .session, let location = fields.keyLocation("one-of") {
      decoder.report(
        .uselessKey, "`one-of` has no effect with `shared-by: session`", at: location,
        help: "remove it, or share the context with `tenant` or `everyone`")
    }
    guard let tokens, let sharedBy else { return nil }
    return ContextDefinition(
      workload: workload, name: definition.name, tokens: tokens, sharedBy: sharedBy,
      copies: copies ?? .equal(1))
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
    if let location = fields.keyLocation("backoff"), !fields.has("retries") {
      decoder.report(
        .uselessKey, "`backoff` has no effect without `retries`", at: location,
        help: "remove it, or add `retries`")
    }
    if let location = fields.keyLocation("retries"), !fields.has("fails"), !fields.has("timeout") {
      decoder.report(
        .uselessKey, "`retries` has no effect without `fails` or `timeout`", at: location,
        help: "remove it, or add `fails` or `timeout`")
    }
    guard let latency, let result else { return nil }
    return Tool(
      workload: workload, name: definition.name, latency: latency, result: result,
      fails: fails?.share ?? 0, timeout: timeout, retries: retries ?? 0, backoff: backoff ?? 0,
      parallel: parallel)
  }
}
