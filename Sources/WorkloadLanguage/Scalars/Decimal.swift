/// A number as it is written, without rounding: `digits` · 10^−`decimals`.
struct Decimal: Hashable, Sendable {
  let digits: Int
  let decimals: Int

  static let digitLimit = 15

  /// Reads `12`, `0.5`; no sign, exponent, separator or leading zero; at most 15 digits.
  init?(_ text: String, allowingLeadingZero: Bool = false) {
    var digits = 0
    var decimals: Int?
    var count = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        guard decimals == nil, count > 0 else { return nil }
        decimals = 0
        continue
      }
      guard ScalarText.isDigit(byte), count < Self.digitLimit else { return nil }
      digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
      count += 1
      if let before = decimals { decimals = before + 1 }
    }
    let startsWithZero = text.hasPrefix("0") && text.utf8.count > 1 && !text.hasPrefix("0.")
    guard count > 0, decimals != 0, allowingLeadingZero || !startsWithZero else { return nil }
    (self.digits, self.decimals) = (digits, decimals ?? 0)
  }

  private init(digits: Int, decimals: Int) { (self.digits, self.decimals) = (digits, decimals) }

  /// Saturates: a number that large is out of every range.
  func scaled(byPowerOfTen power: Int) -> Decimal {
    var (digits, decimals) = (digits, decimals)
    for _ in 0..<power {
      if decimals > 0 {
        decimals -= 1
      } else {
        let (product, overflows) = digits.multipliedReportingOverflow(by: 10)
        digits = overflows ? .max : product
      }
    }
    return Decimal(digits: digits, decimals: decimals)
  }

  /// The nearest floating-point number.
  var value: Double {
    var divisor = 1.0
    for _ in 0..<decimals { divisor *= 10 }
    return Double(digits) / divisor
  }

  /// The value, if it is a whole number.
  var whole: Int? {
    var (rest, decimals) = (digits, decimals)
    while decimals > 0 {
      guard rest % 10 == 0 else { return nil }
      rest /= 10
      decimals -= 1
    }
    return rest
  }
}
