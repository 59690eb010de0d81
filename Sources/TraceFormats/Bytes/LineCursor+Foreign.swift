import Domain

// What other tools' rows need beside plain whole numbers.
extension LineCursor {
  /// Passes over one JSON value of any kind.
  ///
  /// - Complexity: O(its bytes), without recursion.
  mutating func skipValue(_ bytes: Span<UInt8>) throws(TraceError) {
    skipSpace(bytes)
    var depth = 0
    repeat {
      skipSpace(bytes)
      switch peek(bytes) {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw unexpected(bytes, expected: "a value") }
        depth -= 1
        position += 1
      case UInt8(ascii: "\""): try skipText(bytes)
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw unexpected(bytes, expected: "a value") }
        position += 1
      default: try skipWord(bytes)
      }
    } while depth > 0
  }

  private mutating func skipText(_ bytes: Span<UInt8>) throws(TraceError) {
    position += 1
    while position < end, bytes[position] != 0x22 {
      if bytes[position] < 0x20 { throw unexpected(bytes, expected: "the end of the text") }
      position += bytes[position] == 0x5C ? 2 : 1
    }
    position = min(position, end)
    guard peek(bytes) == 0x22 else { throw unexpected(bytes, expected: "the end of the text") }
    position += 1
  }

  /// A number, `true`, `false` or `null`.
  private mutating func skipWord(_ bytes: Span<UInt8>) throws(TraceError) {
    let start = position
    loop: while position < end {
      switch bytes[position] {
      case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x2B, 0x2D, 0x2E: position += 1
      default: break loop
      }
    }
    if position == start { throw unexpected(bytes, expected: "a value") }
  }

  /// Whether the value here is null, which is then passed over.
  mutating func takeNull(_ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    return takeWord(bytes, "null")
  }

  /// A number of a unit, whole or with a fraction, in nanoseconds; exact but for digits below one.
  ///
  /// - Parameter unit: nanoseconds in the unit, a power of ten.
  mutating func time(
    _ bytes: Span<UInt8>, unit: Int, _ what: String
  ) throws(TraceError) -> Int {
    skipSpace(bytes)
    if let (value, digits) = shortNumber(bytes) {
      let next = bytes[position + digits]
      if next != 0x2E, next | 0x20 != 0x65 {
        position += digits
        return value * unit
      }
    }
    let start = position
    let isNegative = peek(bytes) == 0x2D
    if isNegative { position += 1 }
    var value = 0
    var isTooLarge = false
    let digits = position
    while position < end, bytes[position] &- 0x30 < 10 {
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      isTooLarge = isTooLarge || over || tens > Int.max / 3 / unit
      if !isTooLarge { value = tens + Int(bytes[position] - 0x30) }
      position += 1
    }
    guard position > digits else { throw unexpected(bytes, expected: what) }
    if isTooLarge { throw error("\(what) is out of range", at: start) }
    value *= unit
    if peek(bytes) == 0x2E {
      position += 1
      var step = unit / 10
      while position < end, bytes[position] &- 0x30 < 10 {
        value += Int(bytes[position] - 0x30) * step
        step /= 10
        position += 1
      }
    }
    if peek(bytes) | 0x20 == 0x65 {
      return try powerOfTen(bytes, from: start, unit, what)
    }
    return isNegative ? -value : value
  }

  /// A number with an exponent, as few tools write times.
  private mutating func powerOfTen(
    _ bytes: Span<UInt8>, from start: Int, _ unit: Int, _ what: String
  ) throws(TraceError) -> Int {
    position = start
    let number = Double(numberText(bytes)) ?? .nan
    let value = (number * Double(unit)).rounded()
    guard abs(value) < 3e18 else { throw error("\(what) is out of range", at: start) }
    return Int(value)
  }

  /// A count that some tools write as 374.0.
  mutating func count(
    _ bytes: Span<UInt8>, _ limits: ClosedRange<Int>, _ what: String
  ) throws(TraceError) -> Int {
    skipSpace(bytes)
    if let (value, digits) = shortNumber(bytes), limits.contains(value) {
      let next = bytes[position + digits]
      if next == UInt8(ascii: ",") || next == 0x0A {
        position += digits
        return value
      }
    }
    let start = position
    var value = 0
    while position < end, bytes[position] &- 0x30 < 10 {
      if value <= limits.upperBound { value = value * 10 + Int(bytes[position] - 0x30) }
      position += 1
    }
    guard position > start else {
      throw unexpected(bytes, expected: "a whole number for \(what)")
    }
    if peek(bytes) == 0x2E {
      position += 1
      while peek(bytes) == 0x30 { position += 1 }
    }
    let next = peek(bytes)
    guard next &- 0x30 >= 10, next != 0x2E, next | 0x20 != 0x65 else {
      throw error("expected a whole number for \(what)", at: start)
    }
    guard limits.contains(value) else {
      throw error(
        "\(what) is out of range", at: start,
        help: "it must be from \(limits.lowerBound) to \(limits.upperBound)")
    }
    return value
  }

  /// A number as a floating-point value.
  mutating func double(_ bytes: Span<UInt8>, _ what: String) throws(TraceError) -> Double {
    skipSpace(bytes)
    let start = position
    let text = numberText(bytes)
    guard let value = Double(text), value.isFinite else {
      throw error("expected a number for \(what)", at: start)
    }
    return value
  }

  /// The key of the next member of an object; nil at its end. `isFirst` is true before the first.
  mutating func nextKey(
    _ bytes: Span<UInt8>, _ isFirst: inout Bool
  ) throws(TraceError) -> Range<Int>? {
    if isFirst {
      isFirst = false
      try expect(bytes, UInt8(ascii: "{"))
      if take(bytes, UInt8(ascii: "}")) { return nil }
    } else if !take(bytes, UInt8(ascii: ",")) {
      try expect(bytes, UInt8(ascii: "}"))
      return nil
    }
    return try key(bytes)
  }

  /// Whether a list goes on; `isFirst` is true before its first element.
  mutating func nextElement(
    _ bytes: Span<UInt8>, _ isFirst: inout Bool
  ) throws(TraceError) -> Bool {
    if isFirst {
      isFirst = false
      try expect(bytes, UInt8(ascii: "["))
      return !take(bytes, UInt8(ascii: "]"))
    }
    if take(bytes, UInt8(ascii: ",")) { return true }
    try expect(bytes, UInt8(ascii: "]"))
    return false
  }

  /// The bytes of a range as text.
  func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    for index in range { text.append(bytes[index]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// A name: text, or a number as it stands.
  mutating func name(_ bytes: Span<UInt8>) throws(TraceError) -> String {
    skipSpace(bytes)
    if peek(bytes) == 0x22 { return try string(bytes) }
    let start = position
    try skipWord(bytes)
    return text(bytes, start..<position)
  }
}
