import Domain

/// Reads sessions of coding agents as the kv-cache-tester has them (WEKA's corpus): a JSON document
/// for each, with sub-agents nested in it.
///
/// Block hashes name 64 tokens each, the rest of a prompt has no name. Ids count from 1 in each
/// session unless the document says that they hold for all. A sub-agent's requests have a clock of
/// their own; where its entry has a `duration_ms`, its `t` is when it ended.
struct WekaReader: ItemReader {
  static let shape = ItemShape.documents
  static let times: Set<String> = []
  static let agents = ["main", "sub-agent"]
  static let tools = ["tool"]
  private let blockTokens: Int
  private var entry = WekaEntries()

  init(_ options: ImportOptions) { blockTokens = options.blockTokens ?? 64 }

  var blocks: BlockIdentity? { BlockIdentity(tokens: blockTokens, rounding: .floor) }

  var account: [FieldAccount] {
    [
      FieldAccount("in", .kept), FieldAccount("out", .kept),
      FieldAccount("hash_ids", .kept, "as a tree of \(blockTokens)-token blocks"),
      FieldAccount("think_time", .kept, "seconds from an answer to the next request"),
      FieldAccount("requests", .kept, "nested ones as sub-agents that run beside each other"),
      FieldAccount("t", .inferred, "who waits for a sub-agent, from seconds in its session"),
      FieldAccount("duration_ms", .inferred, "a sub-agent's start, before its `t`"),
      FieldAccount("input_types", .inferred, "turns begin where there is text and no tool result"),
      .outputsNotShared,
      .noStart,
      FieldAccount("model", .synthesized, "from the command line; the source's are dropped"),
      FieldAccount("api_time", .dropped, "a replay has its own; it dates sub-agents"),
      FieldAccount("ttft", .dropped, "a replay has its own"),
      FieldAccount("type", .dropped, "whether answers streamed"),
      FieldAccount("stop", .dropped), FieldAccount("output_types", .dropped),
      FieldAccount("tool_tokens", .dropped, "the hashes say what is shared"),
      FieldAccount("system_tokens", .dropped, "the hashes say what is shared"),
    ]
  }

  private static let keys = KeyTable([
    "requests", "block_size", "hash_id_scope", "id", "models", "tool_tokens", "system_tokens",
    "totals",
  ])

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool {
    field == "requests" ? !draft.met.has(field, in: 1) : draft.met.lacks(field)
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var hasRequests = false
    entry.begin(block: blockTokens, at: draft.requests.count)
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      switch draft.met.find(Self.keys, bytes, range) {
      case 0:
        hasRequests = true
        try entry.readMain(bytes, &cursor, &draft)
      case 1: try cursor.blockSize(bytes, blockTokens)
      case 2: entry.isLocal = try cursor.string(bytes) != "global"
      case 3, 4, 5, 6, 7: try cursor.skipValue(bytes)
      default: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      }
    }
    guard hasRequests else { throw start.error("\"requests\" is missing") }
  }
}
