/// What may be a name (language reference, §2).
enum NameRules {
  static let lengthLimit = 64
  static let reserved: Set<String> = [
    "none", "all", "any", "never", "everyone", "tenant", "session", "agent", "of", "zipf",
    "exponent",
  ]

  /// `[a-z][a-z0-9]*(-[a-z0-9]+)*`, at most 64 characters.
  static func isName(_ text: String) -> Bool {
    guard text.utf8.count <= lengthLimit, let first = text.utf8.first,
      first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z")
    else { return false }
    return hasWords(text, separators: [UInt8(ascii: "-")])
  }

  static func isCatalogName(_ text: String) -> Bool {
    text.utf8.count <= lengthLimit
      && hasWords(text, separators: [UInt8(ascii: "-"), UInt8(ascii: ".")])
  }

  /// `p50`, `p99.9`: the percentage, if `word` is one.
  static func percentile(_ word: String) -> Double? {
    guard word.first == "p", word.count > 1, let number = Decimal(String(word.dropFirst())) else {
      return nil
    }
    return number.value
  }

  static func isReserved(_ text: String) -> Bool {
    reserved.contains(text) || percentile(text) != nil
  }

  /// The name that `text` was probably meant to be.
  static func repaired(_ text: String) -> String? {
    var result = ""
    for scalar in text.unicodeScalars {
      let isUpper = scalar.value >= 65 && scalar.value <= 90
      let isKept =
        scalar.value >= 97 && scalar.value <= 122 || scalar.value >= 48 && scalar.value <= 57
      if isUpper {
        result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      } else if isKept {
        result.unicodeScalars.append(scalar)
      } else if !result.hasSuffix("-"), !result.isEmpty {
        result += "-"
      }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return isName(result) && !isReserved(result) ? result : nil
  }

  private static func hasWords(_ text: String, separators: [UInt8]) -> Bool {
    var isInWord = false
    for byte in text.utf8 {
      let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      if isLetter || ScalarText.isDigit(byte) {
        isInWord = true
      } else {
        guard separators.contains(byte), isInWord else { return false }
        isInWord = false
      }
    }
    return isInWord
  }
}
