/// Says in the words of this language what libyaml found wrong.
enum SyntaxWording {
  private static let unclosed = [
    "found unexpected end of stream", "found unexpected document indicator",
  ]

  static func diagnostic(
    _ problem: YAMLProblem, at offset: Int, context: Int?, in source: SourceText
  ) -> Diagnostic {
    // A quote that is never closed is best seen where it opens.
    let isOpenQuote = unclosed.contains(problem.problem)
    let offset = min(isOpenQuote ? context ?? offset : offset, max(0, source.bytes.count - 1))
    let location = Location(source, Span(offset, min(offset + 1, source.bytes.count)))
    let word = location.text == "\n" ? "the end of the line" : Wording.quoted(location.text)
    let (message, opens, help): (String, String?, String?) =
      switch problem.problem {
      case "did not find expected ',' or ']'": ("expected `]` to close this list", "list", nil)
      case "did not find expected ',' or '}'":
        ("expected `}` to close this mapping", "mapping", nil)
      case "did not find expected key":
        ("expected a key at the indentation of its neighbours", "mapping", nil)
      case "did not find expected '-' indicator":
        ("expected `- ` to start the next item", "list", nil)
      case "mapping values are not allowed in this context":
        ("a `:` cannot stand here", nil, "quote the text, or start a new line")
      case "could not find expected ':'": ("expected `:` after this key", "key", nil)
      case "found character that cannot start any token":
        ("\(word) cannot start a value", nil, "quote the text")
      case let text where unclosed.contains(text): ("this quote is never closed", nil, nil)
      case "block sequence entries are not allowed in this context":
        ("a `- ` cannot stand here", nil, "start the list on a new line")
      case "found unknown escape character":
        ("\(word) is not an escape", nil, "use single quotes for text with backslashes")
      case "found undefined tag handle": ("a tag stands here; the language has none", nil, nil)
      case "did not find expected node content":
        ("expected a value before \(word)", nil, nil)
      default: (problem.problem, nil, nil)
      }
    var notes: [Diagnostic.Note] = []
    if let opens, let context {
      let line = source.position(of: context).line
      let start = Location(source, Span(context, context + 1))
      notes.append(Diagnostic.Note("the \(opens) starts on line \(line)", at: start))
    }
    return Diagnostic(.syntax, message, at: location, notes: notes, help: help)
  }
}
