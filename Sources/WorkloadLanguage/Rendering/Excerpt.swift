/// The line that a location lies on, cut to a readable width, and the underline below it.
struct Excerpt {
  /// Columns of source text at most.
  static let width = 110

  var place: String
  var number: String
  var line: String
  var indent: String
  var underline: String

  /// - Parameter columns: of the terminal, where there is one.
  init(_ location: Location, columns: Int? = nil) {
    let (source, span) = (location.source, location.span)
    let position = source.position(of: span.start)
    place = "\(source.name):\(position.line):\(position.column)"
    number = String(position.line)
    let lineSpan = source.span(ofLine: position.line)
    let scalars = source.text(in: lineSpan).unicodeScalars.map {
      $0.properties.generalCategory == .control ? " " : $0
    }
    let start = min(position.column - 1, scalars.count)
    let covered = Span(span.start, max(span.start, min(span.end, lineSpan.end)))
    let length = source.text(in: covered).unicodeScalars.count
    let margin = max(number.count, 2) + " | ".count
    let width = min(Self.width, max(20, (columns ?? .max / 2) - margin))
    let shown = Self.shown(scalars.map(\.displayWidth), from: start, width: width)
    line = String(String.UnicodeScalarView(scalars[shown]))
    while line.hasSuffix(" ") { line.removeLast() }
    func taken(_ range: Range<Int>) -> Int {
      range.clamped(to: shown).reduce(0) { $0 + scalars[$1].displayWidth }
    }
    indent = String(repeating: " ", count: taken(0..<start))
    underline = String(repeating: "^", count: max(1, taken(start..<start + length)))
  }

  /// The part of a line that is shown: all of a short one, what is around `start` of a long one.
  private static func shown(_ widths: [Int], from start: Int, width: Int) -> Range<Int> {
    var (from, sum) = (widths.count, 0)
    while from > 0, sum + widths[from - 1] <= width {
      from -= 1
      sum += widths[from]
    }
    var (before, room) = (start, min(20, width / 4))
    while before > 0, room >= widths[before - 1] {
      before -= 1
      room -= widths[before]
    }
    from = min(from, before)
    var end = from
    sum = 0
    while end < widths.count, sum + widths[end] <= width {
      sum += widths[end]
      end += 1
    }
    return from..<end
  }
}
