import Domain

/// Reads agentic Mooncake: JSON lines of requests that wait for others by name.
///
/// Version 1 has `wait_for`, `delay` and `tool_wait_ms` and ids that hold for the whole trace;
/// version 2 begins with a header line and has `dependencies`, plays, and ids that hold within one.
struct AgenticMooncakeReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["timestamp", "not_before_ms"]
  static let tools = ["tool"]
  private var blockTokens: Int
  private var isSecond = false
  private var row = AgenticRow()
  private var requests: [String: Int] = [:]
  private var waits: [[AgenticRow.Wait]] = []
  private var ids: [Int] = []
  /// By play: local names with the one each follows.
  private var before: [Int32: [Int: Int]] = [:]

  init(_ options: ImportOptions) { blockTokens = options.blockTokens ?? 512 }

  var blocks: BlockIdentity? { BlockIdentity(tokens: blockTokens, rounding: .ceil) }

  var account: [FieldAccount] {
    [
      FieldAccount("request_id", .kept, "as what others wait for"),
      FieldAccount("session_id", .kept, "with what waits for it one session of Baton's"),
      FieldAccount("input_length", .kept), FieldAccount("output_length", .kept),
      FieldAccount("hash_ids", .kept, "as a tree of \(blockTokens)-token blocks"),
      FieldAccount("timestamp", .kept, "milliseconds from the start"),
      FieldAccount("play_id", .kept, "as a session of Baton's"),
      FieldAccount("not_before_ms", .kept, "milliseconds from the start"),
      FieldAccount("wait_for", .kept), FieldAccount("delay", .kept, "milliseconds"),
      FieldAccount("dependencies", .kept, "as what it waits for"),
      FieldAccount("delay_ms", .kept, "milliseconds; the longest after several"),
      FieldAccount("relation", .dropped, "what waits is enough"),
      FieldAccount("tool_wait_ms", .kept, "milliseconds, one wait for all tools"),
      FieldAccount(
        "trigger", .inferred, "what waits for a dispatch waits for what the dispatched waited for"),
      .outputsNotShared,
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
      FieldAccount("branches", .dropped, "the children say what they wait for"),
      FieldAccount("prefix_reset", .dropped, "the hashes say what is shared"),
      FieldAccount("tool_events", .dropped, "one wait stands for a round's tools"),
      FieldAccount("priority", .dropped, "imported traces have one class"),
    ]
  }

  /// The header of version 2.
  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    var look = cursor
    var isFirst = true
    guard let range = try? look.nextKey(bytes, &isFirst), look.text(bytes, range) == "schema" else {
      return false
    }
    let node = try JSONNode(bytes, &cursor)
    var fields = try JSONFields(node, cursor, "the header")
    guard let version = try fields.integer("version"), version == 2 else {
      throw fields.error("only version 2 has a header", help: "version 1 has none")
    }
    if let size = try fields.integer("block_size", 1...65_536) { blockTokens = size }
    draft.tree.blockTokens = blockTokens
    isSecond = true
    return true
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    ids.removeAll(keepingCapacity: true)
    // No row may have them.
    draft.met.know(AgenticRow.dependencyKeys.names, in: AgenticRow.dependencyKeys.slot)
    row = AgenticRow()
    try row.read(bytes, &cursor, &ids, &draft)
    var request = row.request
    request.line = start.line
    guard requests[row.id] == nil else {
      throw start.error("request_id \"\(row.id)\" stands twice")
    }
    if isSecond {
      request.session = Int32(draft.sessions.number(row.play))
      request.prompt = try local(request, bytes, start, &draft)
    } else {
      request.session =
        row.session.isEmpty ? draft.loneSession() : Int32(draft.sessions.number(row.session))
      request.prompt = try draft.chain(
        &ids, input: request.input, rounding: .ceil, bytes, start, row.idsPlace)
    }
    requests[row.id] = draft.requests.count
    waits.append(row.waits)
    draft.requests.append(request)
  }

  private mutating func local(
    _ request: DraftRequest, _ bytes: Span<UInt8>, _ start: LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> DraftRequest.Prompt {
    guard !ids.isEmpty else { return .unshared }
    let wanted = (max(1, request.input) + blockTokens - 1) / blockTokens
    guard ids.count == wanted else {
      throw start.error(
        "\(ids.count) hash_ids for \(request.input) input tokens",
        help: "blocks of \(blockTokens) tokens make \(wanted)")
    }
    var previous = -1
    for (index, id) in ids.enumerated() {
      let known = before[request.session]?[id]
      if known == nil { before[request.session, default: [:]][id] = previous }
      if let known, known != previous {
        throw draft.brokenChain(
          ids, .init(index: index, earlier: known), bytes, start, row.idsPlace)
      }
      previous = id
    }
    return draft.addLocal(ids)
  }

  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    var bad: [Int: TraceError] = [:]
    var links = SessionLinks(count: draft.requests.count)
    var first: [Int32: Int] = [:]
    for index in draft.requests.indices {
      let session = draft.requests[index].session
      if let other = first[session] { links.join(index, other) } else { first[session] = index }
      link(index, &links, &bad, &draft)
    }
    links.write(to: &draft)
    resolveDispatches(&draft)
    return bad
  }

  private func link(
    _ index: Int, _ links: inout SessionLinks, _ bad: inout [Int: TraceError],
    _ draft: inout ImportDraft
  ) {
    var others: [Int] = []
    var delay = 0
    for wait in waits[index] {
      guard let other = requests[wait.request] else {
        bad[index] = TraceError(
          "it waits for \"\(wait.request)\", which isn't there", line: draft.requests[index].line)
        continue
      }
      links.join(index, other)
      // A list may say the same twice.
      if !others.contains(other) { others.append(other) }
      delay = max(delay, wait.delay)
    }
    if delay > draft.requests[index].delay { draft.requests[index].delay = Nanoseconds(delay) }
    // Without one it is the session's start, or its own time.
    draft.requests[index].dependencies = draft.list(others)
    draft.requests[index].keepsTime = others.isEmpty || isSecond
  }

  /// What waits for a dispatch waits for what the dispatched request waited for, and then its time.
  private func resolveDispatches(_ draft: inout ImportDraft) {
    for index in draft.requests.indices {
      guard let range = draft.requests[index].dependencies, range.count == 1,
        waits[index].first?.isDispatch == true
      else { continue }
      let other = Int(draft.dependencies[range.lowerBound])
      let before = (draft.requests[other].dependencies ?? 0..<0).map { Int(draft.dependencies[$0]) }
      guard !before.contains(index) else { continue }
      draft.requests[index].dependencies = draft.list(before)
      let delay = draft.requests[index].delay + draft.requests[other].delay
      draft.requests[index].delay = min(delay, Ticks.horizonNanoseconds - 1)
    }
  }
}
