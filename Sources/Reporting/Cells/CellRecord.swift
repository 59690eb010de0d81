public import Domain

/// What the replay of one cell found, as it is kept until all cells are there: outcome by outcome,
/// so that nothing of the merged result is an estimate. About 60 bytes for each request.
public enum CellRecord {
  public static let schema = "baton/cell/2"

  /// - Parameter result: without attribution.
  public static func bytes(_ result: ArmResult) -> [UInt8] {
    var words = Words(writing: schema)
    var result = result
    words.code(&result)
    return words.bytes
  }

  /// - Parameter plan: That was replayed.
  /// - Returns: nil for bytes that aren't a whole record of such a plan.
  public static func result(_ bytes: [UInt8], of plan: Plan) -> ArmResult? {
    guard var words = Words(reading: bytes, schema) else { return nil }
    var result = ArmResult(plan: plan)
    words.code(&result)
    return words.isWhole ? result : nil
  }
}

/// Values one after the other, written or read by the same list of fields.
struct Words {
  private(set) var bytes: [UInt8]
  private let isReading: Bool
  private var position = 0
  private var isBroken = false

  init(writing schema: String) { (bytes, isReading) = (Array(schema.utf8), false) }

  init?(reading bytes: [UInt8], _ schema: String) {
    guard bytes.starts(with: schema.utf8) else { return nil }
    (self.bytes, isReading, position) = (bytes, true, schema.utf8.count)
  }

  /// Whether everything was read and nothing is left.
  var isWhole: Bool { !isBroken && position == bytes.count }

  /// The least significant byte first.
  mutating func code<Number: FixedWidthInteger>(_ value: inout Number) {
    let size = Number.bitWidth / 8
    guard isReading else {
      for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
      return
    }
    guard bytes.count - position >= size else {
      isBroken = true
      return
    }
    value = 0
    for place in (0..<size).reversed() { value = value << 8 | Number(bytes[position + place]) }
    position += size
  }

  mutating func code(_ value: inout Bool) {
    var byte: UInt8 = value ? 1 : 0
    code(&byte)
    value = byte == 1
  }

  mutating func code(_ text: inout String) {
    var list = Array(text.utf8)
    code(&list, empty: 0) { $0.code(&$1) }
    text = String(decoding: list, as: UTF8.self)
  }

  /// - Parameter empty: What an element is before it is read.
  mutating func code<Element>(
    _ list: inout [Element], empty: Element, _ body: (inout Words, inout Element) -> Void
  ) {
    let count = length(of: list.count)
    if isReading { list = Array(repeating: empty, count: count) }
    for index in list.indices { body(&self, &list[index]) }
  }

  mutating func code<Element>(
    _ list: inout PagedArray<Element>, empty: Element,
    _ body: (inout Words, inout Element) -> Void
  ) {
    let count = length(of: list.count)
    guard isReading else {
      for var element in list { body(&self, &element) }
      return
    }
    list = []
    for _ in 0..<count where !isBroken {
      var element = empty
      body(&self, &element)
      list.append(element)
    }
  }

  /// An element has a byte at least, so no list is longer than what is left.
  private mutating func length(of count: Int) -> Int {
    var count = UInt64(count)
    code(&count)
    guard !isBroken, !isReading || count <= UInt64(bytes.count - position) else {
      isBroken = true
      return 0
    }
    return Int(count)
  }
}
