extension Diagnostic {
  /// The form for people: the line, underlined, with notes and help.
  ///
  /// - Parameters:
  ///   - isColored: whether to mark severities with ANSI colours.
  ///   - columns: of the terminal, which lines of source text keep to; nil where there is none.
  public func rendered(isColored: Bool = false, columns: Int? = nil) -> String {
    let paint = Paint(isColored: isColored, severity: severity)
    let header = paint.severity("\(severity.rawValue)[\(code.rawValue)]") + ": "
    var text = header + paint.bold(message) + "\n"
    guard !location.source.isUnread else { return text + (help.map { "   = help: \($0)\n" } ?? "") }
    let excerpt = Excerpt(location, columns: columns)
    let margin = String(repeating: " ", count: max(excerpt.number.count, 2))
    text += "\(margin)--> \(excerpt.place)\n"
    let isBlank = excerpt.line.isEmpty && label.isEmpty
    if !isBlank {
      text += "\(margin) |\n"
      let padding = String(repeating: " ", count: margin.count - excerpt.number.count)
      text += "\(padding)\(excerpt.number) | \(excerpt.line)\n"
      let mark = excerpt.underline + (label.isEmpty ? "" : " " + label)
      text += "\(margin) | \(excerpt.indent)\(paint.severity(mark))\n"
    }
    if !isBlank, !notes.isEmpty || help != nil { text += "\(margin) |\n" }
    for note in notes {
      text += "note: \(note.message)\n"
      if let place = note.location { text += "\(margin)--> \(Excerpt(place).place)\n" }
    }
    if let help { text += "\(margin) = help: \(help)\n" }
    return text
  }
}

extension [Diagnostic] {
  /// After this many the rest are counted.
  public static let renderingLimit = 100

  /// All of them in the form for people, apart by an empty line, with a last line of counts.
  public func rendered(isColored: Bool = false, columns: Int? = nil) -> String {
    guard !isEmpty else { return "" }
    var text = prefix(Self.renderingLimit).map {
      $0.rendered(isColored: isColored, columns: columns)
    }.joined(separator: "\n")
    if count > Self.renderingLimit {
      text += "\n… and \(count - Self.renderingLimit) more\n"
    }
    return text + "\n" + summary + "\n"
  }

  /// `2 errors and 1 warning`.
  public var summary: String {
    let errors = count { $0.severity == .error }
    let warnings = count - errors
    var parts: [String] = []
    if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
    if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
    return parts.isEmpty ? "no problems" : parts.joined(separator: " and ")
  }
}

private struct Paint {
  var isColored: Bool
  var severity: Diagnostic.Severity

  func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  func severity(_ text: String) -> String {
    guard isColored else { return text }
    return "\u{1B}[1;\(severity == .error ? 31 : 33)m\(text)\u{1B}[0m"
  }
}
