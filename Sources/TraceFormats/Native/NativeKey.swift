import Domain

/// The keys of native trace lines.
///
/// The first key of a line says what the line is; the others may stand in any order.
enum NativeKey: UInt8, CaseIterable {
  // What a line is.
  case schema, context, session, content, request, wait, pause, think, listen, turn, answered
  case join, speech, end
  // What it says more.
  case tenant, at, full, keep, tokens
  case shared, extends, prompt, own, out, reasoning, input, kept, keptOwn, keptShared
  case model, agent, tool, calls, after, needed, delay, offset, cancel, answer, compaction
  case perToken, chunk, cut

  var name: String {
    switch self {
    case .input: "in"
    case .keptOwn: "kept-own"
    case .keptShared: "kept-shared"
    case .perToken: "per-token"
    default: "\(self)"
    }
  }
}

/// Looks keys up by first byte and length, then compares.
struct NativeKeyTable {
  private let names: [[UInt8]]
  /// Keys by first letter and length, as up to four key numbers; 255 is none.
  private var slots = [UInt8](repeating: 255, count: 4 * 1024)

  init() {
    names = NativeKey.allCases.map { Array($0.name.utf8) }
    for (index, name) in names.enumerated() {
      var slot = Self.slot(name[0], name.count)
      while slots[slot] != 255 { slot += 1 }
      slots[slot] = UInt8(index)
    }
  }

  private static func slot(_ first: UInt8, _ length: Int) -> Int {
    4 * (Int(first & 31) * 32 + min(length, 31))
  }

  func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> NativeKey? {
    guard !range.isEmpty else { return nil }
    let slot = Self.slot(bytes[range.lowerBound], range.count)
    for index in slot..<(slot + 4) {
      let number = slots[index]
      if number == 255 { return nil }
      if matches(names[Int(number)], bytes, range) { return NativeKey(rawValue: number) }
    }
    return nil
  }

  private func matches(_ name: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard name.count == range.count else { return false }
    for index in 0..<name.count where name[index] != bytes[range.lowerBound + index] {
      return false
    }
    return true
  }
}

/// The largest values that a native trace may hold.
enum NativeLimit {
  static let time = 0...Int(Ticks.horizonNanoseconds)
  static let tokens = 0...(1 << 24)
  static let output = 0...(1 << 20)
  static let number = 0...Int(Int32.max)
  static let records = 1 << 20
  static let sharedContexts = 1 << 28
  static let names = 1 << 16
}
