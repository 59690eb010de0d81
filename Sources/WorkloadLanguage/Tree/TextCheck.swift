/// Looks at the bytes before the YAML parser does: size, lines, encoding, indentation.
///
/// A file that fails here is not parsed, so a parser never sees hostile bytes.
struct TextCheck {
  static let byteLimit = 4 << 20
  static let lineLimit = 64 << 10

  let source: SourceText
  /// Length of a byte order mark, which is tolerated.
  var markLength: Int { Self.mark(source.bytes) }

  static func mark(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  func run() -> Diagnostic? {
    size() ?? longLine() ?? encoding() ?? tab()
  }

  private func at(_ offset: Int, _ length: Int = 1) -> Location {
    Location(source, Span(offset, offset + length))
  }

  private func size() -> Diagnostic? {
    let count = source.bytes.count
    guard count > Self.byteLimit else { return nil }
    let text = "the file is \(Wording.grouped(count)) bytes long; the limit is "
    return Diagnostic(.limit, text + Wording.grouped(Self.byteLimit), at: at(0))
  }

  private func longLine() -> Diagnostic? {
    for line in source.lineStarts.indices {
      let span = source.span(ofLine: line + 1)
      let count = span.end - span.start
      guard count > Self.lineLimit else { continue }
      let text = "line \(line + 1) is \(Wording.grouped(count)) bytes long; the limit is "
      return Diagnostic(.limit, text + Wording.grouped(Self.lineLimit), at: at(span.start))
    }
    return nil
  }

  private func encoding() -> Diagnostic? {
    let bytes = source.bytes
    var offset = markLength
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x80 {
        let isText = byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09
        guard isText else {
          let text = "byte \(Self.hexadecimal(byte)) is not text"
          return Diagnostic(.notUTF8, text, at: at(offset), help: "save the file as UTF-8")
        }
        offset += 1
      } else if let length = Self.sequenceLength(bytes, at: offset) {
        offset += length
      } else {
        let text = "byte \(Self.hexadecimal(byte)) is not UTF-8"
        return Diagnostic(.notUTF8, text, at: at(offset), help: "save the file as UTF-8")
      }
    }
    return nil
  }

  /// Length of the well-formed, printable sequence at `offset`, or nil (Unicode 15, table 3-7).
  private static func sequenceLength(_ bytes: [UInt8], at offset: Int) -> Int? {
    let first = bytes[offset]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, offset + length <= bytes.count else { return nil }
    guard let text = String(validating: bytes[offset..<offset + length], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return nil }
    // YAML leaves these out of printable text.
    let isLeftOut =
      scalar.value < 0xA0 && scalar.value != 0x85 || scalar.value == 0xFEFF
      || scalar.value >= 0xFFFE && scalar.value <= 0xFFFF
    return isLeftOut ? nil : length
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }

  private func tab() -> Diagnostic? {
    for line in source.lineStarts.indices {
      let span = source.span(ofLine: line + 1)
      let bytes = source.bytes[span.start..<span.end]
      let rest = bytes.drop { $0 == UInt8(ascii: " ") }
      guard rest.first == UInt8(ascii: "\t") else { continue }
      let content = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard let first = content.first, first != UInt8(ascii: "#") else { continue }
      return Diagnostic(
        .syntax, "a tab stands in the indentation", at: at(rest.startIndex), label: "this tab",
        help: "indent with spaces")
    }
    return nil
  }
}
