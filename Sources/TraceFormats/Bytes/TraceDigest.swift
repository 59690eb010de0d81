#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A 64-bit digest of a trace's text that shows accidents, not attacks.
///
/// The text is taken with newlines as `\n` and without a byte order mark. State starts at
/// 0x6261746F6E2F3174 ("baton/1t"). Each 8 bytes, least significant first, make a word w:
/// h = (h ^ w) · 0x9E3779B97F4A7C15 mod 2⁶⁴, then h = h ^ (h >> 29). The rest, filled up with
/// zeros, makes a last word if it isn't empty; the count of bytes makes one more.
struct TraceDigest: Hashable, Sendable {
  private var state: UInt64 = 0x6261_746F_6E2F_3174
  private var rest: UInt64 = 0
  private var restCount = 0
  private var count: UInt64 = 0

  /// The digest of all bytes so far.
  var value: UInt64 {
    var copy = self
    if copy.restCount > 0 { copy.mix(copy.rest) }
    copy.mix(copy.count)
    return copy.state
  }

  /// 16 hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func update(_ bytes: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if TraceDigest.hasReturn(bytes, range) {
      for index in range {
        let isCRLF =
          bytes[index] == UInt8(ascii: "\r") && index + 1 < range.upperBound
          && bytes[index + 1] == UInt8(ascii: "\n")
        if !isCRLF { append(bytes[index]) }
      }
    } else {
      appendAll(bytes, range)
    }
  }

  private static func hasReturn(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    unsafe bytes.withUnsafeBytes { raw in
      let part = unsafe UnsafeRawBufferPointer(rebasing: raw[range])
      guard let start = part.baseAddress else { return false }
      return unsafe memchr(start, Int32(UInt8(ascii: "\r")), part.count) != nil
    }
  }

  private mutating func appendAll(_ bytes: [UInt8], _ range: Range<Int>) {
    var index = range.lowerBound
    while restCount > 0, index < range.upperBound {
      append(bytes[index])
      index += 1
    }
    let words = (range.upperBound - index) / 8
    unsafe bytes.withUnsafeBytes { raw in
      for _ in 0..<words {
        // In bounds: index + 8 <= range.upperBound <= count.
        mix(UInt64(littleEndian: unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
        index += 8
      }
    }
    count &+= UInt64(words * 8)
    while index < range.upperBound {
      append(bytes[index])
      index += 1
    }
  }

  private mutating func append(_ byte: UInt8) {
    rest |= UInt64(byte) << UInt64(8 * restCount)
    restCount += 1
    count &+= 1
    guard restCount == 8 else { return }
    mix(rest)
    (rest, restCount) = (0, 0)
  }

  private mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 29
  }
}
