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
      guard let items = decoder.items(of: node),
        decoder.checkLength(items.count, of: node)
      else { return nil }
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
  /// What a list or mapping of an experiment holds at most; every item may be a file, or be
  /// replayed.
  static let itemLimit = 100

  /// Says that a list or mapping is empty, or too long.
  mutating func checkLength(_ count: Int, of node: Node) -> Bool {
    if count == 0 { report(.emptyValue, "`\(place)` has nothing in it", at: node.location) }
    guard count <= Self.itemLimit else {
      report(
        .limit, "`\(place)` has \(Wording.grouped(count)) items; the limit is \(Self.itemLimit)",
        at: Location(node.source, Span(node.span.start, node.span.start + 1)),
        help: "write several experiments")
      return false
    }
    return true
  }
}
