import Domain

/// Writes a duration as the language does: `1m30s`.
enum DurationText {
  static func text(_ nanoseconds: Nanoseconds) -> String {
    guard nanoseconds > 0 else { return "0" }
    var rest = nanoseconds
    var text = ""
    for unit in ScalarText.timeUnits where rest >= unit.length {
      text += "\(rest / unit.length)\(unit.name)"
      rest %= unit.length
    }
    return text.isEmpty ? "\(Double(nanoseconds) / 1000)us" : text
  }
}
