import Domain

/// Reads JSON within one line, or one document of several lines, byte by byte.
///
/// It holds where it is and not the bytes, which are passed as a span: so it can be kept in a
/// structure that also owns them. Errors name the column in bytes.
struct LineCursor {
  var position: Int
  /// Behind the last byte that may be read.
  let end: Int
  private(set) var lineStart: Int
  private(set) var line: Int
  /// A document's newlines are space between its values.
  let isDocument: Bool

  init(_ feed: borrowing LineFeed) {
    (position, end) = (feed.position, feed.end)
    (lineStart, line) = (feed.position, feed.line)
    isDocument = feed.isDocument
  }

  /// Reads a text within a document, whose errors are told of where that begins.
  init(start: LineCursor?, count: Int) {
    (position, end, lineStart, line) = (0, count, 0, start?.line ?? 0)
    isDocument = true
  }

  func error(_ message: String, at place: Int? = nil, help: String? = nil) -> TraceError {
    TraceError(message, line: line, column: (place ?? position) - lineStart + 1, help: help)
  }

  /// The byte at the position; 0 behind the end.
  func peek(_ bytes: Span<UInt8>) -> UInt8 { position < end ? bytes[position] : 0 }

  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    guard isDocument else { return }
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09, 0x0D: break
      case 0x0A: (line, lineStart) = (line + 1, position + 1)
      default: return
      }
      position += 1
    }
  }

  /// Passes over the byte if it stands here, after spaces.
  mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
    if peek(bytes) == byte {
      position += 1
      return true
    }
    skipSpace(bytes)
    guard peek(bytes) == byte else { return false }
    position += 1
    return true
  }

  /// Passes over a text, with a space before it perhaps, if it stands here.
  mutating func take(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    let start = peek(bytes) == 0x20 ? position + 1 : position
    guard start + count <= end else { return false }
    for index in 0..<count {
      // In bounds by the line before.
      guard unsafe bytes[unchecked: start + index] == text.utf8Start[index] else { return false }
    }
    position = start + count
    return true
  }

  mutating func expect(_ bytes: Span<UInt8>, _ byte: UInt8) throws(TraceError) {
    guard take(bytes, byte) else {
      throw unexpected(bytes, expected: "\"\(Character(Unicode.Scalar(byte)))\"")
    }
  }

  /// Says what stands here instead of what was expected.
  func unexpected(_ bytes: Span<UInt8>, expected: String) -> TraceError {
    let byte = peek(bytes)
    let found =
      switch byte {
      case 0, 0x0A, 0x0D: "the end of the line"
      case 0x21..<0x7F: "\"\(Character(Unicode.Scalar(byte)))\""
      default: "byte 0x\(String(byte, radix: 16))"
      }
    return error("expected \(expected), found \(found)")
  }

  /// Whether the line is over; passes over its newline and a carriage return before it.
  mutating func takeEndOfLine(_ bytes: Span<UInt8>) -> Bool {
    if peek(bytes) != 0x0A {
      skipSpace(bytes)
      if position + 1 < end, bytes[position] == 0x0D, bytes[position + 1] == 0x0A { position += 1 }
      if position + 1 == end, bytes[position] == 0x0D { position += 1 }
    }
    if position >= end { return true }
    guard bytes[position] == 0x0A else { return false }
    position += 1
    return true
  }

  mutating func expectEndOfLine(_ bytes: Span<UInt8>) throws(TraceError) {
    guard takeEndOfLine(bytes) else { throw unexpected(bytes, expected: "the end of the line") }
  }

  /// Passes over the rest of the line, whatever it holds.
  mutating func skipLine(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] != 0x0A { position += 1 }
    if position < end { position += 1 }
  }

  /// A key and its colon; the range is between the quotes, with escapes as they stand.
  mutating func key(_ bytes: Span<UInt8>) throws(TraceError) -> Range<Int> {
    try expect(bytes, 0x22)
    let start = position
    while position < end, bytes[position] != 0x22 {
      if bytes[position] < 0x20 { throw unexpected(bytes, expected: "the end of the name") }
      position += 1
    }
    let range = start..<position
    try expect(bytes, 0x22)
    try expect(bytes, 0x3A)
    return range
  }

  /// A whole number within limits.
  mutating func integer(
    _ bytes: Span<UInt8>, _ limits: ClosedRange<Int>, _ what: StaticString
  ) throws(TraceError) -> Int {
    if peek(bytes) == 0x20 { skipSpace(bytes) }
    if let (value, digits) = shortNumber(bytes) {
      let next = bytes[position + digits]
      if next != 0x2E, next | 0x20 != 0x65, limits.contains(value) {
        position += digits
        return value
      }
    }
    let start = position
    let isNegative = peek(bytes) == 0x2D
    if isNegative { position += 1 }
    let digits = position
    var value = 0
    while position < end {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      position += 1
    }
    let count = position - digits
    let next = peek(bytes)
    guard count > 0, next != 0x2E, next != 0x65, next != 0x45 else {
      position = start
      throw error("expected a whole number for \(what)", help: Self.limitsText(limits))
    }
    if isNegative { value = -value }
    guard count <= 18, limits.contains(value) else {
      throw error("\(what) is out of range", at: start, help: Self.limitsText(limits))
    }
    return value
  }

  private static func limitsText(_ limits: ClosedRange<Int>) -> String {
    "it must be from \(limits.lowerBound) to \(limits.upperBound)"
  }
}
