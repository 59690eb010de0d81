import Domain

/// Options of a step that stand below its verb instead of beside it, and steps that stand in a branch
/// without `steps`.
enum MisplacedOptions {
  /// What the value of a verb is, and an example.
  private static let amounts = [
    "generate": ("tokens", "300"), "fork": ("a count", "4"), "repeat": ("a count", "3"),
    "maybe": ("a percentage", "30%"), "wait": ("a duration", "30s"), "call": ("a tool", "search"),
    "spawn": ("an agent", "reviewer"),
  ]

  /// Whether the value of `verb` holds the options of the step, after saying so.
  static func report(
    _ step: Node, _ verb: String, _ shape: Shape, _ decoder: inout TreeDecoder
  ) -> Bool {
    guard let value = step.value(of: verb), let entries = value.entries,
      let (what, example) = amounts[verb]
    else { return false }
    let options = entries.filter {
      isOption($0, verb, shape) && !isName($0, verb, &decoder)
    }
    guard let first = options.first else { return false }
    let isChoice = verb == "call" || verb == "spawn"
    let named = (isChoice ? ["tool", "agent"] : ["count"]).compactMap { value.value(of: $0)?.text }
    let beside = Wording.list(options.map(\.key).filter { shape.names.contains($0) }, last: "and")
    let rest = beside.isEmpty ? "" : ", and \(beside) beside it"
    let isMixed = options.count < entries.count
    decoder.report(
      .wrongShape, "`\(verb)` is a mapping of options; it takes \(what)", at: first.keyLocation,
      label: "below `\(verb)`, not beside it",
      help: isMixed
        ? "move \(beside) beside `\(verb)`" : "write `\(verb): \(named.first ?? example)`\(rest)")
    if let steps = value.value(of: "steps") {
      _ = decoder.at("steps") { ValueType<[Step]>.steps.decode(steps, &$0) }
    }
    return true
  }

  private static func isOption(_ entry: Node.Entry, _ verb: String, _ shape: Shape) -> Bool {
    if ["count", "steps"].contains(entry.key) { return true }
    if verb == "call" || verb == "spawn", ["tool", "agent"].contains(entry.key) { return true }
    return shape.names.dropFirst().contains(entry.key)
  }

  /// Whether it is a tool or agent with a weight.
  private static func isName(
    _ entry: Node.Entry, _ verb: String, _ decoder: inout TreeDecoder
  ) -> Bool {
    guard verb == "call" || verb == "spawn" else { return false }
    let file = decoder.names.file(of: entry.keyLocation)
    return decoder.names.find(verb == "call" ? .tool : .agent, entry.key, from: file) != nil
  }

  /// Whether a branch of `choose` is a step itself, after saying so.
  static func reportBareStep(_ branch: Node, _ decoder: inout TreeDecoder) -> Bool {
    guard let entries = branch.entries, branch.value(of: "steps") == nil,
      let verb = entries.first(where: { StepReader.verbs.contains($0.key) })
    else { return false }
    let value = verb.value.text.map { " \($0)" } ?? " …"
    decoder.report(
      .missingKey, "a branch of `\(decoder.place)` has no `steps`", at: verb.keyLocation,
      label: "a step of the branch", help: "write `steps: [{\(verb.key):\(value)}]`")
    var step = branch
    step.content = .mapping(entries.filter { $0.key != "weight" })
    _ = StepReader.read(step, &decoder)
    return true
  }
}
