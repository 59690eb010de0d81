extension Diagnostic {
  /// One line that editors and `grep` understand: `path:line:column: error[B101]: message`.
  public var concise: String {
    let position = location.source.position(of: location.span.start)
    let place = "\(location.source.name):\(position.line):\(position.column)"
    return "\(place): \(severity.rawValue)[\(code.rawValue)]: \(message)"
  }
}
