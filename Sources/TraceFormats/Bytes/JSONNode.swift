import Domain

/// A JSON value with the place it was read from, for small documents such as a header.
struct JSONNode {
  enum Value {
    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  struct Member {
    var name: String
    /// Offset of the name in the bytes read.
    var place: Int
    var value: JSONNode
  }

  var value: Value
  var place: Int

  static let deepest = 32

  init(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, depth: Int = 0
  ) throws(TraceError) {
    cursor.skipSpace(bytes)
    place = cursor.position
    guard depth < Self.deepest else { throw cursor.error("nested too deeply") }
    switch cursor.peek(bytes) {
    case UInt8(ascii: "{"): value = try Self.object(bytes, &cursor, depth)
    case UInt8(ascii: "["): value = try Self.array(bytes, &cursor, depth)
    case UInt8(ascii: "\""): value = .string(try cursor.string(bytes))
    case UInt8(ascii: "-"), 0x30...0x39: value = .number(cursor.numberText(bytes))
    default:
      if cursor.takeWord(bytes, "null") {
        value = .null
      } else {
        value = .bool(try cursor.bool(bytes))
      }
    }
  }

  private static func object(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ depth: Int
  ) throws(TraceError) -> Value {
    try cursor.expect(bytes, UInt8(ascii: "{"))
    var members: [Member] = []
    var names: Set<String> = []
    if cursor.take(bytes, UInt8(ascii: "}")) { return .object(members) }
    repeat {
      cursor.skipSpace(bytes)
      let place = cursor.position
      let name = try cursor.string(bytes)
      guard names.insert(name).inserted else {
        throw cursor.error("\"\(name)\" stands twice", at: place)
      }
      try cursor.expect(bytes, UInt8(ascii: ":"))
      let value = try JSONNode(bytes, &cursor, depth: depth + 1)
      members.append(Member(name: name, place: place, value: value))
    } while cursor.take(bytes, UInt8(ascii: ","))
    try cursor.expect(bytes, UInt8(ascii: "}"))
    return .object(members)
  }

  private static func array(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ depth: Int
  ) throws(TraceError) -> Value {
    try cursor.expect(bytes, UInt8(ascii: "["))
    var elements: [JSONNode] = []
    if cursor.take(bytes, UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try JSONNode(bytes, &cursor, depth: depth + 1))
    } while cursor.take(bytes, UInt8(ascii: ","))
    try cursor.expect(bytes, UInt8(ascii: "]"))
    return .array(elements)
  }
}

extension LineCursor {
  /// The characters of a number, as they stand.
  mutating func numberText(_ bytes: Span<UInt8>) -> String {
    var text: [UInt8] = []
    while position < end {
      switch bytes[position] {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: text.append(bytes[position])
      default: return String(decoding: text, as: UTF8.self)
      }
      position += 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}
