import Domain

/// The columns of a CSV file: for each, which of the reader's fields it is.
struct CSVColumns {
  /// By column: place among the known names, −1 for others.
  private var fields: [Int] = []

  var indices: Range<Int> { fields.indices }

  func field(_ column: Int) -> Int { fields[column] }

  /// There are just the first `count` fields, in their order.
  func isPlain(_ count: Int) -> Bool { fields.elementsEqual(0..<count) }

  func has(_ field: Int) -> Bool { fields.contains(field) }

  /// Reads the line of names, of which the first `needed` known ones must be there; other columns
  /// are noted as dropped.
  mutating func readHeader(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, known: [String], needed: Int, help: String,
    _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor.position
    fields.removeAll()
    repeat {
      cursor.skipSpace(bytes)
      let place = cursor.position
      let name = cursor.cell(bytes)
      let field = known.firstIndex(of: name)
      if let field {
        guard !fields.contains(field) else {
          throw cursor.error("the column \(name) stands twice", at: place)
        }
        fields.append(field)
      } else {
        fields.append(-1)
        if !name.isEmpty { draft.dropped.add(name, line: cursor.line) }
      }
      guard fields.count <= 1000 else { throw cursor.error("more than 1000 columns", at: start) }
    } while cursor.take(bytes, UInt8(ascii: ","))
    try cursor.expectEndOfLine(bytes)
    draft.met.know(known)
    for field in fields where field >= 0 { draft.met.note(field) }
    if let missing = (0..<needed).first(where: { !fields.contains($0) }) {
      throw cursor.error("the column \(known[missing]) is missing", at: start, help: help)
    }
  }

  /// Passes over the comma before every column but the first.
  func separate(
    _ column: Int, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    if column > 0 { try cursor.expectComma(bytes) }
  }
}

extension LineCursor {
  /// Passes over the comma between two cells.
  @inline(__always)
  mutating func expectComma(_ bytes: Span<UInt8>) throws(TraceError) {
    if peek(bytes) == UInt8(ascii: ",") {
      position += 1
    } else {
      try expect(bytes, UInt8(ascii: ","))
    }
  }

  /// Passes over a cell, quoted or not.
  mutating func skipCell(_ bytes: Span<UInt8>) {
    if peek(bytes) == 0x22 {
      position += 1
      while position < end, bytes[position] != 0x0A {
        if bytes[position] == 0x22 {
          position += 1
          // Two quotes within a quoted cell stand for one.
          guard peek(bytes) == 0x22 else { break }
        }
        position += 1
      }
    }
    while position + 8 <= end {
      let place = LineCursor.cellEnd(of: word(bytes, position))
      position += place
      if place < 8 { return }
    }
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: ","), 0x0A, 0x0D: return
      default: position += 1
      }
    }
  }

  /// Where a comma or the end of the line first stands among eight bytes; 8 for nowhere.
  private static func cellEnd(of word: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // The lowest byte that is 0 has its highest bit set, and none below it.
    func zeros(_ value: UInt64) -> UInt64 { (value &- ones) & ~value & (ones &* 0x80) }
    let found =
      zeros(word ^ (ones &* UInt64(UInt8(ascii: ",")))) | zeros(word ^ (ones &* 0x0A))
      | zeros(word ^ (ones &* 0x0D))
    return found.trailingZeroBitCount / 8
  }

  /// Whether the cell here is empty.
  func isEmptyCell(_ bytes: Span<UInt8>) -> Bool {
    switch peek(bytes) {
    case 0, UInt8(ascii: ","), 0x0A, 0x0D: true
    default: false
    }
  }

  /// A cell's text without quotes and outer spaces.
  mutating func cell(_ bytes: Span<UInt8>) -> String {
    skipSpace(bytes)
    let start = position
    skipCell(bytes)
    var (from, to) = (start, position)
    while to > from, bytes[to - 1] == 0x20 { to -= 1 }
    let isQuoted = to - from >= 2 && bytes[from] == 0x22 && bytes[to - 1] == 0x22
    if isQuoted { (from, to) = (from + 1, to - 1) }
    let text = text(bytes, from..<to)
    return isQuoted ? text.replacing("\"\"", with: "\"") : text
  }
}
