import Domain

/// Reads one step: a verb and its options (language reference, §3.5).
enum StepReader {
  enum Keys {
    static let steps = Key<[Step]>(
      "steps", .steps, .required(help: "start each step with `- `"), "steps that it holds")
    static let reasoning = Key<Distribution>(
      "reasoning", .distribution(.tokens), .optional("0"), "tokens thought before the visible ones")
    static let model = Key<String>(
      "model", .catalogName, .optional("the agent's"), "model of this request")
    static let count = Key<Distribution>(
      "count", .distribution(.count), .optional("1"), "how many, in parallel")
    static let join = Key<Step.Join>(
      "join", .join, .optional("`all`"), "when the step goes on")
    static let input = Key<Distribution>(
      "input", .distribution(.tokens), .optional("the agent's"), "what each child is given")
    static let result = Key<Distribution>(
      "result", .distribution(.tokens), .optional("visible tokens of the last `generate`"),
      "tokens that each answer adds to the parent's context")

    static let generate = Key<Distribution>(
      "generate", .distribution(.tokens), .required(),
      "one request; the value is the visible output, `0` is prefill only")
    static let call = Key<Step.Choice>(
      "call", .choice(of: .tool), .required(), "tool calls, in parallel")
    static let spawn = Key<Step.Choice>(
      "spawn", .choice(of: .agent), .required(), "fresh agents, in parallel")
    static let fork = Key<Distribution>(
      "fork", .distribution(.count), .required(),
      "that many copies of this conversation run `steps` in parallel")
    static let `repeat` = Key<Distribution>(
      "repeat", .distribution(.count), .required(), "`steps`, that many times in sequence")
    static let maybe = Key<Percentage>(
      "maybe", .percentage, .required(), "`steps`, with that chance")
    static let choose = Key<[Step.Branch]>(
      "choose", .list(of: StepReader.branch), .required(), "exactly one of the branches")
    static let wait = Key<Distribution>(
      "wait", .distribution(.duration), .required(), "nothing happens (an approval, a timer)")

    static let weight = Key<Double>(
      "weight", .number(above: true), .required(), "share among the branches")
    static let branchShape = Shape("branch", [weight.field, steps.field])
  }

  static let branch = ValueType<Step.Branch>(.mapping(Keys.branchShape)) { node, decoder in
    guard !MisplacedOptions.reportBareStep(node, &decoder),
      let fields = decoder.fields(of: node, as: Keys.branchShape, called: "`\(decoder.place)`")
    else { return nil }
    let weight = fields.read(Keys.weight, &decoder)
    guard let steps = fields.read(Keys.steps, &decoder), let weight else { return nil }
    return .init(weight: weight, steps: steps)
  }

  /// One shape for each verb, whose first key is the verb.
  static let shapes = [
    Shape("generate", [Keys.generate.field, Keys.reasoning.field, Keys.model.field]),
    Shape("call", [Keys.call.field, Keys.count.field, Keys.join.field]),
    Shape(
      "spawn",
      [Keys.spawn.field, Keys.count.field, Keys.join.field, Keys.input.field, Keys.result.field]),
    Shape("fork", [Keys.fork.field, Keys.steps.field, Keys.join.field, Keys.result.field]),
    Shape("repeat", [Keys.repeat.field, Keys.steps.field]),
    Shape("maybe", [Keys.maybe.field, Keys.steps.field]),
    Shape("choose", [Keys.choose.field]),
    Shape("wait", [Keys.wait.field]),
  ]
  /// In the order of documents; written out, since the shapes refer to them.
  static let verbs = ["generate", "call", "spawn", "fork", "repeat", "maybe", "choose", "wait"]
  static let description = TypeDescription.alias("step", .either(verbs.map { .shape($0) }))

  static func read(_ node: Node, _ decoder: inout TreeDecoder) -> Step? {
    decoder.at("step") { decoder in
      guard let entries = decoder.entries(of: node), let verb = verb(entries, node, &decoder),
        let shape = shapes.first(where: { $0.title == verb }),
        !MisplacedOptions.report(node, verb, shape, &decoder),
        let fields = decoder.fields(
          of: node, as: shape,
          called: entries.contains { $0.key == verb } ? "`\(verb)`" : "this step")
      else { return nil }
      return step(verb, fields, &decoder)
    }
  }

