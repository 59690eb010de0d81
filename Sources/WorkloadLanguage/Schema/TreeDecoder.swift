/// Turns nodes into values and collects what is wrong with them.
public struct TreeDecoder: Sendable {
  public internal(set) var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  /// The key whose value is being read; messages name it.
  public internal(set) var place = "the file"
  /// Files and data files that values may name.
  let files: FileResolver
  /// What names mean, in files that define some.
  var names = NameTable()

  public init(files: FileResolver = .none) { self.files = files }

  public mutating func report(
    _ code: DiagnosticCode, _ message: String, at location: Location, label: String = "",
    notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    add(Diagnostic(code, message, at: location, label: label, notes: notes, help: help))
  }

  /// Takes a diagnostic that is not there yet: an entry that several definitions copy is decoded
  /// for each of them, a file that several name is read for each.
  mutating func add(_ diagnostic: Diagnostic) {
    if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  /// Opens a mapping of the given shape: reports unknown and missing keys, then hands out values.
  ///
  /// After a misspelt key with a suggestion, checking goes on as if it had been spelt so.
  ///
  /// - Parameter origin: where a missing key is reported; the start of the mapping by default.
  public mutating func fields(
    of node: Node, as shape: Shape, called owner: String, at origin: Location? = nil,
    requiring: Bool = true
  ) -> Fields? {
    guard let entries = entries(of: node).map({ adopting($0, shape) }) else { return nil }
    var fields = Fields(shape: shape, node: node, owner: owner, entries: [:])
    for entry in entries {
      if shape.accepts(entry.key) {
        fields.entries[entry.key] = entry
        continue
      }
      let nearest = shape.nearest(to: entry.key, written: Set(entries.map(\.key)))
      report(
        .unknownKey, "unknown key \(Wording.quoted(entry.key)) in \(owner)", at: entry.keyLocation,
        label: "no key of this name",
        help: nearest.map { "did you mean `\($0)`?" }
          ?? Spelling.help(for: entry.key, among: shape.names))
      if let nearest, fields.entries[nearest] == nil {
        var entry = entry
        entry.key = nearest
        fields.entries[nearest] = entry
        fields.hasCorrection = true
      }
    }
    if requiring, !node.lacksKeys {
      reportMissing(fields, at: origin ?? Location(node.source, firstLine(of: node)))
    }
    return fields
  }

  private mutating func reportMissing(_ fields: Fields, at origin: Location) {
    for field in fields.shape.fields where fields.entries[field.name] == nil {
      guard case .required(let help) = field.presence else { continue }
      report(
        .missingKey, "\(fields.owner) has no `\(field.name)`", at: origin,
        label: "`\(field.name)` is missing",
        help: help ?? "add `\(field.name)`: \(field.meaning)")
    }
  }

  private func firstLine(of node: Node) -> Span {
    if let first = node.entries?.first { return first.keySpan }
    return Span(node.span.start, min(node.span.end, node.span.start + 1))
  }

  /// The entries of a mapping, or nil after saying that one is expected.
  public mutating func entries(of node: Node) -> [Node.Entry]? {
    if let entries = node.entries { return entries }
    if node.text != nil, let missing = MissingSpace(node.location.text) {
      let found = missing.diagnostic(at: node.span.start, in: node.source)
      report(
        found.code, found.message, at: found.location, label: found.label, help: found.help)
      return nil
    }
    expected("a mapping", node, help: nil)
    return nil
  }

  /// The items of a list, or nil after saying that one is expected.
  public mutating func items(of node: Node) -> [Node]? {
    if let items = node.items { return items }
    expected("a list", node, help: "start each item with `- `, or write `[a, b]`")
    return nil
  }

  /// The text of a scalar, or nil after saying that one is expected.
  public mutating func text(
    of node: Node, as what: @autoclosure () -> String = "a value"
  ) -> String? {
    if let text = node.text { return text }
    expected(what(), node, help: nil)
    return nil
  }

  public mutating func expected(_ what: String, _ node: Node, help: String?) {
    guard !node.isReported else { return }
    let subject = place == "the file" ? place : "`\(place)`"
    report(
      .wrongShape, "\(subject) is \(node.kindName); it takes \(what)",
      at: Location(node.source, labelSpan(of: node)), label: "expected \(what)", help: help)
  }

  /// A span on one line.
  private func labelSpan(of node: Node) -> Span {
    let line = node.source.position(of: node.span.start).line
    return Span(node.span.start, min(node.span.end, node.source.span(ofLine: line).end))
  }

  /// Runs `body` with messages naming `name` as the place.
  mutating func at<Result>(
    _ name: String, _ body: (inout TreeDecoder) -> Result
  ) -> Result {
    let outer = place
    place = name
    defer { place = outer }
    return body(&self)
  }
}
