/// A line of block style: how far it is indented, and what it starts with.
struct BlockLine {
  /// From 1.
  let number: Int
  let source: SourceText
  /// Spaces before the content.
  let indentation: Int
  /// Where the content starts, in bytes of the file.
  let start: Int
  /// Without the spaces around it.
  let text: String

  init(_ number: Int, of source: SourceText) {
    (self.number, self.source) = (number, source)
    let line = source.span(ofLine: number)
    let space = UInt8(ascii: " ")
    let bytes = source.bytes[line.start..<line.end]
    start = bytes.firstIndex { $0 != space } ?? line.end
    let end = bytes.lastIndex { $0 != space }.map { $0 + 1 } ?? start
    indentation = start - line.start
    text = source.text(in: Span(start, end))
  }

  /// Nothing but a comment or the mark of a document.
  var isBlank: Bool { text.isEmpty || text.hasPrefix("#") || text == "---" }

  /// Whether it starts an item of a list.
  var isItem: Bool { text == "-" || text.hasPrefix("- ") }

  /// Bytes of the dashes that it starts with, with the spaces after them.
  private var dashes: Int {
    let bytes = Array(text.utf8)
    var length = 0
    while length + 1 < bytes.count, bytes[length] == UInt8(ascii: "-"),
      bytes[length + 1] == UInt8(ascii: " ")
    {
      length += 1
      while length < bytes.count, bytes[length] == UInt8(ascii: " ") { length += 1 }
    }
    return length
  }

  /// The content after the dashes of items.
  var body: Substring { text.dropFirst(dashes) }
  var bodyStart: Int { start + dashes }
  /// Columns before the body, where the keys of an item stand.
  var bodyIndentation: Int { indentation + dashes }

  /// The first word of the body, without its colon.
  var head: String { String(body.prefix { $0 != ":" && $0 != " " }) }

  /// Whether a value follows the key.
  var hasValue: Bool {
    guard let colon = body.firstIndex(of: ":") else { return true }
    let value = body[body.index(after: colon)...].drop { $0 == " " }
    return !value.isEmpty && value.first != "#"
  }

  var missingSpace: MissingSpace? { MissingSpace(body) }

  /// The nearest line above that says something.
  var previous: BlockLine? {
    var number = number - 1
    while number > 0 {
      let line = BlockLine(number, of: source)
      if !line.isBlank { return line }
      number -= 1
    }
    return nil
  }
}
