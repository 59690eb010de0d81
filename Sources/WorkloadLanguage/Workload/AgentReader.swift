import Domain

/// Keys and reader of agents (language reference, §3.4 and §8).
enum AgentReader {
  enum Keys {
    static let extends = Key<String>(
      "extends", .text, .optional(nil), "another agent, whose keys are copied")
    static let model = Key<String>(
      "model", .catalogName, .optional("the class's or file's"), "model of its requests")
    static let context = Key<[Int]>(
      "context", .list(of: .reference(to: .context)), .optional("`[]`"),
      "the fixed head of every prompt, in order")
    static let input = Key<Distribution>(
      "input", .distribution(.tokens), .required(),
      "what each turn, or the parent that spawns it, adds")
    static let steps = Key<[Step]>(
      "steps", .steps, .required(help: "add `steps:` with at least one `- generate:`"),
      "what one turn does")
    static let turns = Key<Distribution>(
      "turns", .distribution(.count), .optional("1"), "user messages in a session")
    static let think = Key<Distribution>(
      "think", .distribution(.duration), .conditional("`turns` can exceed 1, unless `every`"),
      "user's pause: from the end of a turn to the next")
    static let every = Key<Distribution>(
      "every", .distribution(.duration), .optional(nil),
      "instead of `think`: the next turn is due this long after the last one was due")
    static let whenLate = Key<Agent.Lateness>(
      "when-late", .word, .optional("`wait`"),
      "with `every`: what happens when the last turn is not done yet")
    static let history = Key<History>(
      "history", .history, .optional("`all`"),
      "earlier turns kept in the prompt; `0` starts each turn from `context` alone")
    static let compact = Key<Agent.Compaction>(
      "compact", compaction, .optional(nil), "when a prompt would exceed `above`, summarize")
    static let voice = Key<Voice>("voice", VoiceReader.type, .optional(nil), "the turn is spoken")
    static let shape = Shape(
      "agent",
      [
        extends.field, model.field, context.field, input.field, steps.field, turns.field,
        think.field, every.field, whenLate.field, history.field, compact.field, voice.field,
      ])
    /// Keys about a user at the other end.
    static let user = ["turns", "think", "every", "history", "voice"]
  }

  enum CompactionKeys {
    static let above = Key<Int>(
      "above", .count("tokens", in: 1...1_000_000_000), .required(),
      "a prompt larger than this is summarized first")
    static let to = Key<Distribution>(
      "to", .distribution(.tokens), .required(), "tokens of the summary")
    static let shape = Shape("compaction", [above.field, to.field])
  }

  static let compaction = ValueType<Agent.Compaction>.shape(CompactionKeys.shape) {
    fields, decoder in
    let above = fields.read(CompactionKeys.above, &decoder)
    guard let to = fields.read(CompactionKeys.to, &decoder), let above else { return nil }
    return .init(above: above, to: to)
  }

  static func read(
    _ fields: Fields, _ definition: Definition, in workload: String, _ decoder: inout TreeDecoder
  ) -> Agent? {
    let model = fields.read(Keys.model, &decoder)
    let contexts = fields.read(Keys.context, &decoder)
    let input = fields.read(Keys.input, &decoder)
    let steps = fields.read(Keys.steps, &decoder)
    let turns = fields.read(Keys.turns, &decoder)
    let think = fields.read(Keys.think, &decoder)
    let every = fields.read(Keys.every, &decoder)
    let whenLate = fields.read(Keys.whenLate, &decoder)
    let history = fields.read(Keys.history, &decoder)
    let compaction = fields.read(Keys.compact, &decoder)
    let voice = fields.read(Keys.voice, &decoder)
    checkCompanions(fields, history, &decoder)
    if let turns, turns.canBeZero, let location = fields.node("turns")?.location {
      decoder.report(.outOfRange, "a session has at least one turn", at: location)
    }
    guard let input, let steps else { return nil }
    return Agent(
      workload: workload, name: definition.name, model: model, contexts: contexts ?? [],
      input: input, steps: steps, turns: turns ?? Distribution(.constant(1), quantity: .count),
      think: think, every: every, whenLate: whenLate ?? .wait, history: history?.turns,
      compaction: compaction, voice: voice)
  }

