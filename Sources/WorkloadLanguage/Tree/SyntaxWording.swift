/// Says in the words of this language what libyaml found wrong.
enum SyntaxWording {
  private static let unclosed = [
    "found unexpected end of stream", "found unexpected document indicator",
  ]

  private struct Words {
    var message: String
    /// What the place that libyaml names beside the problem is the start of.
    var opens: String?
    var help: String?
  }

  static func diagnostic(
    _ problem: YAMLProblem, at offset: Int, context: Int?, in source: SourceText
  ) -> Diagnostic {
    let cause = SyntaxCause(
      problem: problem.problem, offset: offset, context: context, source: source)
    if let found = cause.diagnostic { return found }
    // A quote that is never closed is best seen where it opens.
    let isOpenQuote = unclosed.contains(problem.problem)
    let offset = min(isOpenQuote ? context ?? offset : offset, max(0, source.bytes.count - 1))
    let location = Location(source, Span(offset, min(offset + 1, source.bytes.count)))
    let word = location.text == "\n" ? "the end of the line" : Wording.quoted(location.text)
    let words = structure(problem.problem, before: word) ?? scalar(problem, word)
    var notes: [Diagnostic.Note] = []
    if let opens = words.opens, let context {
      let line = source.position(of: context).line
      let start = Location(source, Span(context, context + 1))
      notes.append(Diagnostic.Note("the \(opens) starts on line \(line)", at: start))
    }
    return Diagnostic(.syntax, words.message, at: location, notes: notes, help: words.help)
  }

  /// Problems of lists, mappings and keys.
  private static func structure(_ problem: String, before word: String) -> Words? {
    switch problem {
    case "did not find expected ',' or ']'":
      Words(message: "expected `]` to close this list", opens: "list")
    case "did not find expected ',' or '}'":
      Words(message: "expected `}` to close this mapping", opens: "mapping")
    case "did not find expected key":
      Words(message: "expected a key at the indentation of its neighbours", opens: "mapping")
    case "did not find expected '-' indicator":
      Words(message: "expected `- ` to start the next item", opens: "list")
    case "mapping values are not allowed in this context", "found unexpected ':'":
      Words(message: "a `:` cannot stand here", help: "quote the text, or start a new line")
    case "mapping keys are not allowed in this context":
      Words(message: "a `?` cannot stand here", help: "quote the text, or write `key: value`")
    case "could not find expected ':'":
      Words(message: "expected `:` after this key", opens: "key")
    case "block sequence entries are not allowed in this context":
      Words(message: "a `- ` cannot stand here", help: "start the list on a new line")
    case "did not find expected node content": Words(message: "expected a value before \(word)")
    default: nil
    }
  }

  /// Problems of texts and of what the language leaves out.
  private static func scalar(_ problem: YAMLProblem, _ word: String) -> Words {
    let text = problem.problem
    if unclosed.contains(text) { return Words(message: "this quote is never closed") }
    if text == "found character that cannot start any token" {
      return Words(message: "\(word) cannot start a value", help: "quote the text")
    }
    let plain = "use single quotes for text with backslashes"
    if text == "found unknown escape character" {
      return Words(message: "\(word) is not an escape", help: plain)
    }
    if text.contains("hexdecimal") || text.contains("escape code") {
      return Words(message: "this escape names no character", help: plain)
    }
    if text.contains("tab character") {
      return Words(message: "a tab stands in the indentation", help: "indent with spaces")
    }
    let what = problem.context + " " + text
    if what.contains("block scalar") {
      return Words(
        message: "expected the end of the line after `|` or `>`",
        help: "start the text on the next line")
    }
    if what.contains("irective") || text == "found incompatible YAML document" {
      return Words(
        message: "a line that starts with `%` is a directive; the language has none",
        help: "remove it")
    }
    if what.contains("anchor") || what.contains("alias") {
      return Words(
        message: "anchors and aliases are not part of the language", help: "quote the text")
    }
    if what.contains("tag") {
      return Words(message: "tags are not part of the language", help: "quote the text")
    }
    return Words(message: "this is not YAML that can be read")
  }
}
