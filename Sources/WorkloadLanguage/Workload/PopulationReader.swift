import Domain

/// Reads a set of members with shares (language reference, §3.2).
enum PopulationReader {
  static let zipf = Key<Int>(
    "zipf", .count("members", in: 1...10_000_000), .required(), "members, ranked by weight")
  static let exponent = Key<Double>(
    "exponent", .number(in: 0...20), .optional("1"), "the r-th member has weight r^−exponent")
  static let shape = Shape("ranked population", [zipf.field, exponent.field])
  static let weight = ValueType<Double>.number(in: 0...1e12, above: true)

  static let description = TypeDescription.alias(
    "population",
    .either([
      .scalar("count", pattern: ScalarPattern.count), .shape(shape.title),
      .names(weight.description),
    ]))

  static func read(_ node: Node, _ decoder: inout TreeDecoder) -> Population? {
    if let text = node.text {
      let most = 10_000_000
      guard let count = decoder.count(text, noun: "members", most: most, at: node.location) else {
        return nil
      }
      return decoder.inRange(count, 1...most, text, at: node.location).map { .equal($0) }
    }
    guard let entries = node.entries else {
      decoder.expected("a count, `{zipf: 40}`, or names with weights", node, help: nil)
      return nil
    }
    if entries.contains(where: { $0.key == "zipf" || $0.key == "exponent" }) {
      let place = "`\(decoder.place)`"
      guard let fields = decoder.fields(of: node, as: shape, called: place) else { return nil }
      let exponent = fields.read(exponent, &decoder)
      guard let count = fields.read(zipf, &decoder) else { return nil }
      return .zipf(count: count, exponent: exponent ?? 1)
    }
    guard !reportMisspelt(entries, &decoder) else { return nil }
    guard
      let members = ValueType<[(name: String, value: Double)]>.names(of: weight)
        .decode(node, &decoder)
    else { return nil }
    return .named(members.map { .init(name: $0.name, weight: $0.value) })
  }

  /// `{zip: 40}`: a single member needs no weight, so a key was probably meant.
  private static func reportMisspelt(
    _ entries: [Node.Entry], _ decoder: inout TreeDecoder
  ) -> Bool {
    guard let only = entries.first, entries.count == 1, only.value.text != "1",
      Spelling.nearest(to: only.key, among: ["zipf"]) != nil
    else { return false }
    decoder.report(
      .unknownKey, "unknown key `\(only.key)` in `\(decoder.place)`", at: only.keyLocation,
      label: "no key of this name",
      help: "did you mean `zipf`? a single member named `\(only.key)` has the weight 1")
    return true
  }
}

extension ValueType where Value == Population {
  static var population: ValueType {
    ValueType(PopulationReader.description) { PopulationReader.read($0, &$1) }
  }
}
