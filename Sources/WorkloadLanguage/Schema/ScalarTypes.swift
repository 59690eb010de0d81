public import Domain

/// A share in [0, 1], written with a percent sign.
public struct Percentage: Hashable, Sendable {
  public var share: Double
}

extension ValueType where Value == Int {
  /// A whole number, `300` or `1.2k`.
  ///
  /// - Parameter noun: what is counted, for messages.
  public static func count(
    _ noun: String = "", in range: ClosedRange<Int> = 0...1_000_000_000_000
  ) -> ValueType {
    ValueType(.scalar("count", pattern: ScalarPattern.count)) { node, decoder in
      guard let text = decoder.text(of: node),
        let value = decoder.count(text, noun: noun, most: range.upperBound, at: node.location)
      else { return nil }
      return decoder.inRange(value, range, text, at: node.location)
    }
  }
}

extension ValueType where Value == Nanoseconds {
  /// `80ms`, `1m30s`, `0`.
  public static var duration: ValueType {
    ValueType(.scalar("duration", pattern: ScalarPattern.duration)) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      return decoder.duration(text, at: node.location)
    }
  }
}

extension ValueType where Value == Percentage {
  public static var percentage: ValueType {
    ValueType(.scalar("percentage", pattern: ScalarPattern.percentage)) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      return decoder.percentage(text, at: node.location).map(Percentage.init)
    }
  }
}

extension ValueType where Value == Double {
  /// Events per second, written `2/s`, `30/m` or `5k/h`.
  public static var rate: ValueType {
    ValueType(.scalar("rate", pattern: ScalarPattern.rate)) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      return decoder.rate(text, at: node.location)
    }
  }

  /// A plain number without a unit, `1.2`; `k` and `M` scale it.
  public static func number(
    in range: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude, above: Bool = false
  ) -> ValueType {
    ValueType(.scalar("number", pattern: ScalarPattern.number)) { node, decoder in
      guard let text = decoder.text(of: node),
        let value = decoder.number(text, at: node.location)
      else { return nil }
      return decoder.inRange(value, range, excludingLow: above, text, at: node.location)
    }
  }

  /// A number with one of the units, in the unit whose factor is 1: `80 GiB`, `3.35TB/s`.
  public static func measure(_ units: [MeasureUnit]) -> ValueType {
    let names = units.map(\.name)
    let text = "number of \(names.joined(separator: ", "))"
    return ValueType(.scalar(text, pattern: ScalarPattern.measure(names))) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      return decoder.measure(text, units: units, at: node.location)
    }
  }
}

extension ValueType where Value == String {
  /// Any text of one line.
  public static var text: ValueType {
    ValueType(.scalar("text", pattern: nil)) { node, decoder in decoder.text(of: node) }
  }

  /// A kebab-case name that the author chooses.
  public static var name: ValueType {
    ValueType(.scalar("name", pattern: ScalarPattern.name)) { node, decoder in
      guard let text = decoder.text(of: node, as: "a name") else { return nil }
      return decoder.checkName(text, at: node.location) ? text : nil
    }
  }

  /// A name from the catalog; it may hold dots.
  public static var catalogName: ValueType {
    ValueType(.scalar("catalog name", pattern: ScalarPattern.catalogName)) { node, decoder in
      guard let text = decoder.text(of: node, as: "a name") else { return nil }
      guard NameRules.isCatalogName(text) else {
        decoder.report(
          .notAName, "\(Wording.quoted(text)) is not a name", at: node.location,
          help: "names are lower case, with `-` and `.` between words")
        return nil
      }
      return text
    }
  }
}

extension ValueType where Value == Bool {
  /// `yes` or `no`.
  public static var yesOrNo: ValueType {
    ValueType(.word(["yes", "no"])) { node, decoder in
      if let text = node.text, let word = YAMLTruth.word(for: text) {
        decoder.report(
          .unknownWord, "`\(decoder.place)` cannot be \(Wording.quoted(text))", at: node.location,
          label: "expected `yes` or `no`", help: "write `\(word)`")
        return nil
      }
      return decoder.word(node, among: ["yes", "no"]).map { $0 == "yes" }
    }
  }
}

/// Words that other readers of YAML take for `yes` and `no`.
private enum YAMLTruth {
  static func word(for text: String) -> String? {
    switch text.lowercased() {
    case "true", "on", "y": "yes"
    case "false", "off", "n": "no"
    default: nil
    }
  }
}

extension ValueType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of an enumeration's raw values.
  public static var word: ValueType {
    let words = Value.allCases.map(\.rawValue)
    return ValueType(.word(words)) { node, decoder in
      decoder.word(node, among: words).flatMap(Value.init(rawValue:))
    }
  }
}

/// Patterns of JSON Schema for text and numbers.
enum ScalarPattern {
  static let count = "^(0|[1-9][0-9]*)(\\.[0-9]+)?[kM]?$"
  static let duration = "^(0|([0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d))+)$"
  static let rate = "^[0-9]+(\\.[0-9]+)?[kM]?/(s|m|h)$"
  static let percentage = "^[0-9]+(\\.[0-9]+)?%$"
  static let number = "^[0-9]+(\\.[0-9]+)?[kM]?$"
  static let name = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
  static let catalogName = "^[a-z0-9]+([-.][a-z0-9]+)*$"

  /// A name that the author chooses, or a definition of an imported workload.
  static let key = catalogName

  /// A number and, unless it is zero, one of the units.
  static func measure(_ units: [String]) -> String {
    "^(0|[0-9]+(\\.[0-9]+)? *(\(units.joined(separator: "|"))))$"
  }
}
