import Domain

extension ValueType where Value == [Step] {
  static var steps: ValueType {
    ValueType(.list(StepReader.description)) { node, decoder in
      guard !node.isReported, let items = decoder.items(of: node) else { return nil }
      guard !items.isEmpty else {
        decoder.report(.noRequest, "`\(decoder.place)` is empty", at: node.location)
        return nil
      }
      let steps = items.map { StepReader.read($0, &decoder) }
      return steps.contains { $0 == nil } ? nil : steps.compactMap(\.self)
    }
  }
}

extension ValueType where Value == Step.Join {
  static var join: ValueType {
    let description = TypeDescription.alias(
      "join",
      .either([
        .word(["all", "any", "never"]), .scalar("count", pattern: ScalarPattern.count),
        .scalar("percentage", pattern: ScalarPattern.percentage),
      ]))
    return ValueType(description) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      switch text {
      case "all": return .all
      case "any": return .count(1)
      case "never": return .never
      default: break
      }
      if text.hasSuffix("%") {
        guard let share = decoder.percentage(text, at: node.location) else { return nil }
        guard share > 0 else {
          decoder.report(
            .outOfRange, "a share of 0% waits for nobody", at: node.location,
            help: "write `never` to go on at once")
          return nil
        }
        return .share(share)
      }
      guard case .word = ScalarText(text) else {
        guard let count = decoder.count(text, noun: "parts", at: node.location) else { return nil }
        return decoder.inRange(count, 1...1_000_000, text, at: node.location).map { .count($0) }
      }
      _ = decoder.word(node, among: ["all", "any", "never"])
      return nil
    }
  }
}

extension ValueType where Value == Step.Choice {
  /// One name, a list of names, or names with weights.
  static func choice(of kind: DefinitionKind) -> ValueType {
    let name = TypeDescription.scalar(kind.rawValue, pattern: ScalarPattern.reference)
    let weight = ValueType<Double>.number(in: 0...1e12, above: true)
    let description = TypeDescription.either([
      name, .list(name), .names(weight.description),
    ])
    return ValueType(description) { node, decoder in
      switch node.content {
      case .reported: return nil
      case .scalar(let text):
        return decoder.resolve(kind, text, at: node.location).map { .each([$0]) }
      case .list(let items):
        let indices = items.map { item -> Int? in
          guard let text = decoder.text(of: item, as: "a name") else { return nil }
          return decoder.resolve(kind, text, at: item.location)
        }
        guard !decoder.reportNone(of: kind, items.isEmpty, node) else { return nil }
        guard indices.allSatisfy({ $0 != nil }) else { return nil }
        return .each(indices.compactMap(\.self))
      case .mapping(let entries):
        let options = entries.map { entry -> Step.Option? in
          let index = decoder.resolve(kind, entry.key, at: entry.keyLocation)
          let weight = decoder.at(entry.key) { weight.decode(entry.value, &$0) }
          guard let index, let weight else { return nil }
          return Step.Option(index: index, weight: weight)
        }
        guard !decoder.reportNone(of: kind, entries.isEmpty, node) else { return nil }
        guard options.allSatisfy({ $0 != nil }) else { return nil }
        return .weighted(options.compactMap(\.self))
      }
    }
  }
}

extension TreeDecoder {
  /// Reports a list or mapping that should name something and is empty.
  fileprivate mutating func reportNone(
    of kind: DefinitionKind, _ isEmpty: Bool, _ node: Node
  ) -> Bool {
    guard isEmpty else { return false }
    report(
      .emptyValue, "`\(place)` names no \(kind.rawValue)", at: node.location,
      help: "name one, or remove the step")
    return true
  }
}

extension ValueType where Value == Int {
  /// The index of a definition that the value names.
  static func reference(to kind: DefinitionKind) -> ValueType {
    ValueType(.scalar(kind.rawValue, pattern: ScalarPattern.reference)) { node, decoder in
      guard let text = decoder.text(of: node, as: Wording.article(kind.rawValue)) else {
        return nil
      }
      return decoder.resolve(kind, text, at: node.location)
    }
  }
}

extension ScalarPattern {
  static let reference = "^[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)?$"
}
