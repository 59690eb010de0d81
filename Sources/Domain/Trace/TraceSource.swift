/// Where sessions come from: a generator, a native trace or another tool's file.
///
/// Sessions of closed classes come first, class by class; open ones follow in order of start, ties
/// in the order of the source.
public protocol TraceSource {
  /// Known before the first session; `models`, `classes` and the window don't change after.
  var header: TraceHeader { get }

  /// Replaces `session` by the next one. False at the end, when `session` is left empty.
  ///
  /// - Throws: `TraceError` for a row that can't be read; nothing can be read after it.
  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool
}

/// What is wrong in a trace, and where.
public struct TraceError: Error, Hashable, Sendable {
  public var message: String
  /// From 1; 0 if the error has no place.
  public var line: Int
  /// In bytes, from 1; 0 for the whole line.
  public var column: Int
  public var help: String?
  /// Name of the file, where a trace is read from several.
  public var input: String?

  public init(_ message: String, line: Int, column: Int = 0, help: String? = nil) {
    (self.message, self.line, self.column, self.help) = (message, line, column, help)
  }
}
