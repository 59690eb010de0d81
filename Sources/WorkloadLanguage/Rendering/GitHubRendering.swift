extension Diagnostic {
  /// A workflow command that GitHub shows beside the line of a change.
  public var githubAnnotation: String {
    let (source, span) = (location.source, location.span)
    let start = source.position(of: span.start)
    let end = source.position(of: max(span.start, span.end))
    var properties = [
      "file=" + Self.escapedProperty(source.name), "line=\(start.line)", "col=\(start.column)",
    ]
    if end.line == start.line { properties.append("endColumn=\(end.column)") }
    properties.append("title=\(code.rawValue)")
    let text = message + (help.map { "\nhelp: \($0)" } ?? "")
    let data = Self.escapedData(text)
    return "::\(severity.rawValue) \(properties.joined(separator: ","))::\(data)"
  }

  private static func escapedData(_ text: String) -> String {
    replacing(text, [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")])
  }

  private static func escapedProperty(_ text: String) -> String {
    replacing(escapedData(text), [(":", "%3A"), (",", "%2C")])
  }

  private static func replacing(_ text: String, _ pairs: [(Character, String)]) -> String {
    var result = text
    for (character, replacement) in pairs {
      result = result.split(separator: character, omittingEmptySubsequences: false)
        .joined(separator: replacement)
    }
    return result
  }
}
