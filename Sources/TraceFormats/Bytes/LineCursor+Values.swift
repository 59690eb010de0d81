import Domain

extension LineCursor {
  mutating func bool(_ bytes: Span<UInt8>) throws(TraceError) -> Bool {
    skipSpace(bytes)
    if takeWord(bytes, "true") { return true }
    if takeWord(bytes, "false") { return false }
    throw unexpected(bytes, expected: "true or false")
  }

  mutating func takeWord(_ bytes: Span<UInt8>, _ word: String) -> Bool {
    var place = position
    for byte in word.utf8 {
      guard place < end, bytes[place] == byte else { return false }
      place += 1
    }
    position = place
    return true
  }

  /// A string, its escapes resolved.
  mutating func string(_ bytes: Span<UInt8>) throws(TraceError) -> String {
    try expect(bytes, 0x22)
    var text: [UInt8] = []
    while position < end, bytes[position] != 0x22 {
      let byte = bytes[position]
      if byte < 0x20 { throw unexpected(bytes, expected: "the end of the text") }
      if byte == 0x5C {
        try escape(bytes, into: &text)
      } else {
        text.append(byte)
        position += 1
      }
    }
    let closing = position
    try expect(bytes, 0x22)
    guard let string = String(validating: text, as: UTF8.self) else {
      throw error("text that isn't UTF-8", at: closing)
    }
    return string
  }

  private mutating func escape(_ bytes: Span<UInt8>, into text: inout [UInt8]) throws(TraceError) {
    position += 1
    let byte = peek(bytes)
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal(bytes)
      if unit & 0xFC00 == 0xD800, takeWord(bytes, "\\u") {
        unit = 0x10000 + (unit & 0x3FF) << 10 + (try hexadecimal(bytes)) & 0x3FF
      }
      guard let scalar = Unicode.Scalar(unit) else {
        throw error("half of a surrogate pair")
      }
      text.append(contentsOf: Character(scalar).utf8)
    default:
      position -= 1
      throw unexpected(bytes, expected: "one of \" \\ / b f n r t u after a backslash")
    }
  }

  private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(TraceError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(peek(bytes))).hexDigitValue else {
        throw unexpected(bytes, expected: "four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
