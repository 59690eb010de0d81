/// Types of scalars that the language has.
enum ScalarKind: String, Sendable {
  case count, duration, rate, percentage, number

  /// With its article.
  var phrase: String { Wording.article(rawValue) }
}

extension TreeDecoder {
  /// Says why text that reads as one thing can't be another.
  mutating func mismatch(
    _ reading: ScalarText, _ text: String, expected: ScalarKind, at location: Location
  ) {
    let quoted = Wording.quoted(text)
    switch reading {
    case .number(let number): reportBareNumber(number, text, expected, at: location)
    case .duration where expected == .count && Self.isMinutes(text):
      let number = text.dropLast()
      report(
        .minutesForMillions, "\(quoted) is \(Self.spoken(number)); `\(place)` takes a count",
        at: location, help: "did you mean `\(number)M`?")
    case .count: reportKind(quoted, "a count", expected, at: location)
    case .duration: reportKind(quoted, "a duration", expected, at: location)
    case .rate: reportKind(quoted, "a rate", expected, at: location)
    case .percentage: reportKind(quoted, "a percentage", expected, at: location)
    case .unknownUnit(let number, let unit):
      report(
        .unknownUnit, "\(quoted) is not \(expected.phrase)", at: location, label: "unknown unit",
        help: Self.unitHelp(number: number, unit: unit, expected))
    case .tooLong(isLarge: true):
      report(
        .outOfRange, "\(quoted) is too large", at: location, help: Self.largest(expected))
    case .tooLong(isLarge: false):
      report(
        .notANumber, "\(quoted) has more than \(Decimal.digitLimit) digits", at: location,
        help: "leave out the last ones")
    case .malformed where expected == .duration && Self.clock(text) != nil:
      report(
        .notANumber, "\(quoted) is not a duration", at: location, help: Self.clock(text))
    case .malformed:
      report(
        .notANumber, "\(quoted) is not a number", at: location,
        help: Self.repaired(text).map { "write \($0)" } ?? "write digits, as in `1200` or `1.2k`")
    case .word:
      report(
        .notANumber, "\(quoted) is not \(expected.phrase)", at: location,
        label: "expected \(expected.phrase)")
    }
  }

  private mutating func reportKind(
    _ quoted: String, _ kind: String, _ expected: ScalarKind, at location: Location
  ) {
    report(
      .unitOfAnotherKind, "\(quoted) is \(kind); `\(place)` takes \(expected.phrase)",
      at: location, label: "expected \(expected.phrase)")
  }

  private mutating func reportBareNumber(
    _ number: Decimal, _ text: String, _ expected: ScalarKind, at location: Location
  ) {
    let quoted = Wording.quoted(text)
    switch expected {
    case .percentage where number.decimals > 0 && number.value < 1:
      let percent = Self.plain((number.value * 100_000).rounded() / 1000)
      report(
        .bareFraction, "\(quoted) is not a percentage", at: location, help: "write `\(percent)%`")
    case .percentage:
      report(.missingUnit, "\(quoted) has no unit", at: location, help: "write `\(text)%`")
    case .rate:
      report(
        .missingUnit, "\(quoted) has no unit", at: location,
        help: "write `\(text)/s` or `\(text)/m`")
    case .duration:
      report(
        .missingUnit, "\(quoted) has no unit", at: location, label: "a duration needs its unit",
        help: "write `\(text)ms` or `\(text)s`")
    case .count, .number:
      report(.notANumber, "\(quoted) is not \(expected.phrase)", at: location)
    }
  }

  private static func largest(_ kind: ScalarKind) -> String {
    switch kind {
    case .count: "the largest count is 1,000,000,000,000"
    case .duration: "the longest duration is 13 days, `13d`, as long as a replay can span"
    case .rate: "the largest rate is `1000M/s`"
    case .percentage: "the largest percentage is `100%`"
    case .number: "the largest number has 12 digits before its point"
    }
  }

  /// How the language writes a time of a clock: `2:30`, `1:02:30`.
  private static func clock(_ text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let values = parts.compactMap { Decimal($0, allowingLeadingZero: true)?.whole }
    guard values.count == parts.count, 2...3 ~= values.count, values[0] < 1000,
      values.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    func joined(_ units: [String]) -> String {
      let written = zip(values, units).filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
      return "`\(written.isEmpty ? "0" : written)`"
    }
    if values.count == 3 { return "write \(joined(["h", "m", "s"]))" }
    return "write \(joined(["m", "s"])), or \(joined(["h", "m"])) if the first are hours"
  }

  private static func isMinutes(_ text: String) -> Bool {
    text.last == "m" && Decimal(String(text.dropLast())) != nil
  }

  private static func spoken(_ number: Substring) -> String {
    let words = ["1": "one minute", "2": "two minutes", "3": "three minutes", "4": "four minutes"]
    return words[String(number)] ?? "\(number) minutes"
  }

  private static let otherUnits = [
    "min": "m", "mins": "m", "minute": "m", "minutes": "m", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
    "msec": "ms", "millis": "ms", "µs": "us", "usec": "us", "S": "s", "H": "h", "MS": "ms",
    "K": "k", "m/s": "M/s", "/sec": "/s", "/second": "/s", "/min": "/m", "/minute": "/m",
    "/hr": "/h", "/hour": "/h", "rps": "/s", "qps": "/s", "mio": "M",
  ]

  private static func unitHelp(number: String, unit: String, _ expected: ScalarKind) -> String {
    let units =
      switch expected {
      case .duration: "units are `us`, `ms`, `s`, `m`, `h`, and `d`"
      case .rate: "rates end in `/s`, `/m`, or `/h`"
      case .percentage: "percentages end in `%`"
      case .count, .number: "`k` is a thousand and `M` is a million"
      }
    let word = unit.drop { $0 == " " }
    if expected == .duration, word.contains(where: \.isNumber) {
      return "units go from the largest to the smallest, each once, as in `1m30s`"
    }
    guard let meant = otherUnits[String(word)] else { return units }
    return "did you mean `\(number)\(meant)`? \(units)"
  }

  /// `1_000` and `1,000` without their separators, `007` without its zeros.
  private static func repaired(_ text: String) -> String? {
    let digits = text.filter { $0 != "_" && $0 != "," && $0 != "'" && $0 != "+" }
    let trimmed = digits.drop { $0 == "0" }
    guard !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let short = ScalarText.shortCount(String(trimmed)).map { " or `\($0)`" } ?? ""
    return "`\(trimmed)`\(short)"
  }
}