  private static func verb(
    _ entries: [Node.Entry], _ node: Node, _ decoder: inout TreeDecoder
  ) -> String? {
    let found = entries.filter { verbs.contains($0.key) }
    if found.count == 1 { return found[0].key }
    if found.count > 1 {
      let names = Wording.join(found.map { "`\($0.key)`" }, last: "and")
      decoder.report(
        .notOneVerb, "a step does one thing; this one has \(names)", at: found[1].keyLocation,
        label: "a second verb",
        help: found.count == 2 ? "make it two steps" : "make it several steps")
      return nil
    }
    // A misspelt verb is reported once, as an unknown key of the step it was meant to be.
    for entry in entries {
      if let nearest = Spelling.nearest(to: entry.key, among: verbs) { return nearest }
    }
    decoder.report(
      .notOneVerb, "a step does one thing; this one has none of the verbs",
      at: entries.first?.keyLocation ?? node.location,
      help: "verbs are \(Wording.list(verbs, last: "and"))")
    return nil
  }

  private static func step(
    _ verb: String, _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Step? {
    let one = Distribution(.constant(1), quantity: .count)
    switch verb {
    case "generate":
      let reasoning = fields.read(Keys.reasoning, &decoder)
      let model = fields.read(Keys.model, &decoder)
      return fields.read(Keys.generate, &decoder).map {
        .generate(.init(visible: $0, reasoning: reasoning, model: model))
      }
    case "call":
      let count = fields.read(Keys.count, &decoder) ?? one
      let join = fields.read(Keys.join, &decoder) ?? .all
      return fields.read(Keys.call, &decoder).map {
        .call(.init(tools: $0, count: count, join: join))
      }
    case "spawn":
      let count = fields.read(Keys.count, &decoder) ?? one
      let join = fields.read(Keys.join, &decoder) ?? .all
      checkResult(join, fields, &decoder)
      let input = fields.read(Keys.input, &decoder)
      let result = fields.read(Keys.result, &decoder)
      return fields.read(Keys.spawn, &decoder).map {
        .spawn(.init(agents: $0, count: count, join: join, input: input, result: result))
      }
    default: return nesting(verb, fields, &decoder)
    }
  }

  private static func checkResult(
    _ join: Step.Join, _ fields: Fields, _ decoder: inout TreeDecoder
  ) {
    guard join == .never, let location = fields.keyLocation("result") else { return }
    decoder.report(
      .uselessKey, "`result` has no effect with `join: never`", at: location,
      label: "nothing returns",
      notes: [.init("`join` stands here", at: fields.keyLocation("join"))],
      help: "remove it, or let the step wait")
  }

  private static func nesting(
    _ verb: String, _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Step? {
    switch verb {
    case "wait": return fields.read(Keys.wait, &decoder).map { .wait($0) }
    case "choose":
      guard let branches = fields.read(Keys.choose, &decoder) else { return nil }
      guard branches.count > 1 else {
        decoder.report(
          .notOneVerb, "`choose` has \(branches.isEmpty ? "no branch" : "a single branch")",
          at: fields.keyLocation("choose") ?? fields.node.location,
          help: "write its steps alone, or `maybe` with a chance")
        return nil
      }
      return .choose(branches)
    case "fork":
      let count = fields.read(Keys.fork, &decoder)
      let join = fields.read(Keys.join, &decoder) ?? .all
      checkResult(join, fields, &decoder)
      let result = fields.read(Keys.result, &decoder)
      guard let steps = fields.read(Keys.steps, &decoder), let count else { return nil }
      return .fork(.init(branches: count, steps: steps, join: join, result: result))
    case "repeat":
      let count = fields.read(Keys.repeat, &decoder)
      guard let steps = fields.read(Keys.steps, &decoder), let count else { return nil }
      return .repeat(count: count, steps: steps)
    default:
      let chance = fields.read(Keys.maybe, &decoder)
      guard let steps = fields.read(Keys.steps, &decoder), let chance else { return nil }
      return .maybe(chance: chance.share, steps: steps)
    }
  }
}
