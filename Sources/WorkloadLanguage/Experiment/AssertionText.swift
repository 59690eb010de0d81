public import Domain

/// Reads an assertion that stands outside of a workload file, on the command line for example.
public enum AssertionText {
  /// - Parameter origin: What messages call the place: `--assert`.
  /// - Returns: nil after an error.
  public static func read(
    _ text: String, origin: String
  ) -> (assertion: Assertion?, diagnostics: [Diagnostic]) {
    var decoder = TreeDecoder()
    let source = SourceText(name: origin, text: text)
    let node = Node(
      content: .scalar(text), source: source, span: Span(0, text.utf8.count))
    let found = AssertionReader.read(node, &decoder)
    return (decoder.diagnostics.hasErrors ? nil : found?.value, decoder.diagnostics)
  }
}
