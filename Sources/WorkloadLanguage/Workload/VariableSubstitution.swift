/// Puts the values of variables where `$name` stands (language reference, §9).
struct VariableSubstitution {
  /// Keys whose values are not subject to it.
  static let skipped: Set<String> = ["variables", "description", "workload", "import"]

  private var names: [String] = []
  private var values: [String: Node] = [:]
  private(set) var used: Set<String> = []
  /// Values already put in, to stop a small file from becoming a large one.
  private var copied = 0

  init(_ fields: Fields, _ decoder: inout TreeDecoder) {
    guard let node = fields.node("variables"), !node.isReported,
      let entries = decoder.at("variables", { $0.entries(of: node) })
    else { return }
    for entry in entries {
      if FileKeys.shape.names.contains(entry.key) {
        decoder.report(
          .notAName, "`\(entry.key)` is a key of the file and cannot be a variable",
          at: entry.keyLocation, help: "choose another name")
      } else if decoder.checkName(entry.key, at: entry.keyLocation) {
        names.append(entry.key)
        values[entry.key] = withoutVariables(entry.value, &decoder)
      }
    }
  }

  /// The node with every `$name` below it replaced.
  mutating func substitute(_ node: Node, _ decoder: inout TreeDecoder) -> Node {
    var result = node
    switch node.content {
    case .reported: break
    case .list(let items): result.content = .list(items.map { substitute($0, &decoder) })
    case .mapping(let entries):
      result.content = .mapping(
        entries.map { entry in
          var entry = entry
          entry.value = substitute(entry.value, &decoder)
          return entry
        })
    case .scalar(let text):
      guard text.contains("$") else { break }
      return value(of: text, at: node, &decoder)
    }
    return result
  }

  private mutating func value(
    of text: String, at node: Node, _ decoder: inout TreeDecoder
  ) -> Node {
    var reported = node
    reported.content = .reported
    let name = String(text.dropFirst())
    guard text.hasPrefix("$"), NameRules.isName(name) else {
      decoder.report(
        .unknownWord, "`$` stands inside \(Wording.quoted(text)); a variable is a whole value",
        at: node.location, help: "put the whole value into the variable")
      return reported
    }
    guard let found = values[name] else {
      let names = names.map { "$\($0)" }
      decoder.report(
        .unknownName, "unknown variable `$\(name)`", at: node.location,
        label: "no variable of this name", help: Spelling.help(for: text, among: names))
      if let nearest = Spelling.nearest(to: text, among: names) {
        used.insert(String(nearest.dropFirst()))
      }
      return reported
    }
    used.insert(name)
    copied += found.size
    guard copied <= Tree.nodeLimit else {
      decoder.report(.limit, "variables put in more than 200,000 values", at: node.location)
      return reported
    }
    return found
  }

  /// The value of a variable, with those that it uses reported.
  private func withoutVariables(_ node: Node, _ decoder: inout TreeDecoder) -> Node {
    var result = node
    switch node.content {
    case .reported: break
    case .scalar(let text):
      guard text.hasPrefix("$") else { break }
      decoder.report(
        .unknownWord, "a variable does not use another; this one uses \(Wording.quoted(text))",
        at: node.location)
      result.content = .reported
    case .list(let items):
      result.content = .list(items.map { withoutVariables($0, &decoder) })
    case .mapping(let entries):
      result.content = .mapping(
        entries.map { entry in
          var entry = entry
          entry.value = withoutVariables(entry.value, &decoder)
          return entry
        })
    }
    return result
  }
}

extension Node {
  /// Nodes in it, itself included.
  var size: Int {
    switch content {
    case .scalar, .reported: 1
    case .list(let items): items.reduce(1) { $0 + $1.size }
    case .mapping(let entries): entries.reduce(1) { $0 + $1.value.size }
    }
  }
}
