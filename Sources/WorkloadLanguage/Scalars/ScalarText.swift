import Domain

/// What a piece of text says, before the place where it stands asks for a type.
///
/// Every scalar has exactly one reading; a wrong one is explained against the type that was asked.
enum ScalarText: Hashable, Sendable {
  /// Digits alone, with or without a fraction.
  case number(Decimal)
  /// A number with `k` or `M`; the value is scaled.
  case count(Decimal)
  case duration(Nanoseconds)
  /// Per second.
  case rate(Double)
  /// 8 for `8%`.
  case percentage(Double)
  /// A number with a unit that the language does not have.
  case unknownUnit(number: String, unit: String)
  /// More digits than a number can have, with a unit or none: too large, or too fine.
  case tooLong(isLarge: Bool)
  /// Starts like a number and is none: `1_000`, `007`, `1e3`, `-5`.
  case malformed
  case word

  init(_ text: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first else {
      self = .word
      return
    }
    let startsAsNumber =
      ScalarText.isDigit(first) || first == UInt8(ascii: "-") && bytes.count > 1
      || first == UInt8(ascii: "+") || first == UInt8(ascii: ".") && bytes.count > 1
    guard startsAsNumber else {
      self = .word
      return
    }
    let numberLength = bytes.prefix { ScalarText.isDigit($0) || $0 == UInt8(ascii: ".") }.count
    let numberText = String(decoding: bytes[..<numberLength], as: UTF8.self)
    let unit = String(decoding: bytes[numberLength...], as: UTF8.self)
    guard let number = Decimal(numberText) else {
      self = ScalarText.tooLong(numberText, unit: unit) ?? .malformed
      return
    }
    self = ScalarText.reading(number, numberText, unit: unit, whole: text)
  }

  /// nil if the length is not what is wrong.
  private static func tooLong(_ number: String, unit: String) -> ScalarText? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let hasZero = number.hasPrefix("0") && !number.hasPrefix("0.")
    guard number.utf8.count > Decimal.digitLimit, parts.count < 3, !hasZero,
      parts.allSatisfy({ !$0.isEmpty }), unit.allSatisfy({ $0.isLetter || "/%".contains($0) })
    else { return nil }
    return .tooLong(isLarge: parts[0].utf8.count > 12)
  }

  private static func reading(
    _ number: Decimal, _ numberText: String, unit: String, whole: String
  ) -> ScalarText {
    switch unit {
    case "": return .number(number)
    case "k": return .count(number.scaled(byPowerOfTen: 3))
    case "M": return .count(number.scaled(byPowerOfTen: 6))
    case "%": return .percentage(number.value)
    case "/s": return .rate(number.value)
    case "/m": return .rate(number.value / 60)
    case "/h": return .rate(number.value / 3600)
    case "k/s", "M/s", "k/m", "M/m", "k/h", "M/h":
      let factor = unit.hasPrefix("k") ? 1e3 : 1e6
      let per = unit.hasSuffix("s") ? 1.0 : unit.hasSuffix("m") ? 60 : 3600
      return .rate(number.value * factor / per)
    default: break
    }
    if let duration = duration(whole) { return .duration(duration) }
    let isUnit = unit.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "/µ $.".contains(Character($0))
    }
    let looksLikeExponent = unit.first == "e" || unit.first == "E"
    return isUnit && !looksLikeExponent
      ? .unknownUnit(number: numberText, unit: unit) : .malformed
  }

  /// Units of time, largest first, in nanoseconds.
  static let timeUnits: [(name: String, length: Nanoseconds)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
  ]

  /// `1m30s`: units from the largest, each once.
  private static func duration(_ text: String) -> Nanoseconds? {
    var rest = Substring(text)
    var total: Nanoseconds = 0
    var position = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let number = Decimal(String(digits), allowingLeadingZero: position > 0),
        let index = timeUnits.indices.first(where: { timeUnits[$0].name == unit }),
        index >= position
      else { return nil }
      position = index + 1
      let part = number.value * Double(timeUnits[index].length)
      guard part < 9e18 else { return .max }
      let (sum, overflows) = total.addingReportingOverflow(Nanoseconds(part.rounded()))
      if overflows { return .max }
      total = sum
    }
    return total
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// `1.2k` for `1200`, if it is shorter.
  static func shortCount(_ digits: String) -> String? {
    guard let value = Int(digits), value >= 1000 else { return nil }
    let (unit, suffix) = value >= 1_000_000 ? (1_000_000, "M") : (1000, "k")
    guard value % (unit / 1000) == 0 || unit == 1000 else { return nil }
    var fraction = String(String(value % unit + unit).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    guard fraction.count <= 3 else { return nil }
    return fraction.isEmpty ? "\(value / unit)\(suffix)" : "\(value / unit).\(fraction)\(suffix)"
  }
}
