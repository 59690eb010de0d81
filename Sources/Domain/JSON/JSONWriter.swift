/// Writes JSON text, keys in the order they are given, so equal values give equal bytes.
///
///     var json = JSONWriter()
///     json.object { $0.field("seed", 7); $0.array("arms") { $0.element("afd") } }
///
/// Numbers are written in their shortest form that reads back as the same value (RFC 8259); a
/// number that JSON can't hold (NaN, infinity) is written as null.
public struct JSONWriter: Sendable {
  /// UTF-8.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  public init() {}

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Forgets what was written and keeps the room.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Ends a JSON line.
  public mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    separate()
    nest(open: "{", close: "}", body)
  }

  public mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
    self.key(key)
    nest(open: "{", close: "}", body)
  }

  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    separate()
    nest(open: "[", close: "]", body)
  }

  public mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
    self.key(key)
    nest(open: "[", close: "]", body)
  }

  public mutating func field(_ key: String, _ value: some JSONScalar) {
    self.key(key)
    value.write(to: &bytes)
    needsComma = true
  }

  public mutating func element(_ value: some JSONScalar) {
    separate()
    value.write(to: &bytes)
    needsComma = true
  }

  private mutating func key(_ key: String) {
    separate()
    key.write(to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func nest(
    open: Unicode.Scalar, close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }
}

/// A value that JSON writes without nesting.
public protocol JSONScalar {
  func write(to bytes: inout [UInt8])
}

extension Int: JSONScalar {
  public func write(to bytes: inout [UInt8]) { Int64(self).write(to: &bytes) }
}

extension Int64: JSONScalar {
  public func write(to bytes: inout [UInt8]) {
    if self < 0 { bytes.append(UInt8(ascii: "-")) }
    magnitude.write(to: &bytes)
  }
}

extension UInt64: JSONScalar {
  public func write(to bytes: inout [UInt8]) {
    // The largest has twenty digits.
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var place = 20
    var rest = self
    repeat {
      place -= 1
      digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    let written = digits.span.extracting(place..<20)
    // All at once: an append of one byte costs as much as one of twenty.
    unsafe written.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }
}

extension Bool: JSONScalar {
  public func write(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: (self ? "true" : "false").utf8)
  }
}

extension Double: JSONScalar {
  public func write(to bytes: inout [UInt8]) {
    guard isFinite else { return bytes.append(contentsOf: "null".utf8) }
    if self == rounded(), abs(self) < 1e15 { return Int64(self).write(to: &bytes) }
    bytes.append(contentsOf: description.utf8)
  }
}

extension String: JSONScalar {
  public func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in utf8 { String.escape(byte, into: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0x00..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}

extension Optional: JSONScalar where Wrapped: JSONScalar {
  public func write(to bytes: inout [UInt8]) {
    if let self { self.write(to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
  }
}
