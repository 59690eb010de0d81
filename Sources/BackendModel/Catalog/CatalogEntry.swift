import Domain

/// An entry of the catalog: its figures, and what follows from them.
struct CatalogEntry {
  var kind: String
  var name: String
  var facts: [Fact] = []

  /// One line of an entry; a figure has a value, other facts have words.
  struct Fact {
    var name: String
    var value: Double?
    var low: Double?
    var high: Double?
    var unit = CatalogUnit.plain
    var words = ""
    var confidence: String?
    var source = ""
  }

  mutating func figure(_ name: String, _ figure: Figure?, _ unit: CatalogUnit = .plain) {
    guard let figure else { return }
    let hasRange = figure.low < figure.high
    facts.append(
      Fact(
        name: name, value: figure.value, low: hasRange ? figure.low : nil,
        high: hasRange ? figure.high : nil, unit: unit, confidence: figure.confidence.rawValue,
        source: figure.source))
  }

  /// What follows from other facts by the formula in `source`.
  mutating func derived(_ name: String, _ value: Double, _ unit: CatalogUnit, _ source: String) {
    facts.append(
      Fact(
        name: name, value: value, unit: unit, confidence: Confidence.derived.rawValue,
        source: source))
  }

  mutating func words(
    _ name: String, _ words: String, confidence: String? = nil, source: String = ""
  ) {
    facts.append(Fact(name: name, words: words, confidence: confidence, source: source))
  }

  var text: String {
    var text = "\(kind) \(name)\n"
    for fact in facts {
      text += "  \(fact.name): \(fact.value.map(fact.unit.text) ?? fact.words)"
      if let low = fact.low, let high = fact.high {
        text += " (\(fact.unit.text(low)) to \(fact.unit.text(high)))"
      }
      if let confidence = fact.confidence { text += ", \(confidence)" }
      text += fact.source.isEmpty ? "\n" : ": \(fact.source)\n"
    }
    return text
  }

  func write(to json: inout JSONWriter) {
    json.field("kind", kind)
    json.field("name", name)
    json.array("facts") { json in
      for fact in facts {
        json.object { json in
          json.field("name", fact.name)
          if let value = fact.value {
            json.field("value", value)
            json.field("unit", fact.unit.rawValue)
          } else {
            json.field("value", fact.words)
          }
          if let low = fact.low { json.field("low", low) }
          if let high = fact.high { json.field("high", high) }
          if let confidence = fact.confidence { json.field("confidence", confidence) }
          if !fact.source.isEmpty { json.field("source", fact.source) }
        }
      }
    }
  }
}

/// How a quantity is written.
enum CatalogUnit: String {
  case bytes = "B"
  case bandwidth = "B/s"
  case operations = "FLOP/s"
  case watts = "W"
  case seconds = "s"
  case plain = ""

  func text(_ value: Double) -> String {
    if value == 0 { return "0" + (rawValue.isEmpty ? "" : " \(rawValue)") }
    switch self {
    case .plain: return value >= 1e6 ? "\(Self.rounded(value / 1e9))e9" : Self.rounded(value)
    case .seconds:
      if value >= 1 { return Self.rounded(value) + " s" }
      return value < 1e-3
        ? Self.rounded(value * 1e6) + " us" : Self.rounded(value * 1e3) + " ms"
    default: break
    }
    for (scale, prefix) in [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    where value >= scale {
      return "\(Self.rounded(value / scale)) \(prefix)\(rawValue)"
    }
    return "\(Self.rounded(value)) \(rawValue)"
  }

  /// Four digits, or all of a whole number, without zeros at the end.
  private static func rounded(_ value: Double) -> String {
    var scale = 1.0
    while abs(value) * scale < 1000, scale < 1e9 { scale *= 10 }
    let shown = (value * scale).rounded() / scale
    return shown == shown.rounded() && abs(shown) < 1e15 ? "\(Int(shown))" : "\(shown)"
  }
}
