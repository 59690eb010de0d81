import Domain

/// A value that is replaced in every workload.
struct ChangeDraft: Sendable {
  /// `PATH=VALUE`, as on the command line.
  var text: String
  var path: Location
  var value: Location
}

extension ValueType where Value == [ChangeDraft] {
  /// Paths and values, as `--set` takes them.
  static var changes: ValueType {
    ValueType(.names(.anything("any value"))) { node, decoder in
      guard let entries = decoder.entries(of: node),
        decoder.checkLength(entries.count, of: node)
      else { return nil }
      return entries.filter { !$0.value.isReported }.map { entry in
        ChangeDraft(
          text: "\(entry.key)=\(entry.value.flow)", path: entry.keyLocation,
          value: entry.value.location)
      }
    }
  }
}

extension ChangeDraft {
  /// Where a diagnostic about `text` belongs in the experiment's file.
  func location(of span: Span) -> Location {
    let pathLength = text.utf8.firstIndex(of: UInt8(ascii: "=")).map {
      text.utf8.distance(from: text.startIndex, to: $0)
    }
    guard let pathLength, span.start < pathLength else { return value }
    let (length, start) = (path.span.end - path.span.start, path.span.start)
    guard length == pathLength else { return path }
    return Location(path.source, Span(start + span.start, start + min(span.end, length)))
  }
}

extension Node {
  /// The same value in flow style on one line; a quoted scalar equals a plain one.
  var flow: String {
    switch content {
    case .scalar(let text): Node.quoted(text)
    case .list(let items): "[\(items.map(\.flow).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(Node.quoted($0.key)): \($0.value.flow)" }.joined(separator: ", "))}"
    case .reported: "\"\""
    }
  }

  /// JSON's escapes are YAML's.
  private static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.array { $0.element(text) }
    return String(json.text.dropFirst().dropLast())
  }
}
