/// Small helpers that keep messages alike.
enum Wording {
  /// `a`, `b`, or `c`, each in backticks.
  static func list(_ names: [String], last: String = "or") -> String {
    join(names.map { "`\($0)`" }, last: last)
  }

  static func join(_ parts: [String], last: String) -> String {
    switch parts.count {
    case 0: ""
    case 1: parts[0]
    case 2: "\(parts[0]) \(last) \(parts[1])"
    default: parts.dropLast().joined(separator: ", ") + ", \(last) \(parts[parts.count - 1])"
    }
  }

  /// `1 space`, `2 spaces`.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A name with its article.
  static func article(_ noun: String) -> String {
    "aeiou".contains(noun.first ?? "x") ? "an \(noun)" : "a \(noun)"
  }

  /// Whole numbers with thousands separated: 131,072.
  static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// `name` shortened for a message, with control characters made visible.
  static func quoted(_ text: String) -> String {
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(60).map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
    return "`\(clean)\(text.unicodeScalars.count > 60 ? "…" : "")`"
  }
}
