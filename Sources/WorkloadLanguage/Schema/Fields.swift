/// The values of an opened mapping, by key.
public struct Fields: Sendable {
  public let shape: Shape
  public let node: Node
  /// What messages call the mapping: tool `search`.
  public let owner: String
  var entries: [String: Node.Entry]
  /// Whether a misspelt key was read as the one that was probably meant.
  var hasCorrection = false
  /// Keys that `extends` copies and `none` drops, with the place of the `none`.
  var dropped: [String: Location] = [:]
  /// Keys that `extends` has copied from another entry.
  var inherited: Set<String> = []

  public func has(_ name: String) -> Bool { entries[name] != nil }
  public func node(_ name: String) -> Node? { entries[name]?.value }
  public func keyLocation(_ name: String) -> Location? { entries[name]?.keyLocation }

  /// The value of a key; nil if it is absent or, after a report, wrong.
  public func read<Value>(_ key: Key<Value>, _ decoder: inout TreeDecoder) -> Value? {
    guard let entry = entries[key.name], !entry.value.isReported else { return nil }
    return decoder.at(key.name) { key.type.decode(entry.value, &$0) }
  }
}
