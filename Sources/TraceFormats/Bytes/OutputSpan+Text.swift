#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Text and numbers that are written straight into room that was made for a line before.
extension OutputSpan<UInt8> {
  /// Room that a number needs: its digits, its sign, and the rest of the last eight bytes.
  static var numberRoom: Int { 28 }

  /// - Precondition: there is room for it.
  @inline(__always)
  mutating func write(_ text: StaticString) {
    let count = text.utf8CodeUnitCount
    precondition(freeCapacity >= count)
    unsafe withUnsafeMutableBufferPointer { room, used in
      guard let start = room.baseAddress else { return }
      // Static text is where it says for as long as the program runs.
      unsafe memcpy(start + used, text.utf8Start, count)
      used += count
    }
  }

  /// - Precondition: there is room for both: `numberRoom` for the number.
  @inline(__always)
  mutating func write(_ text: StaticString, _ number: Int) {
    write(text)
    write(number)
  }

  /// - Precondition: there is room for it.
  @inline(__always)
  mutating func write(_ bytes: [UInt8]) {
    let count = bytes.count
    precondition(freeCapacity >= count)
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe withUnsafeMutableBufferPointer { room, used in
        guard let start = room.baseAddress, let source = bytes.baseAddress else {
          return
        }
        unsafe memcpy(start + used, source, count)
        used += count
      }
    }
  }

  /// Eight digits at a time, which costs less than one at a time for a number of three.
  ///
  /// - Precondition: there is room for `numberRoom` bytes.
  mutating func write(_ number: Int) {
    precondition(freeCapacity >= Self.numberRoom)
    if number >= 0, number < 10 { return append(UInt8(ascii: "0") + UInt8(number)) }
    if number < 0 { append(UInt8(ascii: "-")) }
    write(digitsOf: UInt64(number.magnitude))
  }

  private mutating func write(digitsOf number: UInt64) {
    guard number >= 100_000_000 else {
      let digits = eightDigits(number)
      let zeros = min(digits.trailingZeroBitCount / 8, 7)
      return store(digits >> UInt64(8 * zeros), count: 8 - zeros)
    }
    let rest = number / 100_000_000
    write(digitsOf: rest)
    store(eightDigits(number - rest * 100_000_000), count: 8)
  }

  /// Writes the first of eight digits; what lies behind them is written over later.
  @inline(__always)
  private mutating func store(_ digits: UInt64, count: Int) {
    precondition(freeCapacity >= 8)
    let text = (digits | 0x3030_3030_3030_3030).littleEndian
    unsafe withUnsafeMutableBufferPointer { room, used in
      guard let start = room.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(start + used).storeBytes(of: text, as: UInt64.self)
      used += count
    }
  }
}

/// The eight digits of a number below 10⁸, the first in the lowest byte: it is parted into fours,
/// twos and ones, all parts in one step.
@inline(__always)
private func eightDigits(_ number: UInt64) -> UInt64 {
  let high = number / 10_000
  var lanes = high | (number - high * 10_000) << 32
  // x · 5243 >> 19 is x / 100 below 10⁴, and x · 103 >> 10 is x / 10 below 100.
  let hundreds = (lanes &* 5243) >> 19 & 0x0000_007F_0000_007F
  lanes = hundreds | (lanes - hundreds * 100) << 16
  let tens = (lanes &* 103) >> 10 & 0x000F_000F_000F_000F
  return tens | (lanes - tens * 10) << 8
}
