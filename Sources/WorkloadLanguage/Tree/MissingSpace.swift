/// A key and its value with no space between them, which YAML takes for one word: `think:20s`.
struct MissingSpace {
  var key: String
  /// What YAML reads as one word: `think:20s`, `sessions:{poisson`.
  var word: String
  /// With the space.
  var fixed: String

  /// nil unless `text` starts with a word like a key, a colon, and no space after it.
  init?(_ text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isLetter else {
      return nil
    }
    let key = text[..<colon]
    var value = text[text.index(after: colon)...]
    guard key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }),
      let next = value.first, !" \t\r\n:/".contains(next)
    else { return nil }
    value = value.prefix { !$0.isNewline }
    // Other languages have colons in words.
    guard "{[\"'".contains(next) || !value.contains(":") else { return nil }
    if let comment = value.indices.first(where: { value[$0...].hasPrefix(" #") }) {
      value = value[..<comment]
    }
    var word = text.prefix { !$0.isWhitespace }
    if word.last == ":" { word = word.dropLast() }
    self.key = String(key)
    self.word = String(word)
    fixed = "\(key): \(value)"
  }

  /// - Parameter start: where the word starts, in bytes.
  func diagnostic(at start: Int, in source: SourceText) -> Diagnostic {
    Diagnostic(
      .missingSpace, "\(Wording.quoted(word)) is one word",
      at: Location(source, Span(start, start + word.utf8.count)), label: "no space after the colon",
      help: "write `\(fixed)`")
  }
}
