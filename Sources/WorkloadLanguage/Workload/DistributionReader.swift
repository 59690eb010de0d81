import Domain

/// Reads the forms of a distribution for one kind of quantity.
struct DistributionReader {
  let quantity: Distribution.Quantity

  func read(_ node: Node, _ decoder: inout TreeDecoder) -> Distribution? {
    switch node.content {
    case .reported: return nil
    case .scalar(let text):
      return scalar(text, at: node.location, &decoder).map { Distribution($0, quantity: quantity) }
    case .list:
      decoder.expected("a number, a range, or a distribution", node, help: nil)
      return nil
    case .mapping(let entries):
      let shape = DistributionKeys.shape
      if isStrange(entries, shape) {
        reportForm(node, help: "write two quantiles, `mean`, `mix`, or `file`", &decoder)
        return nil
      }
      let opened = decoder.fields(of: node, as: shape, called: "`\(decoder.place)`")
      guard let fields = opened else { return nil }
      return form(fields, &decoder)
    }
  }

  /// A constant or a range.
  func scalar(
    _ text: String, at location: Location, _ decoder: inout TreeDecoder
  ) -> Distribution.Form? {
    guard let (low, high) = RangeText.split(text) else {
      return amount(text, at: location, &decoder).map { .constant($0) }
    }
    guard RangeText.check(text, low, high, at: location, &decoder) else { return nil }
    let lower = amount(low, at: location, &decoder)
    let upper = amount(high, at: location, &decoder)
    guard let lower, let upper else { return nil }
    guard lower <= upper else {
      decoder.report(.falling, "`\(text)` falls: `\(high)` is below `\(low)`", at: location)
      return nil
    }
    return lower == upper ? .constant(lower) : .uniform(lower, upper)
  }

  /// A value in the quantity's unit.
  func amount(
    _ text: String, at location: Location, _ decoder: inout TreeDecoder
  ) -> Double? {
    if quantity == .duration { return decoder.duration(text, at: location).map(Double.init) }
    guard let value = decoder.count(text, noun: quantity == .tokens ? "tokens" : "", at: location)
    else { return nil }
    return decoder.inRange(value, 0...1_000_000_000_000, text, at: location).map(Double.init)
  }

  func amount(_ key: String, _ fields: Fields, _ decoder: inout TreeDecoder) -> Double? {
    guard let node = fields.node(key), !node.isReported else { return nil }
    return decoder.at(key) { decoder in
      guard let text = decoder.text(of: node) else { return nil }
      return amount(text, at: node.location, &decoder)
    }
  }

  /// Whether keys of no form stand in place of a form, not beside one.
  func isStrange(_ entries: [Node.Entry], _ shape: Shape) -> Bool {
    let written = Set(entries.map(\.key))
    let known = entries.compactMap { entry in
      shape.accepts(entry.key) ? entry.key : shape.nearest(to: entry.key, written: written)
    }
    guard known.count < entries.count else { return false }
    let quantiles = known.count { NameRules.percentile($0) != nil }
    let heads = known.count { Self.heads.contains($0) }
    return heads + min(quantiles, 1) != 1 || quantiles == 1
  }

  private static let heads = ["mean", "tail", "mix", "file", "value"]

  func reportForm(
    _ node: Node, help: String, label: String = "no form has these keys",
    _ decoder: inout TreeDecoder
  ) {
    let keys = (node.entries ?? []).map(\.key).filter { $0 != "weight" }.joined(separator: ", ")
    decoder.report(
      .unknownForm, "\(Wording.quoted("{\(keys)}")) is not a distribution", at: node.location,
      label: label, help: help)
  }

