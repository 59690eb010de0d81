/// Turns libyaml's character counts into byte offsets of the file.
struct CharacterOffsets {
  private let base: Int
  private let byteCount: Int
  /// Offset of each character; empty when every character is one byte.
  private let offsets: [Int]

  init(_ bytes: [UInt8], skipping base: Int) {
    (self.base, byteCount) = (base, bytes.count)
    let rest = bytes[base...]
    let isASCII = rest.allSatisfy { $0 < 0x80 }
    offsets = isASCII ? [] : rest.indices.filter { rest[$0] & 0xC0 != 0x80 }
  }

  func byte(_ character: Int) -> Int {
    if offsets.isEmpty { return min(base + character, byteCount) }
    return character < offsets.count ? offsets[character] : byteCount
  }
}
