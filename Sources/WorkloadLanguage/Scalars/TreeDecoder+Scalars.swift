public import Domain

extension TreeDecoder {
  /// A whole number; `noun` is what is counted, `most` the largest that is allowed.
  public mutating func count(
    _ text: String, noun: String, most: Int = 1_000_000_000_000, at location: Location
  ) -> Int? {
    switch ScalarText(text) {
    case .number(let number), .count(let number):
      if let whole = number.whole { return whole }
      let value = number.value
      let what = noun.isEmpty ? "not a whole number" : "\(Self.plain(value)) \(noun)"
      report(
        .notWhole, "\(Wording.quoted(text)) is \(what)", at: location, label: "not whole")
      return nil
    case .tooLong(isLarge: true) where text.last.map { $0.isNumber || "kM".contains($0) } ?? false:
      report(
        .outOfRange, "\(Wording.quoted(text)) is more than \(Wording.grouped(most))", at: location)
      return nil
    case let other:
      mismatch(other, text, expected: .count, at: location)
      return nil
    }
  }

  /// Whole nanoseconds; the unit is required except for `0`.
  public mutating func duration(_ text: String, at location: Location) -> Nanoseconds? {
    switch ScalarText(text) {
    case .duration(let value):
      guard value <= Ticks.horizonNanoseconds else {
        report(
          .outOfRange, "\(Wording.quoted(text)) is longer than a replay can span, 13 days",
          at: location)
        return nil
      }
      return value
    case .number(let number) where number.digits == 0: return 0
    case let other:
      mismatch(other, text, expected: .duration, at: location)
      return nil
    }
  }

  /// Per second.
  public mutating func rate(_ text: String, at location: Location) -> Double? {
    if case .rate(let value) = ScalarText(text) { return value }
    mismatch(ScalarText(text), text, expected: .rate, at: location)
    return nil
  }

  /// A share in [0, 1].
  public mutating func percentage(_ text: String, at location: Location) -> Double? {
    guard case .percentage(let value) = ScalarText(text) else {
      mismatch(ScalarText(text), text, expected: .percentage, at: location)
      return nil
    }
    guard value <= 100 else {
      report(.outOfRange, "\(Wording.quoted(text)) is more than 100%", at: location)
      return nil
    }
    return value / 100
  }

  /// A plain number, or one with `k` or `M`.
  public mutating func number(_ text: String, at location: Location) -> Double? {
    switch ScalarText(text) {
    case .number(let number), .count(let number): return number.value
    case let other:
      mismatch(other, text, expected: .number, at: location)
      return nil
    }
  }

  /// A number with one of `units`; a space may stand between them.
  mutating func measure(_ text: String, units: [MeasureUnit], at location: Location) -> Double? {
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    let names = units.map(\.name)
    guard let number = Decimal(String(digits)) else {
      report(
        .notANumber, "\(Wording.quoted(text)) is not a number", at: location,
        help: "units here are \(Wording.list(names, last: "and"))")
      return nil
    }
    if let found = units.first(where: { $0.name == unit }) { return found.base(number.value) }
    if unit.isEmpty {
      if number.digits == 0 { return 0 }
      report(
        .missingUnit, "\(Wording.quoted(text)) has no unit", at: location,
        help: "units here are \(Wording.list(names, last: "and"))")
    } else {
      report(
        .unknownUnit, "\(Wording.quoted(text)) has a unit that `\(place)` does not take",
        at: location, help: "units here are \(Wording.list(names, last: "and"))")
    }
    return nil
  }

  /// One of a fixed list of words.
  public mutating func word(_ node: Node, among words: [String]) -> String? {
    guard let text = text(of: node, as: Wording.list(words)) else { return nil }
    if words.contains(text) { return text }
    report(
      .unknownWord, "`\(place)` cannot be \(Wording.quoted(text))", at: node.location,
      label: "expected \(Wording.list(words))", help: Spelling.help(for: text, among: words))
    return nil
  }

  public mutating func inRange<Number: Comparable>(
    _ value: Number, _ range: ClosedRange<Number>, excludingLow: Bool = false, _ text: String,
    at location: Location
  ) -> Number? {
    if value > range.upperBound {
      report(
        .outOfRange, "\(Wording.quoted(text)) is more than \(Self.plain(range.upperBound))",
        at: location)
      return nil
    }
    if value < range.lowerBound || excludingLow && value == range.lowerBound {
      let bound = Self.plain(range.lowerBound)
      let text = "\(Wording.quoted(text)) is not \(excludingLow ? "above" : "at least") \(bound)"
      report(.outOfRange, text, at: location)
      return nil
    }
    return value
  }

  /// Reports what is not a name, or a reserved one.
  public mutating func checkName(_ text: String, at location: Location) -> Bool {
    guard NameRules.isName(text) else {
      let isLong = text.utf8.count > NameRules.lengthLimit
      report(
        .notAName, "\(Wording.quoted(text)) is not a name", at: location,
        help: isLong
          ? "names have at most 64 characters"
          : NameRules.repaired(text).map { "write `\($0)`" }
            ?? "names are lower-case words joined by `-`")
      return false
    }
    guard !NameRules.isReserved(text) else {
      report(
        .notAName, "`\(text)` is a word of the language and cannot be a name", at: location,
        help: "choose another name")
      return false
    }
    return true
  }

  static func plain(_ value: some Any) -> String {
    if let whole = value as? Int { return Wording.grouped(whole) }
    guard let number = value as? Double else { return "\(value)" }
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
    return "\(number)"
  }
}
