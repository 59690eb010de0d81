import Domain

/// Reads inference-perf's shared-prefix rows: seconds, and a prompt of a prefix that others share
/// and a tail.
struct SharedPrefixReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set = ["timestamp"]
  private var pieces = PieceNames()

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] {
    [
      FieldAccount("timestamp", .kept, "seconds from the start"),
      FieldAccount("shared_prefix_id", .kept, "one context for each id and length"),
      FieldAccount("shared_prefix_length", .kept), FieldAccount("tail_input_length", .kept),
      FieldAccount("output_length", .kept), .sessionPerRow, .model,
    ]
  }

  private static let keys = KeyTable([
    "timestamp", "shared_prefix_length", "tail_input_length", "output_length", "shared_prefix_id",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    var (prefix, tail, seen) = (0, 0, 0)
    var name: String?
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if let key { seen |= 1 << key }
      switch key {
      case 0: request.time = try cursor.time(bytes, unit: 1_000_000_000, "the timestamp")
      case 1: prefix = try cursor.tokens(bytes, "shared_prefix_length")
      case 2: tail = try cursor.tokens(bytes, "tail_input_length")
      case 3: request.output = try cursor.outputTokens(bytes, "output_length")
      case 4: name = cursor.takeNull(bytes) ? nil : try cursor.name(bytes)
      default: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      }
    }
    try cursor.expectEndOfLine(bytes)
    for key in 0..<4 where seen & (1 << key) == 0 {
      throw start.error("\"\(Self.keys.names[key])\" is missing")
    }
    request.input = prefix + tail
    guard request.input <= ImportedHeader.mostTokens else {
      throw start.error("the prompt has \(request.input) tokens")
    }
    if let name, prefix > 0 {
      request.prompt = .piece(
        pieces.number("\(name)/\(prefix)", tokens: prefix, below: -1, &draft))
    }
    draft.requests.append(request)
  }
}

/// Names for starts of prompts that a source tells apart otherwise than by hashes.
struct PieceNames {
  private struct Link: Hashable {
    var parent: Int32
    var name: String
    var tokens: Int32
  }
  private var numbers: [Link: Int32] = [:]

  /// The piece with this name behind `parent` (−1 for none).
  mutating func number(
    _ name: String, tokens: Int, below parent: Int32, _ draft: inout ImportDraft
  ) -> Int32 {
    let link = Link(parent: parent, name: name, tokens: Int32(tokens))
    if let number = numbers[link] { return number }
    let number = Int32(draft.pieces.count)
    numbers[link] = number
    draft.pieces.append(ImportDraft.Piece(tokens: Int32(tokens), parent: parent))
    return number
  }
}
