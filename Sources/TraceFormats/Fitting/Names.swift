import Domain

extension WorkloadFit {
  private static let reserved: Set = [
    "none", "all", "any", "never", "everyone", "tenant", "session", "agent", "of", "zipf",
    "exponent",
  ]

  /// A name of the language from any other; `fallback` if nothing is left of it, or it is reserved.
  static func name(_ text: String, or fallback: String) -> String {
    let last = text.split(separator: ".").last.map(String.init) ?? text
    var words = ""
    var wasSmall = false
    for character in last {
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      // `conversationTrace` is two words.
      if isPlain, character.isUppercase, wasSmall { words += "-" }
      wasSmall = character.isLowercase
      if isPlain {
        words += character.lowercased()
      } else if !words.isEmpty, words.last != "-" {
        words += "-"
      }
    }
    while words.last == "-" { words.removeLast() }
    words = String(words.drop { !$0.isLetter }.prefix(64))
    while words.last == "-" { words.removeLast() }
    let isPercentile = words.wholeMatch(of: /p[0-9]+/) != nil
    return words.isEmpty || reserved.contains(words) || isPercentile ? fallback : words
  }

  static func isName(_ text: String) -> Bool { name(text, or: "") == text }

  func unique(_ name: String, among taken: [String]) -> String {
    var (found, number) = (name, 2)
    while taken.contains(found) {
      found = "\(name)-\(number)"
      number += 1
    }
    return found
  }
}

extension TextNumber {
  /// Sessions per second with three leading digits; rare ones as so many an hour.
  static func rate(_ value: Double) -> Double {
    value >= 0.05 || value <= 0
      ? rounded(value, digits: 3) : max(rounded(value * 3600, digits: 3), 0.001) / 3600
  }

  /// A duration as people write it: three leading digits, beyond a minute whole seconds.
  static func time(_ value: Nanoseconds) -> Nanoseconds {
    guard value >= 60 * Nanoseconds.second else {
      return Nanoseconds(rounded(Double(value), digits: 3))
    }
    return (value + .second / 2) / .second * .second
  }
}