  /// A distribution in braces, whose keys have been checked.
  func form(_ fields: Fields, _ decoder: inout TreeDecoder) -> Distribution? {
    let quantiles = fields.written.filter { NameRules.percentile($0.key) != nil }
    let heads = Self.heads.filter(fields.has)
    guard heads.count + (quantiles.isEmpty ? 0 : 1) == 1, fitsTogether(fields, heads.first) else {
      // Where keys are missing, doubled or misspelt, that has been reported.
      if !fields.isDoubtful { reportForm(fields.node, help: formHelp(fields), &decoder) }
      return nil
    }
    if quantity == .count, let key = ["cv", "tail"].first(where: fields.has),
      let location = fields.keyLocation(key)
    {
      decoder.report(
        .formNotForCounts, "`\(decoder.place)` is a count; `\(key)` is for tokens and durations",
        at: location, help: "write `{mean: 6}`, or two quantiles")
      return nil
    }
    let before = decoder.diagnostics.count
    let minimum = heads.first == "tail" ? nil : amount("min", fields, &decoder)
    let maximum = amount("max", fields, &decoder)
    let form = self.form(fields, heads.first, quantiles, &decoder)
    guard let form, decoder.diagnostics.count == before else { return nil }
    let result = Distribution(form, quantity: quantity, minimum: minimum, maximum: maximum)
    return ClampRules(fields: fields).hold(result, &decoder) ? result : nil
  }

  private func form(
    _ fields: Fields, _ head: String?, _ quantiles: [Node.Entry], _ decoder: inout TreeDecoder
  ) -> Distribution.Form? {
    switch head {
    case "mean": return mean(fields, &decoder)
    case "tail": return pareto(fields, &decoder)
    case "mix": return mixture(fields, &decoder)
    case "file": return file(fields, &decoder)
    case "value":
      guard let node = fields.node("value"), let text = decoder.text(of: node) else { return nil }
      return scalar(text, at: node.location, &decoder)
    default: return self.quantiles(quantiles, fields, &decoder)
    }
  }

  /// Whether the options beside the head belong to it.
  private func fitsTogether(_ fields: Fields, _ head: String?) -> Bool {
    let options: [String: [String]] = [
      "mean": ["cv", "family"], "file": ["column", "unit"], "tail": ["min"],
    ]
    let allowed = options[head ?? ""] ?? []
    let optional = ["cv", "family", "column", "unit"]
    guard optional.allSatisfy({ allowed.contains($0) || !fields.has($0) }) else { return false }
    if head == "tail" { return fields.has("min") }
    if fields.has("family") { return fields.has("cv") }
    return true
  }

  private func formHelp(_ fields: Fields) -> String {
    if fields.has("tail") { return "write `min` and `tail`, and perhaps `max`" }
    if fields.has("family") { return "write `mean` and `cv` with `family`" }
    if fields.written.contains(where: { NameRules.percentile($0.key) != nil }) || fields.has("cv") {
      return "write two quantiles, or `mean` with `cv`"
    }
    return "write two quantiles, `mean`, `mix`, or `file`"
  }
}

/// Text of the form `a..b`.
enum RangeText {
  /// Says what is wrong with the ends as text: one is missing, or spaces stand beside the dots.
  static func check(
    _ text: String, _ low: String, _ high: String, at location: Location,
    _ decoder: inout TreeDecoder
  ) -> Bool {
    let ends = [low, high].map { $0.split(separator: " ").joined(separator: " ") }
    if ends.contains("") {
      decoder.report(
        .unknownForm, "\(Wording.quoted(text)) has no \(ends[0].isEmpty ? "lower" : "upper") end",
        at: location, help: "write both ends of the range, `a..b`")
      return false
    }
    if ends != [low, high] {
      decoder.report(
        .unknownForm, "\(Wording.quoted(text)) is not a range", at: location,
        label: "spaces beside the dots", help: "write `\(ends[0])..\(ends[1])`")
      return false
    }
    return true
  }

  static func split(_ text: String) -> (low: String, high: String)? {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    guard
      let middle = bytes.indices.dropLast().first(where: {
        bytes[$0] == dot && bytes[$0 + 1] == dot
      })
    else { return nil }
    return (
      String(decoding: bytes[..<middle], as: UTF8.self),
      String(decoding: bytes[(middle + 2)...], as: UTF8.self)
    )
  }
}

extension Fields {
  /// Whether its keys may not be those that were meant.
  var isDoubtful: Bool { hasCorrection || node.lacksKeys || node.hasDuplicate }

  /// The known entries in the order written.
  var written: [Node.Entry] {
    entries.values.sorted { $0.keySpan.start < $1.keySpan.start }
  }
}
