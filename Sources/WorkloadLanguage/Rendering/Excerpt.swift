/// The line that a location lies on, cut to a readable width, and the underline below it.
struct Excerpt {
  static let width = 110

  var place: String
  var number: String
  var line: String
  var indent: String
  var underline: String

  init(_ location: Location) {
    let (source, span) = (location.source, location.span)
    let position = source.position(of: span.start)
    place = "\(source.name):\(position.line):\(position.column)"
    number = String(position.line)
    let lineSpan = source.span(ofLine: position.line)
    let scalars = Array(source.text(in: lineSpan).unicodeScalars)
    let start = min(position.column - 1, scalars.count)
    let covered = Span(span.start, max(span.start, min(span.end, lineSpan.end)))
    let length = max(1, source.text(in: covered).unicodeScalars.count)
    // A long line is shown around the span.
    let from = scalars.count > Self.width ? max(0, min(start - 20, scalars.count - Self.width)) : 0
    let shown = scalars[from..<min(scalars.count, from + Self.width)]
    let visible = shown.map { $0.properties.generalCategory == .control ? " " : $0 }
    line = String(String.UnicodeScalarView(visible))
    while line.hasSuffix(" ") { line.removeLast() }
    indent = String(repeating: " ", count: start - from)
    let room = max(1, shown.count - (start - from))
    underline = String(repeating: "^", count: min(length, room))
  }
}
