/// Builds nodes from events and reports what the language leaves out of YAML.
struct TreeBuilder {
  let source: SourceText
  let events: [YAMLEvent]
  var diagnostics: [Diagnostic] = []
  private var next = 0
  private var names = 0

  init(source: SourceText, events: [YAMLEvent]) {
    (self.source, self.events) = (source, events)
  }

  mutating func build() -> Node? { events.isEmpty ? nil : node(in: "the file") }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ span: Span, label: String = "",
    notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: Location(source, span), label: label, notes: notes, help: help))
  }

  /// The next node. `place` is what messages call the key or list around it.
  private mutating func node(in place: String) -> Node {
    let event = events[next]
    next += 1
    let span = Span(event.start, event.end)
    reportProperties(of: event)
    switch event.kind {
    case .scalar(let text, _):
      return Node(content: .scalar(text), source: source, span: span)
    case .alias(let name):
      report(
        .leftOut, "`*\(name)` is an alias; the language has none", span,
        help: "use `extends`, or a variable")
      return Node(content: .reported, source: source, span: span)
    case .listStart: return list(from: event.start, in: place)
    case .mappingStart: return mapping(from: event.start, in: place)
    case .listEnd, .mappingEnd, .documentStart, .documentEnd, .other:
      preconditionFailure("libyaml's events are nested")
    }
  }

  private mutating func list(from start: Int, in place: String) -> Node {
    var items: [Node] = []
    while true {
      if case .listEnd = events[next].kind { break }
      let event = events[next]
      var item = node(in: "a list item")
      if isEmpty(event) {
        let dash = source.bytes[..<event.start].lastIndex(of: UInt8(ascii: "-")) ?? event.start
        report(.emptyValue, "an item of \(place) has no value", Span(dash, dash + 1))
        item.content = .reported
      }
      items.append(item)
    }
    let end = closingEnd(after: items.last?.span.end ?? start)
    return Node(content: .list(items), source: source, span: Span(start, end))
  }

  private mutating func mapping(from start: Int, in place: String) -> Node {
    var entries: [Node.Entry] = []
    var places: [String: Int] = [:]
    var last = start
    var (lacksKeys, hasDuplicate) = (false, false)
    while true {
      if case .mappingEnd = events[next].kind { break }
      let keyEvent = events[next]
      let keyNode = node(in: place)
      let valueEvent = events[next]
      var value = node(in: keyNode.text.map { "`\($0)`" } ?? place)
      last = value.span.end
      guard var key = key(keyNode) else {
        lacksKeys = true
        continue
      }
      if isEmpty(valueEvent) {
        guard let meant = reportEmpty(key: key, span: keyNode.span, after: &entries) else {
          continue
        }
        value.isMissing = meant == key
        (key, value.content) = (meant, .reported)
      } else if key.utf8.contains(UInt8(ascii: ":")),
        case .scalar(_, isPlain: true) = keyEvent.kind,
        let missing = MissingSpace(source.text(in: keyNode.span + value.span))
      {
        diagnostics.append(missing.diagnostic(at: keyNode.span.start, in: source))
        (key, value.content) = (missing.key, .reported)
      }
      if let first = places[key] {
        let line = source.position(of: entries[first].keySpan.start).line
        report(
          .duplicateKey, "`\(key)` is written twice in \(place)", keyNode.span,
          notes: [.init("the first is on line \(line)", at: entries[first].keyLocation)])
        hasDuplicate = true
        continue
      }
      places[key] = entries.count
      entries.append(Node.Entry(key: key, keySpan: keyNode.span, value: value))
    }
    let end = closingEnd(after: last)
    var result = Node(content: .mapping(entries), source: source, span: Span(start, end))
    (result.lacksKeys, result.hasDuplicate) = (lacksKeys, hasDuplicate)
    return result
  }

  /// Takes the closing event; block collections end with their last value.
  private mutating func closingEnd(after last: Int) -> Int {
    let event = events[next]
    next += 1
    let closes = event.end > event.start && event.end <= source.bytes.count
    let bytes = closes ? source.bytes[event.end - 1] : 0
    return bytes == UInt8(ascii: "]") || bytes == UInt8(ascii: "}") ? event.end : last
  }

  private func isEmpty(_ event: YAMLEvent) -> Bool {
    if case .scalar(let text, _) = event.kind { text.isEmpty } else { false }
  }

  private mutating func key(_ node: Node) -> String? {
    names += 1
    if names == Tree.nameLimit + 1 {
      report(.limit, "the file has more than 50,000 names", node.span)
    }
    guard let text = node.text, !text.isEmpty else {
      if !node.isReported { report(.notAName, "a key is one word", node.span) }
      return nil
    }
    if text == "<<" {
      report(
        .leftOut, "`<<` merges a mapping; the language does not", node.span,
        help: "use `extends`, or a variable")
      return nil
    }
    return text
  }

  /// A key without a value is often a number split at its comma, or a missing colon or space.
  ///
  /// - Returns: The key to go on with; nil where it is a part of the value before it.
  private mutating func reportEmpty(
    key: String, span: Span, after entries: inout [Node.Entry]
  ) -> String? {
    if let missing = MissingSpace(key) {
      diagnostics.append(missing.diagnostic(at: span.start, in: source))
      return missing.key
    }
    if let last = entries.last, let number = last.value.text, key.first?.isNumber == true,
      number.allSatisfy(\.isNumber), key.prefix(3).count == 3, key.prefix(3).allSatisfy(\.isNumber)
    {
      let whole = number + key
      let short = ScalarText.shortCount(whole).map { " or `\($0)`" } ?? ""
      report(
        .splitNumber, "`\(key)` has no value: `\(number),\(key)` was split at its comma", span,
        help: "write `\(whole)`\(short)")
      entries[entries.count - 1].value.content = .reported
      return nil
    }
    let words = key.split(separator: " ", maxSplits: 1)
    if words.count == 2, NameRules.isName(String(words[0])) {
      report(
        .emptyValue, "\(Wording.quoted(key)) has no value", span, label: "no `:` in it",
        help: "write `\(words[0]): \(words[1].drop { $0 == " " || $0 == "=" })`")
      return String(words[0])
    }
    report(.emptyValue, "\(Wording.quoted(key)) has no value", span)
    return key.first?.isNumber == true ? nil : key
  }

  private mutating func reportProperties(of event: YAMLEvent) {
    guard event.hasAnchor || event.hasTag else { return }
    let line = source.bytes[event.start...]
    let word = line.prefix { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: ",") }
    let span = Span(event.start, event.start + word.count)
    let kind = event.hasAnchor ? "an anchor" : "a tag"
    report(
      .leftOut, "\(Wording.quoted(source.text(in: span))) is \(kind); the language has none", span,
      help: event.hasAnchor ? "use `extends`, or a variable" : "write the value alone")
  }
}
