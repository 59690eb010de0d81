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

  /// A file named on the command line that can't be read (B001).
  ///
  /// - Parameter reason: "no such file", "it is a folder".
  public static func unreadable(_ path: String, _ reason: String, help: String? = nil) -> Diagnostic
  {
    Diagnostic(
      .unreadableFile, "cannot read \(Wording.quoted(path)): \(reason)",
      at: Location(SourceText(unread: path), Span(0, 0)), help: help)
  }

  /// `--set` beside a file that takes none (B108).
  public static func uselessOverride(_ override: String, on path: String) -> Diagnostic {
    let source = SourceText(name: Overrides.sourceName, text: override)
    return Diagnostic(
      .uselessKey, "`--set` has no effect on \(Wording.quoted(path)), a platform file",
      at: Location(source, Span(0, override.utf8.count)), help: "check the file alone")
  }
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
