import Domain

/// Reads Mooncake's JSON lines: `timestamp` (ms), `input_length`, `output_length`, `hash_ids`.
///
/// Each row is a session of one request. Hashes name blocks of 512 tokens and are chained. vLLM's
/// benchmark takes the same rows for a timed trace, with another unit of time if it is told.
struct MooncakeReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set = ["timestamp"]
  let blocks: BlockIdentity?
  private var rows: MooncakeRows

  init(_ options: ImportOptions) {
    rows = MooncakeRows(options, unit: 1_000_000)
    blocks = BlockIdentity(tokens: rows.blockTokens, rounding: .ceil)
  }

  var account: [FieldAccount] {
    [
      FieldAccount("timestamp", .kept, "\(rows.unitName) from the start"),
      FieldAccount("input_length", .kept), FieldAccount("output_length", .kept),
      FieldAccount("hash_ids", .kept, "as a tree of \(rows.blockTokens)-token blocks"),
      .outputsNotShared, .sessionPerRow, .model,
    ]
  }

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool {
    !rows.hasHashes && (field == "hash_ids" || field == FieldAccount.outputsNotShared.field)
  }

  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] {
    rows.hasHashes ? [] : [.unshared]
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    try rows.read(bytes, &cursor, &draft)
  }
}

/// Rows with Mooncake's four keys.
struct MooncakeRows {
  let blockTokens: Int
  private let unit: Int
  private var ids: [Int] = []
  private(set) var hasHashes = false

  static let keys = KeyTable([
    "timestamp", "input_length", "output_length", "hash_ids", "block_size",
  ])
  private static var quoted: InlineArray<4, StaticString> {
    [#""timestamp":"#, #""input_length":"#, #""output_length":"#, #""hash_ids":"#]
  }

  init(_ options: ImportOptions, unit: Int) {
    blockTokens = options.blockTokens ?? 512
    self.unit = options.timeUnit ?? unit
  }

  var unitName: String { timeUnitName(unit) }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor.position
    var request = DraftRequest()
    request.line = cursor.line
    var seen = 0
    var idsPlace = 0
    ids.removeAll(keepingCapacity: true)
    try cursor.expect(bytes, UInt8(ascii: "{"))
    repeat {
      var key: Int?
      var range = 0..<0
      // Rows mostly have all keys in this order.
      let guess = (~seen).trailingZeroBitCount
      if seen < 8, seen == (1 << guess) - 1, cursor.take(bytes, Self.quoted[guess]) {
        key = guess
      } else {
        range = try cursor.key(bytes)
        key = Self.keys.find(bytes, range)
      }
      if let key {
        guard seen & (1 << key) == 0 else {
          throw cursor.error("\"\(Self.keys.names[key])\" stands twice", at: range.lowerBound)
        }
        seen |= 1 << key
      }
      switch key {
      case 0: request.time = try cursor.time(bytes, unit: unit, "the timestamp")
      case 1: request.input = try cursor.tokens(bytes, "input_length")
      case 2: request.output = try cursor.outputTokens(bytes, "output_length")
      case 3: idsPlace = try cursor.hashes(bytes, into: &ids)
      case 4: try cursor.blockSize(bytes, blockTokens)
      default: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      }
    } while cursor.take(bytes, UInt8(ascii: ","))
    try cursor.expect(bytes, UInt8(ascii: "}"))
    try cursor.expectEndOfLine(bytes)
    for key in 0..<3 where seen & (1 << key) == 0 {
      throw cursor.error("\"\(Self.keys.names[key])\" is missing", at: start)
    }
    if let time = request.time, time < 0 {
      throw cursor.error("the timestamp is negative", at: start)
    }
    if !ids.isEmpty { hasHashes = true }
    request.prompt = try draft.chain(
      &ids, input: request.input, rounding: .ceil, bytes, cursor, idsPlace)
    draft.requests.append(request)
  }
}
