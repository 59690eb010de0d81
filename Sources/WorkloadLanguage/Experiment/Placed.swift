/// A value and where it is written.
struct Placed<Value: Sendable>: Sendable {
  var value: Value
  var location: Location
}

extension Node {
  /// Where a part of a scalar's text stands, in bytes of the text; the whole scalar where escapes
  /// or folded lines keep the two apart.
  func location(of part: Range<Int>, in text: String) -> Location {
    let raw = source.text(in: span)
    let isQuoted = !raw.hasPrefix(text) && raw.dropFirst().hasPrefix(text)
    guard isQuoted || raw.hasPrefix(text) else { return location }
    let base = span.start + (isQuoted ? 1 : 0)
    return Location(source, Span(base + part.lowerBound, base + part.upperBound))
  }
}

extension ValueType {
  static func placed<Inner>(
    _ inner: ValueType<Inner>
  ) -> ValueType<Placed<Inner>> where Value == Placed<Inner> {
    ValueType(inner.description) { node, decoder in
      inner.decode(node, &decoder).map { Placed(value: $0, location: node.location) }
    }
  }

  /// A list that holds at least one item; items that can't be read are left out after a report.
  static func filled<Element>(
    _ element: ValueType<Element>
  ) -> ValueType<[Element]> where Value == [Element] {
    ValueType(.list(element.description)) { node, decoder in
      guard let items = decoder.items(of: node) else { return nil }
      if items.isEmpty { decoder.reportNothing(in: node) }
      return items.compactMap { element.decode($0, &decoder) }
    }
  }
}

extension ValueType where Value == String {
  /// Text of one line under a name of its own.
  static func text(called name: String, pattern: String? = nil) -> ValueType {
    ValueType(.scalar(name, pattern: pattern)) { node, decoder in decoder.text(of: node) }
  }
}

extension TreeDecoder {
  /// Says that a list or mapping is empty.
  mutating func reportNothing(in node: Node) {
    report(.emptyValue, "`\(place)` has nothing in it", at: node.location)
  }
}
