/// One thing to tell the author of a file.
///
/// The message says what is wrong and stands alone; the label is shorter, since it points; only the
/// help says what to do.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable { case error, warning }

  public struct Note: Hashable, Sendable {
    public var message: String
    public var location: Location?
    public init(_ message: String, at location: Location? = nil) {
      (self.message, self.location) = (message, location)
    }
  }

  public var code: DiagnosticCode
  public var message: String
  public var location: Location
  /// What stands under the caret; may be empty.
  public var label: String
  public var notes: [Note]
  public var help: String?

  public init(
    _ code: DiagnosticCode, _ message: String, at location: Location, label: String = "",
    notes: [Note] = [], help: String? = nil
  ) {
    (self.code, self.message, self.location) = (code, message, location)
    (self.label, self.notes, self.help) = (label, notes, help)
  }

  public var severity: Severity { code.severity }
}

extension [Diagnostic] {
  /// Whether anything in it makes the file unusable.
  public var hasErrors: Bool { contains { $0.severity == .error } }

  /// By position, those of the file `first` before those of the files it uses.
  func sorted(first: String) -> [Diagnostic] {
    enumerated().sorted { a, b in
      let (x, y) = (a.element.location, b.element.location)
      let (isFirstX, isFirstY) = (x.source.name == first, y.source.name == first)
      if isFirstX != isFirstY { return isFirstX }
      if x.source.name != y.source.name { return x.source.name < y.source.name }
      if x.span.start != y.span.start { return x.span.start < y.span.start }
      return a.offset < b.offset
    }.map(\.element)
  }
}
