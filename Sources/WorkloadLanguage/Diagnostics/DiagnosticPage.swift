/// What `baton explain CODE` shows.
public struct DiagnosticPage: Hashable, Sendable {
  public var code: DiagnosticCode
  public var title: String
  /// One to three sentences: what it is about, and why it is so.
  public var explanation: String
  /// A few lines that cause it.
  public var example: String
  /// The same lines, right.
  public var fix: String

  init(
    _ code: DiagnosticCode, _ title: String, _ explanation: String, example: String, fix: String
  ) {
    (self.code, self.title, self.explanation) = (code, title, explanation)
    (self.example, self.fix) = (example, fix)
  }

  /// Every code once, in order.
  public static let all =
    reading + keys + values + names + agents + traffic + assertions + experiments

  /// The page of a code as users write it, in either case: `B101`, `b101`.
  public static func page(for code: String) -> DiagnosticPage? {
    all.first { $0.code.rawValue == code.uppercased() }
  }

  /// The page as text for a terminal.
  public var text: String {
    func block(_ lines: String) -> String {
      lines.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        .joined(separator: "\n")
    }
    return """
      \(code.severity.rawValue)[\(code.rawValue)]: \(title)

      \(explanation)

      Instead of

      \(block(example))

      write

      \(block(fix))

      """
  }
}
