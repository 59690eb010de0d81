/// Looks at the lines around a place that libyaml can't parse for the slip that led there.
///
/// libyaml tells where it gave up, which is often the line after.
struct SyntaxCause {
  let problem: String
  let offset: Int
  /// Start of the key, list or mapping that was being read.
  let context: Int?
  let source: SourceText

  /// Lines to look back at most.
  private static let reach = 2000

  var diagnostic: Diagnostic? {
    let line = line(of: offset)
    switch problem {
    case "could not find expected ':'":
      return context.flatMap { keyWithoutColon(self.line(of: $0)) }
    case "mapping values are not allowed in this context": return strayColon(line)
    case "did not find expected key": return closesNothing() ?? strayLine(line) ?? strayText(line)
    case "did not find expected '-' indicator": return missingDash(line) ?? strayLine(line)
    case "did not find expected <document start>": return secondValue(line)
    default: return nil
    }
  }

  private func line(of offset: Int) -> BlockLine {
    BlockLine(source.position(of: offset).line, of: source)
  }

  private func syntax(
    _ message: String, _ start: Int, _ length: Int, label: String = "",
    notes: [Diagnostic.Note] = [], help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .syntax, message, at: Location(source, Span(start, start + length)), label: label,
      notes: notes, help: help)
  }

  // MARK: Colons

  /// `think:20s`, `think 20s`.
  private func keyWithoutColon(_ line: BlockLine) -> Diagnostic? {
    if let missing = line.missingSpace {
      return missing.diagnostic(at: line.bodyStart, in: source)
    }
    let word = line.head
    guard let first = word.first, first.isLetter, !line.body.contains(":") else { return nil }
    var value = line.body.dropFirst(word.count).drop { $0 == " " || $0 == "=" }
    if let comment = value.indices.first(where: { value[$0...].hasPrefix(" #") }) {
      value = value[..<comment]
    }
    return syntax(
      "expected `:` after `\(word)`", line.bodyStart, word.utf8.count,
      help: value.isEmpty ? nil : "write `\(word): \(value)`")
  }

  /// A `:` after text that is a value already.
  private func strayColon(_ line: BlockLine) -> Diagnostic? {
    if let missing = line.missingSpace {
      return missing.diagnostic(at: line.bodyStart, in: source)
    }
    let word = line.head
    guard offset == line.bodyStart + word.utf8.count else { return twoColons(line) }
    guard var above = line.previous else { return nil }
    if above.bodyIndentation < line.indentation {
      if let missing = above.missingSpace {
        return missing.diagnostic(at: above.bodyStart, in: source)
      }
      return above.head == "description" ? nil : indentation(line, beside: above)
    }
    // Lines of one indentation were read as one text; the first of them has lost its colon.
    var first: BlockLine?
    while above.bodyIndentation == line.bodyIndentation, line.number - above.number < Self.reach {
      first = above
      guard above.indentation == above.bodyIndentation, let next = above.previous else { break }
      above = next
    }
    guard let first else { return nil }
    let isText = above.bodyIndentation < line.bodyIndentation && above.hasValue
    return isText && !above.isItem ? nil : keyWithoutColon(first)
  }

  /// `turns: mean: 6, max: 40`.
  private func twoColons(_ line: BlockLine) -> Diagnostic? {
    let key = line.head
    let rest = line.body.dropFirst(key.count)
    guard rest.hasPrefix(": "), key != "description" else { return nil }
    let value = rest.dropFirst(2).drop { $0 == " " }
    let inner = value.prefix { $0 != ":" && $0 != " " }
    guard value.dropFirst(inner.count).hasPrefix(": ") else { return nil }
    return syntax(
      "a `:` cannot stand here", offset, 1, help: "write `\(key): {\(value)}`")
  }

  // MARK: Indentation

  /// A line whose indentation is that of no line above, however it should be.
  private func strayLine(_ line: BlockLine) -> Diagnostic? {
    guard offset == line.start, let beside = neighbour(of: line) else { return nil }
    return indentation(line, beside: beside)
  }

  /// The open line above whose indentation is nearest to that of `line`.
  private func neighbour(of line: BlockLine) -> BlockLine? {
    var limit = Int.max
    var best: (line: BlockLine, distance: Int)?
    var next = line.previous
    while let above = next, limit > 0, line.number - above.number < Self.reach {
      defer { next = above.previous }
      let level = line.isItem ? above.indentation : above.bodyIndentation
      guard above.indentation < limit else { continue }
      limit = above.indentation
      guard line.isItem == above.isItem || !line.isItem else { continue }
      let distance = abs(level - line.indentation)
      if distance == 0 { return nil }
      if distance < best?.distance ?? .max { best = (above, distance) }
    }
    return best?.line
  }

  private func indentation(_ line: BlockLine, beside other: BlockLine) -> Diagnostic {
    let isItem = line.isItem && other.isItem
    let (name, neighbour) = (title(line, isItem: line.isItem), title(other, isItem: isItem))
    let wanted = isItem ? other.indentation : other.bodyIndentation
    let place = isItem ? other.start : other.bodyStart
    return syntax(
      "\(name) is indented by \(Wording.count(line.indentation, "space")), "
        + "its neighbour \(neighbour) by \(wanted)", line.start,
      line.isItem ? title(line, isItem: true).utf8.count - 2 : line.head.utf8.count,
      label: "wrong indentation",
      notes: [.init("\(neighbour) stands here", at: Location(source, Span(place, place + 1)))],
      help: wanted == 0
        ? "do not indent \(name)" : "indent \(name) by \(Wording.count(wanted, "space"))")
  }

  private func title(_ line: BlockLine, isItem: Bool) -> String {
    isItem ? "`- \(line.head)`" : "`\(line.head)`"
  }

  /// A line among items of a list that is none.
  private func missingDash(_ line: BlockLine) -> Diagnostic? {
    guard offset == line.start, let above = neighbourList(of: line) else { return nil }
    let isGlued = line.text.hasPrefix("-")
    let text = isGlued ? "- \(line.text.dropFirst())" : "- \(line.text)"
    let deeper = above.bodyIndentation - above.indentation
    return syntax(
      "expected `- ` to start the next item", line.start, line.text.utf8.count,
      label: isGlued ? "no space after the dash" : "no item of the list",
      notes: [
        .init("an item stands here", at: Location(source, Span(above.start, above.start + 1)))
      ],
      help: isGlued
        ? "write `\(text)`"
        : "write `\(text)`, or indent it by \(Wording.count(deeper, "more space")) "
          + "to belong to the item above")
  }

  private func neighbourList(of line: BlockLine) -> BlockLine? {
    var next = line.previous
    while let above = next, line.number - above.number < Self.reach {
      if above.indentation == line.indentation { return above.isItem ? above : nil }
      if above.indentation < line.indentation { return nil }
      next = above.previous
    }
    return nil
  }

  // MARK: Rests

  private func closesNothing() -> Diagnostic? {
    guard offset < source.bytes.count else { return nil }
    let byte = source.bytes[offset]
    guard byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") else { return nil }
    let bracket = Character(Unicode.Scalar(byte))
    return syntax("this `\(bracket)` closes nothing", offset, 1, help: "remove it")
  }

  /// Text after a value that has ended.
  private func strayText(_ line: BlockLine) -> Diagnostic? {
    guard offset > line.start else { return nil }
    return syntax(
      "expected the end of the line", offset, 1, label: "nothing can follow the value",
      help: "quote the whole text")
  }

  private func secondValue(_ last: BlockLine) -> Diagnostic {
    let line = last.text.isEmpty ? last.previous ?? last : last
    if line.text.hasPrefix("%") {
      return syntax(
        "a line that starts with `%` is a directive; the language has none", line.start,
        line.text.utf8.count, help: "remove it")
    }
    return syntax(
      "a second value starts here; a file is one mapping", line.start, 1,
      help: source.name.hasSuffix(".jsonl")
        ? "`baton check` takes workload, platform and experiment files, not traces" : nil)
  }
}
