/// A stretch of a source text, in bytes from its start; `end` is not part of it.
public struct Span: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(_ start: Int, _ end: Int) { (self.start, self.end) = (start, max(start, end)) }

  public static func + (a: Span, b: Span) -> Span { Span(min(a.start, b.start), max(a.end, b.end)) }
}

/// A span and the text it lies in, so that a diagnostic can be shown without anything else.
public struct Location: Hashable, Sendable {
  public var source: SourceText
  public var span: Span

  public init(_ source: SourceText, _ span: Span) { (self.source, self.span) = (source, span) }

  public static func == (a: Location, b: Location) -> Bool {
    a.source.name == b.source.name && a.span == b.span
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(source.name)
    hasher.combine(span)
  }

  /// The text that the span covers.
  public var text: String { source.text(in: span) }
}
