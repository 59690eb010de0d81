/// A value of a file as it is written: text, a list or a mapping, with its place.
///
/// Text has no type yet; the place where it stands gives it one.
public struct Node: Sendable {
  public indirect enum Content: Sendable {
    case scalar(String)
    case list([Node])
    case mapping([Entry])
    /// Something that a diagnostic has been written about; decoders stay silent on it.
    case reported
  }

  public struct Entry: Sendable {
    public var key: String
    public var keySpan: Span
    public var value: Node

    public var keyLocation: Location { Location(value.source, keySpan) }
  }

  public var content: Content
  public var source: SourceText
  public var span: Span
  /// Whether nothing is written after the key.
  var isMissing = false
  /// Whether a key of the mapping could not be read, so that none can be called missing.
  var lacksKeys = false
  /// Whether a key of the mapping is written twice; the first counts.
  var hasDuplicate = false

  public var location: Location { Location(source, span) }

  /// The text of a scalar.
  public var text: String? {
    if case .scalar(let text) = content { text } else { nil }
  }

  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  public var items: [Node]? {
    if case .list(let items) = content { items } else { nil }
  }

  public var isReported: Bool {
    if case .reported = content { true } else { false }
  }

  /// The value of a key, if this is a mapping that has it.
  public func value(of key: String) -> Node? { entries?.first { $0.key == key }?.value }

  /// What messages call it.
  var kindName: String {
    switch content {
    case .scalar: "a value"
    case .list: "a list"
    case .mapping: "a mapping"
    case .reported: "nothing"
    }
  }
}
