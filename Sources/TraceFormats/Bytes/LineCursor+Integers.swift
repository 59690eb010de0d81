/// Lists of numbers, eight bytes at a time.
extension LineCursor {
  /// Reads numbers of one to seven digits, parted by a comma and perhaps a space, as far as they
  /// go. What else stands there is left to the reading of single values, from its first digit.
  ///
  /// - Returns: Whether the list is over, its closing bracket passed.
  mutating func plainIntegers(_ bytes: Span<UInt8>, into values: inout [Int]) -> Bool {
    let limit = end - 9
    var place = position
    defer { position = place }
    return unsafe bytes.withUnsafeBytes { raw in
      // A number of at most seven digits, its comma and a space lie before `end`.
      while place < limit {
        let word = unsafe UInt64(
          littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let digits = LineCursor.leadingDigits(of: word)
        guard digits > 0, digits < 8 else { return false }
        let next = unsafe raw[place + digits]
        guard next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else { return false }
        values.append(LineCursor.number(word, digits: digits))
        place += digits + 1
        if next == UInt8(ascii: "]") { return true }
        if unsafe raw[place] == UInt8(ascii: " ") { place += 1 }
      }
      return false
    }
  }

  /// The number here, and how many digits it has; nil for none, for more than seven digits, and at
  /// the end of what is held. Nothing is passed.
  @inline(__always)
  func shortNumber(_ bytes: Span<UInt8>) -> (value: Int, digits: Int)? {
    guard position + 8 <= end else { return nil }
    let word = word(bytes, position)
    let digits = LineCursor.leadingDigits(of: word)
    guard digits > 0, digits < 8 else { return nil }
    return (LineCursor.number(word, digits: digits), digits)
  }

  /// Eight bytes, the first in the lowest place.
  ///
  /// - Precondition: they are there.
  @inline(__always)
  func word(_ bytes: Span<UInt8>, _ place: Int) -> UInt64 {
    precondition(place >= 0 && place + 8 <= bytes.count)
    return unsafe bytes.withUnsafeBytes { raw in
      UInt64(littleEndian: unsafe raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }

  /// Whether each byte is at most 9.
  @inline(__always)
  static func areDigits(_ values: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    return (((values & (ones &* 0x7F)) &+ (ones &* 0x76)) | values) & (ones &* 0x80) == 0
  }

  /// A power of ten, from 0 to 9.
  @inline(__always)
  static func power(_ exponent: Int) -> Int {
    var (power, rest) = (1, exponent)
    if rest >= 5 { (power, rest) = (100_000, rest - 5) }
    if rest >= 3 { (power, rest) = (power * 1000, rest - 3) }
    while rest > 0 { (power, rest) = (power * 10, rest - 1) }
    return power
  }

  /// How many of eight bytes, the first in the lowest place, are digits before the first that is
  /// none.
  @inline(__always)
  private static func leadingDigits(of word: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Digits are 0 to 9 now. Adding 0x76 sets the highest bit of a byte above 9, unless that was
    // set already; seven bits and it can't reach the next byte.
    let values = word ^ (ones &* 0x30)
    let marks = (((values & (ones &* 0x7F)) &+ (ones &* 0x76)) | values) & (ones &* 0x80)
    return marks == 0 ? 8 : marks.trailingZeroBitCount / 8
  }

  /// The number that the first `digits` bytes write, added up in pairs, fours and eights.
  @inline(__always)
  private static func number(_ word: UInt64, digits: Int) -> Int {
    // Those bytes move to the end, behind zeros.
    var value = (word << UInt64(64 - 8 * digits)) & 0x0F0F_0F0F_0F0F_0F0F
    value = (value &* 2561) >> 8 & 0x00FF_00FF_00FF_00FF
    value = (value &* 6_553_601) >> 16 & 0x0000_FFFF_0000_FFFF
    return Int((value &* 42_949_672_960_001) >> 32)
  }
}
