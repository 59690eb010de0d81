/// Numbers as people read them: three significant digits and a unit.
enum Quantity {
  static let missing = "–"

  /// A length of time in seconds: `850 µs`, `12.3 ms`, `1.20 s`, `14.2 m`, `3.05 h`.
  static func duration(_ seconds: Double?) -> String {
    guard let seconds, seconds.isFinite else { return missing }
    switch abs(seconds) {
    case 0: return "0 s"
    case ..<9.995e-7: return significant(seconds * 1e9) + " ns"
    case ..<9.995e-4: return significant(seconds * 1e6) + " µs"
    case ..<0.9995: return significant(seconds * 1e3) + " ms"
    case ..<600: return significant(seconds) + " s"
    case ..<7200: return significant(seconds / 60) + " m"
    default: return significant(seconds / 3600) + " h"
    }
  }

  /// A length of time as people state it: `20 m`, `90 s`, `1.5 h`.
  static func moment(_ seconds: Double) -> String {
    let parts = duration(seconds).split(separator: " ")
    guard parts.count == 2, parts[0].contains(".") else { return duration(seconds) }
    var digits = parts[0]
    while digits.hasSuffix("0") { digits.removeLast() }
    if digits.hasSuffix(".") { digits.removeLast() }
    return "\(digits) \(parts[1])"
  }

  /// `12.3`, `4.56 k`, `7.89 M`.
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    switch abs(value) {
    case ..<999.5: return significant(value)
    case ..<999_500: return significant(value / 1e3) + " k"
    case ..<999_500_000: return significant(value / 1e6) + " M"
    default: return significant(value / 1e9) + " G"
    }
  }

  /// A figure of the catalog in its unit: `16.0 µs`, `220 kW`.
  static func figure(_ value: Double, _ unit: String) -> String {
    if unit == "s" { return duration(value) }
    guard !unit.isEmpty else { return significant(value) }
    let scales = [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    let (scale, prefix) = scales.first { value >= $0.0 } ?? (1, "")
    return "\(significant(value / scale)) \(prefix)\(unit)"
  }

  /// A share in percent; close to whole it keeps the digits that tell it from 100 %.
  static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return missing }
    let percent = share * 100
    if percent == 0 || percent == 100 { return "\(Int(percent)) %" }
    return fixed(percent, decimals: abs(percent) > 99 || abs(percent) < 1 ? 2 : 1) + " %"
  }

  /// A whole number with thousands set off: `1,234,567`.
  static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// Three significant digits, without an exponent.
  static func significant(_ value: Double) -> String {
    switch abs(value) {
    case 0: return "0"
    case 99.95...: return fixed(value, decimals: 0)
    case 9.995...: return fixed(value, decimals: 1)
    case 0.9995...: return fixed(value, decimals: 2)
    case 0.09995...: return fixed(value, decimals: 3)
    default: return fixed(value, decimals: 4)
    }
  }

  /// Rounded half away from zero.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e14 else { return "\(value)" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let sign = scaled < 0 ? "-" : ""
    let whole = "\(sign)\(scaled.magnitude / UInt(scale))"
    guard decimals > 0 else { return whole }
    let fraction = String(scaled.magnitude % UInt(scale))
    return whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}
