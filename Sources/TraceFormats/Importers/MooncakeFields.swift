import Domain

/// The fields of one row.
struct MooncakeFields {
  var time: Int?
  var input: Int?
  var output: Int?
  var ids: [Int] = []
  /// By place in `keys`, one bit each.
  private var seen = 0
  /// Where the list of ids begins.
  private var idsPlace = 0

  private static let idLimits = 0...(1 << 59)
  private static var quoted: InlineArray<4, StaticString> {
    [#""timestamp":"#, #""input_length":"#, #""output_length":"#, #""hash_ids":"#]
  }
  static let keys = ["timestamp", "input_length", "output_length", "hash_ids"]

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    try cursor.expect(bytes, UInt8(ascii: "{"))
    var guess = 0
    repeat {
      // Rows mostly have all keys in this order.
      if guess < Self.quoted.count, cursor.take(bytes, Self.quoted[guess]) {
        let place = cursor.position - Self.quoted[guess].utf8CodeUnitCount + 1
        try readValue(guess, at: place, bytes, &cursor)
      } else {
        let range = try cursor.key(bytes)
        let key = key(bytes, range)
        guard key < Self.keys.count else { throw unknown(bytes, range, cursor) }
        try readValue(key, at: range.lowerBound, bytes, &cursor)
      }
      guess += 1
    } while cursor.take(bytes, UInt8(ascii: ","))
    try cursor.expect(bytes, UInt8(ascii: "}"))
    try cursor.expectEndOfLine(bytes)
  }

  private mutating func readValue(
    _ key: Int, at place: Int, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    guard seen & (1 << key) == 0 else {
      throw cursor.error("\"\(Self.keys[key])\" stands twice", at: place)
    }
    seen |= 1 << key
    switch key {
    case 0: time = try cursor.milliseconds(bytes)
    case 1:
      input = try cursor.integer(bytes, 0...ImportedHeader.mostTokens, "input_length")
    case 2:
      output = try cursor.integer(bytes, 0...ImportedHeader.mostOutput, "output_length")
    default:
      cursor.skipSpace(bytes)
      idsPlace = cursor.position
      try cursor.expect(bytes, UInt8(ascii: "["))
      if cursor.take(bytes, UInt8(ascii: "]")) { return }
      if cursor.plainIntegers(bytes, into: &ids) { return }
      repeat {
        ids.append(try cursor.integer(bytes, Self.idLimits, "a hash id"))
      } while cursor.take(bytes, UInt8(ascii: ","))
      try cursor.expect(bytes, UInt8(ascii: "]"))
    }
  }

  private func unknown(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ cursor: LineCursor
  ) -> TraceError {
    let name = text(bytes, range)
    return cursor.error(
      "unknown key \"\(name)\"", at: range.lowerBound,
      help: nearestName(to: name, among: Self.keys).map { "did you mean \"\($0)\"?" }
        ?? "expected one of \(Self.keys.joined(separator: ", "))")
  }

  /// Place in `keys`, which are of different lengths; their number for a name that is none of them.
  private func key(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    let (key, name): (Int, StaticString) =
      switch range.count {
      case 9: (0, "timestamp")
      case 12: (1, "input_length")
      case 13: (2, "output_length")
      case 8: (3, "hash_ids")
      default: (4, "")
      }
    guard key < Self.keys.count else { return key }
    for index in 0..<range.count {
      guard unsafe name.utf8Start[index] == bytes[range.lowerBound + index] else {
        return Self.keys.count
      }
    }
    return key
  }

  private func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var name: [UInt8] = []
    for index in range { name.append(bytes[index]) }
    return String(decoding: name, as: UTF8.self)
  }

  /// Says that an id doesn't follow the one it followed in an earlier row.
  func brokenChain(
    _ index: Int, _ earlier: Int, _ bytes: Span<UInt8>, _ cursor: LineCursor
  ) -> TraceError {
    let here = index > 0 ? "follows \(ids[index - 1])" : "is the first"
    let there = earlier >= 0 ? "followed \(earlier)" : "was the first"
    return cursor.error(
      "hash id \(ids[index]) \(here) here, it \(there) before",
      at: place(ofID: index, bytes, cursor),
      help: "an id names a block with all blocks before it, so it always follows the same one")
  }

  /// Where an id stands, found by counting commas: the list was read without error before.
  private func place(ofID index: Int, _ bytes: Span<UInt8>, _ cursor: LineCursor) -> Int {
    var cursor = cursor
    cursor.position = idsPlace + 1
    var commas = 0
    while commas < index, cursor.position < cursor.end {
      if bytes[cursor.position] == UInt8(ascii: ",") { commas += 1 }
      cursor.position += 1
    }
    cursor.skipSpace(bytes)
    return cursor.position
  }

  func required(
    _ value: Int?, _ name: String, _ cursor: LineCursor, _ place: Int
  ) throws(TraceError) -> Int {
    guard let value else { throw cursor.error("\"\(name)\" is missing", at: place) }
    return value
  }
}

extension LineCursor {
  /// Milliseconds, whole or with a fraction, as nanoseconds.
  mutating func milliseconds(_ bytes: Span<UInt8>) throws(TraceError) -> Int {
    skipSpace(bytes)
    let start = position
    let limit = Int(Ticks.horizonNanoseconds) / 1_000_000
    var whole = 0
    while position < end, bytes[position] &- 0x30 < 10 {
      // More digits of what is too large already can't make it less.
      if whole < limit { whole = whole * 10 + Int(bytes[position] - 0x30) }
      position += 1
    }
    guard position > start else { throw unexpected(bytes, expected: "milliseconds") }
    guard whole < limit else {
      throw error(
        "the timestamp is beyond 13 days", at: start,
        help: "timestamps are milliseconds from the start of the trace")
    }
    var time = whole * 1_000_000
    if peek(bytes) == UInt8(ascii: ".") {
      position += 1
      var unit = 100_000
      while position < end, bytes[position] &- 0x30 < 10 {
        time += Int(bytes[position] - 0x30) * unit
        unit /= 10
        position += 1
      }
    }
    return time
  }
}
