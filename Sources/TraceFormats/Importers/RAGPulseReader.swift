import Domain

/// Reads RAGPulse's JSON lines: requests whose prompts are lists of named pieces, with seconds as
/// text. The lengths of pieces are in files of their own, which may be given before the trace;
/// without them prompts share nothing.
///
/// A cache shares only what two prompts have in common from their start, so that is what is kept.
struct RAGPulseReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["timestamp"]
  private var lengths: [Int: Int] = [:]
  private var pieces = PieceNames()
  private var ids: [Int] = []

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] {
    [
      FieldAccount("timestamp", .kept, "seconds from the start"),
      FieldAccount("input_length", .kept), FieldAccount("output_length", .kept),
      FieldAccount("session_id", .kept, "a request waits for the session's one before it"),
      FieldAccount(
        "hash_ids", .kept,
        "the pieces that prompts begin with, in the order written; as far as their lengths are"
          + " given"),
      .model,
    ]
  }

  private static let keys = KeyTable([
    "timestamp", "input_length", "output_length", "hash_ids", "session_id", "token_length",
    "passage_id", "hash_id", "id",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    request.session = -1
    var (piece, length): (Int?, Int?) = (nil, nil)
    var seen = 0
    ids.removeAll(keepingCapacity: true)
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if let key { seen |= 1 << key }
      switch key {
      case 0: request.time = try seconds(bytes, &cursor)
      case 1: request.input = try cursor.tokens(bytes, "input_length")
      case 2: request.output = try cursor.outputTokens(bytes, "output_length")
      case 3: try readPieces(bytes, &cursor)
      case 4: request.session = Int32(draft.sessions.number(try cursor.name(bytes)))
      case 5: length = try cursor.tokens(bytes, "token_length")
      case .some: piece = try cursor.integer(bytes, 0...(1 << 59), "a piece's id")
      default:
        let name = cursor.text(bytes, range)
        if name.hasSuffix("_id") {
          piece = try cursor.integer(bytes, 0...(1 << 59), "a piece's id")
        } else {
          draft.dropped.add(name, line: cursor.line)
          try cursor.skipValue(bytes)
        }
      }
    }
    try cursor.expectEndOfLine(bytes)
    if let piece, let length {
      lengths[piece] = length
      return
    }
    for key in 0..<3 where seen & (1 << key) == 0 {
      throw start.error("\"\(Self.keys.names[key])\" is missing")
    }
    (request.keepsTime, request.beginsTurn) = (true, true)
    request.prompt = prompt(request.input, &draft)
    if request.session < 0 { request.session = draft.loneSession() }
    draft.requests.append(request)
  }

  /// A number, or one in quotes.
  private func seconds(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) -> Int {
    cursor.skipSpace(bytes)
    guard cursor.peek(bytes) == 0x22 else {
      return try cursor.time(bytes, unit: 1_000_000_000, "seconds")
    }
    cursor.position += 1
    let time = try cursor.time(bytes, unit: 1_000_000_000, "seconds")
    try cursor.expect(bytes, 0x22)
    return time
  }

  private mutating func readPieces(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    var isFirst = true
    while try cursor.nextKey(bytes, &isFirst) != nil {
      var isFirstID = true
      while try cursor.nextElement(bytes, &isFirstID) {
        ids.append(try cursor.integer(bytes, 0...(1 << 59), "a piece's id"))
      }
    }
  }

  private mutating func prompt(_ input: Int, _ draft: inout ImportDraft) -> DraftRequest.Prompt {
    var parent: Int32 = -1
    var tokens = 0
    for id in ids {
      guard let length = lengths[id], length > 0, tokens + length <= input else { break }
      tokens += length
      parent = pieces.number("\(id)", tokens: length, below: parent, &draft)
    }
    return parent >= 0 ? .piece(parent) : .unshared
  }
}