  /// Keys that exclude each other, or do nothing without another.
  private static func checkCompanions(
    _ fields: Fields, _ history: History?, _ decoder: inout TreeDecoder
  ) {
    if fields.has("think"), fields.has("every") {
      decoder.reportExclusive(
        "think", "every", "`think` and `every` cannot stand together",
        help: "keep `every` if the user does not wait for the answer", in: fields)
    }
    if history?.turns != nil, fields.has("compact") {
      decoder.reportExclusive(
        "compact", "history", "`history` below `all` and `compact` cannot stand together",
        help: "keep one way to forget", in: fields)
    }
    if fields.has("when-late"), !fields.has("every") {
      decoder.reportUseless(["when-late"], without: ["every"], in: fields)
    }
    if !fields.has("turns") {
      let idle = ["think", "every", "history"].filter(fields.has)
      if !idle.isEmpty { decoder.reportUseless(idle, without: ["turns"], in: fields) }
    }
  }
}

/// How many earlier turns stay in the prompt; nil is all.
struct History: Hashable, Sendable {
  var turns: Int?
}

extension ValueType where Value == History {
  static var history: ValueType {
    let description = TypeDescription.either([
      .word(["all"]), .scalar("count", pattern: ScalarPattern.count),
    ])
    return ValueType(description) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      if text == "all" { return History(turns: nil) }
      guard let turns = decoder.count(text, noun: "turns", at: node.location) else { return nil }
      return decoder.inRange(turns, 0...1_000_000_000, text, at: node.location).map {
        History(turns: $0)
      }
    }
  }
}

/// Keys and reader of `voice` (language reference, §8).
enum VoiceReader {
  enum Keys {
    static let pace = Key<Double>(
      "pace", .rate, .required(), "tokens of speech per second, both ways")
    static let synthesis = Key<Distribution>(
      "synthesis", .distribution(.duration), .required(),
      "text to speech: from text to its sound; drawn once per turn")
    static let recognition = Key<Distribution>(
      "recognition", .distribution(.duration), .optional("0"),
      "speech to text: from the endpoint to the final words")
    static let endpointing = Key<Distribution>(
      "endpointing", .distribution(.duration), .optional("0"),
      "silence after which the caller is taken to have finished")
    static let firstChunk = Key<Int>(
      "first-chunk", .count("tokens", in: 1...1_000_000), .optional("8"),
      "tokens that synthesis needs before it starts")
    static let bargeIn = Key<Voice.BargeIn>(
      "barge-in", VoiceReader.bargeIn, .optional(nil),
      "the caller interrupts, after hearing this much")
    static let shape = Shape(
      "voice",
      [
        pace.field, synthesis.field, recognition.field, endpointing.field, firstChunk.field,
        bargeIn.field,
      ])
  }

  enum BargeInKeys {
    static let chance = Key<Percentage>(
      "chance", .percentage, .required(), "chance that a turn is interrupted")
    static let after = Key<Distribution>(
      "after", .distribution(.duration), .required(), "speech played before the interruption")
    static let shape = Shape("barge-in", [chance.field, after.field])
  }

  static let bargeIn = ValueType<Voice.BargeIn>.shape(BargeInKeys.shape) { fields, decoder in
    let chance = fields.read(BargeInKeys.chance, &decoder)
    guard let after = fields.read(BargeInKeys.after, &decoder), let chance else { return nil }
    return .init(chance: chance.share, after: after)
  }

  static let type = ValueType<Voice>.shape(Keys.shape) { fields, decoder in
    let zero = Distribution(.constant(0), quantity: .duration)
    let pace = fields.read(Keys.pace, &decoder)
    let synthesis = fields.read(Keys.synthesis, &decoder)
    let recognition = fields.read(Keys.recognition, &decoder)
    let endpointing = fields.read(Keys.endpointing, &decoder)
    let firstChunk = fields.read(Keys.firstChunk, &decoder)
    let bargeIn = fields.read(Keys.bargeIn, &decoder)
    guard let pace, let synthesis else { return nil }
    guard pace > 0 else {
      let location = fields.node("pace")?.location ?? fields.node.location
      decoder.report(.outOfRange, "`pace` is above 0", at: location)
      return nil
    }
    return Voice(
      pace: pace, synthesis: synthesis, recognition: recognition ?? zero,
      endpointing: endpointing ?? zero, firstChunk: firstChunk ?? 8, bargeIn: bargeIn)
  }
}
