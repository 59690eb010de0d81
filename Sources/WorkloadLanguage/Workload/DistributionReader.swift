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
    case .mapping:
      let place = "`\(decoder.place)`"
      let opened = decoder.fields(of: node, as: DistributionKeys.shape, called: place)
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

  /// A distribution in braces, whose keys have been checked.
  func form(_ fields: Fields, _ decoder: inout TreeDecoder) -> Distribution? {
    let quantiles = fields.written.filter { NameRules.percentile($0.key) != nil }
    let heads = ["mean", "tail", "mix", "file", "value"].filter(fields.has)
    guard heads.count + (quantiles.isEmpty ? 0 : 1) == 1, fitsTogether(fields, heads.first) else {
      let keys = fields.written.map(\.key).filter { $0 != "weight" }.joined(separator: ", ")
      decoder.report(
        .unknownForm, "`{\(keys)}` is not a distribution", at: fields.node.location,
        label: "no form has these keys", help: formHelp(fields))
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
  /// The known entries in the order written.
  var written: [Node.Entry] {
    entries.values.sorted { $0.keySpan.start < $1.keySpan.start }
  }
}
