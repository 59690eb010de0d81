import Domain

/// Reads Qwen-Bailian's JSON lines: requests with seconds from the start, block hashes of 16
/// tokens, and the request that each follows in its conversation.
struct BailianReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["timestamp"]
  static let agents: [String] = []
  private let blockTokens: Int
  private let unit: Int
  private var ids: [Int] = []
  private var chats: [Int: Int] = [:]
  private var parents: [Int] = []

  init(_ options: ImportOptions) {
    blockTokens = options.blockTokens ?? 16
    unit = options.timeUnit ?? 1_000_000_000
  }

  var blocks: BlockIdentity? { BlockIdentity(tokens: blockTokens, rounding: .ceil) }

  var account: [FieldAccount] {
    [
      FieldAccount("timestamp", .kept, "\(timeUnitName(unit)) from the start"),
      FieldAccount("input_length", .kept), FieldAccount("output_length", .kept),
      FieldAccount("hash_ids", .kept, "as a tree of \(blockTokens)-token blocks"),
      FieldAccount("chat_id", .kept, "as the session"),
      FieldAccount(
        "parent_chat_id", .kept, "a request waits for its parent, and is not sent before its time"),
      FieldAccount("type", .kept, "as the agent"),
      FieldAccount("turn", .inferred, "each request is a turn of its session"),
      .outputsNotShared, .model,
    ]
  }

  private static let keys = KeyTable([
    "chat_id", "parent_chat_id", "timestamp", "input_length", "output_length", "hash_ids", "type",
    "turn",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    var (chat, parent, seen, idsPlace) = (-1, -1, 0, 0)
    ids.removeAll(keepingCapacity: true)
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if let key { seen |= 1 << key }
      switch key {
      case 0: chat = try cursor.integer(bytes, 0...(1 << 59), "chat_id")
      case 1: parent = try cursor.integer(bytes, -1...(1 << 59), "parent_chat_id")
      case 2: request.time = try cursor.time(bytes, unit: unit, "the timestamp")
      case 3: request.input = try cursor.tokens(bytes, "input_length")
      case 4: request.output = try cursor.outputTokens(bytes, "output_length")
      case 5: idsPlace = try cursor.hashes(bytes, into: &ids)
      case 6: request.agent = draft.agent(try cursor.string(bytes))
      case 7: try cursor.skipValue(bytes)
      default: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      }
    }
    try cursor.expectEndOfLine(bytes)
    for key in [0, 2, 3, 4] where seen & (1 << key) == 0 {
      throw start.error("\"\(Self.keys.names[key])\" is missing")
    }
    guard chats[chat] == nil else { throw start.error("chat_id \(chat) stands twice") }
    request.prompt = try draft.chain(
      &ids, input: request.input, rounding: .ceil, bytes, start, idsPlace,
      allowsFewer: true)
    if draft.agents.names.isEmpty { _ = draft.agent("all") }
    chats[chat] = draft.requests.count
    parents.append(parent)
    (request.keepsTime, request.beginsTurn) = (true, true)
    request.session = draft.loneSession()
    draft.requests.append(request)
  }

  /// Parents may stand behind their children; those before the trace's start are unknown.
  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    var links = SessionLinks(count: draft.requests.count)
    for index in draft.requests.indices {
      guard parents[index] >= 0, let parent = chats[parents[index]] else { continue }
      draft.requests[index].dependencies = draft.list(CollectionOfOne(parent))
      links.join(index, parent)
    }
    links.write(to: &draft)
    return [:]
  }
}
