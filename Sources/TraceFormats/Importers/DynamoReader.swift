import Domain

/// Reads Dynamo's request trace: JSON lines of requests that ended, with the agent's session, and
/// of the tools it used.
///
/// Sessions with a parent belong to one session of Baton's. A request waits for those of its own
/// session that had ended, a child's first for its parent's, and a parent's for children that ended
/// since its one before.
struct DynamoReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["request_received_ms"]
  static let agents = ["main", "sub-agent"]
  private var blockTokens: Int
  private var isBlockKnown = false
  private var row = DynamoRow()
  private var spans: [TimedLinks.Span] = []
  private var parents: [Int32: Int32] = [:]
  private var tools: [(session: Int32, start: Int, end: Int, name: UInt16)] = []

  init(_ options: ImportOptions) {
    blockTokens = options.blockTokens ?? 64
    isBlockKnown = options.blockTokens != nil
  }

  let countsFromStart = false
  var blocks: BlockIdentity? { BlockIdentity(tokens: blockTokens, rounding: .ceil) }

  var account: [FieldAccount] {
    [
      FieldAccount("request_received_ms", .kept, "milliseconds since 1970, from the first on"),
      FieldAccount("input_tokens", .kept), FieldAccount("output_tokens", .kept),
      FieldAccount(
        "input_sequence_hashes", .kept, "as a tree of \(blockTokens)-token blocks"),
      FieldAccount("agent_context", .kept, "a session with its parent's is one of Baton's"),
      FieldAccount("total_time_ms", .inferred, "who waits for whom, and for how long"),
      FieldAccount("tool", .inferred, "what the time between requests was spent on"),
      .outputsNotShared,
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
      FieldAccount("finish_reason_metadata", .dropped, "tool rows say when tools ran"),
    ]
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    row = DynamoRow()
    try row.read(bytes, &cursor, &draft)
    draft.met.formUnion(row.met)
    try cursor.expectEndOfLine(bytes)
    if let tool = row.tool {
      guard let begun = tool.start, let ended = tool.end, ended >= begun else { return }
      tools.append((session(&draft), begun, ended, draft.tool(tool.name)))
      return
    }
    // A request's row is that of its end; rows before it say nothing more.
    if let event = row.event, event.hasPrefix("request_"), event != "request_end" {
      draft.dropped.add(event, line: start.line)
      return
    }
    guard row.hasRequest else {
      throw start.error(
        "neither \"request\" nor \"tool\" is there", help: "a row is of a request or of a tool")
    }
    guard let input = row.input, let output = row.output else {
      throw start.error("\"input_tokens\" or \"output_tokens\" is missing")
    }
    guard let received = row.received ?? row.ended else {
      throw start.error("\"request_received_ms\" is missing")
    }
    if let size = row.blockTokens, !isBlockKnown {
      (blockTokens, isBlockKnown) = (size, true)
      draft.tree.blockTokens = size
    }
    var request = DraftRequest()
    (request.line, request.time) = (start.line, received)
    (request.input, request.output) = (input, output)
    request.prompt = try draft.chain(
      &row.ids, input: input, rounding: .ceil, bytes, start, row.idsPlace, allowsFewer: true)
    request.session = session(&draft)
    request.agent = row.parent == nil ? 0 : 1
    let end = row.length.map { received + $0 } ?? row.ended ?? received
    spans.append(
      TimedLinks.Span(request: draft.requests.count, start: received, end: max(end, received)))
    draft.requests.append(request)
  }

  private mutating func session(_ draft: inout ImportDraft) -> Int32 {
    guard let name = row.session else { return draft.loneSession() }
    let number = Int32(draft.sessions.number(name))
    if let parent = row.parent, parent != name {
      parents[number] = Int32(draft.sessions.number(parent))
    }
    return number
  }

  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    var members: [Int32: [TimedLinks.Span]] = [:]
    for span in spans { members[draft.requests[span.request].session, default: []].append(span) }
    for (number, list) in members {
      members[number] = list.sorted { ($0.start, $0.request) < ($1.start, $1.request) }
    }
    var links = SessionLinks(count: draft.requests.count)
    let numbers = members.keys.sorted()
    for number in numbers {
      let list = members[number] ?? []
      TimedLinks.link(list, &draft)
      for span in list.dropFirst() { links.join(span.request, list[0].request) }
    }
    for number in numbers {
      guard let parent = parents[number], let child = members[number], let list = members[parent]
      else { continue }
      links.join(child[0].request, list[0].request)
      join(child, list, &draft)
    }
    nameTools(&draft)
    links.write(to: &draft)
    return [:]
  }

  /// Ties a child's session to its parent's.
  private func join(
    _ child: [TimedLinks.Span], _ parent: [TimedLinks.Span], _ draft: inout ImportDraft
  ) {
    let first = child[0]
    let place = parent.lastIndex { $0.end <= first.start }
    if let place {
      let spawner = parent[place]
      draft.requests[first.request].dependencies = draft.list(CollectionOfOne(spawner.request))
      draft.requests[first.request].delay = Self.gap(from: spawner.end, to: first.start)
      (draft.requests[first.request].keepsTime, draft.requests[first.request].cause) = (
        false, .pause
      )
    }
    guard let last = child.max(by: { $0.end < $1.end }),
      let waiting = parent[((place ?? -1) + 1)...].first(where: { $0.start >= last.end })
    else { return }
    let before = draft.requests[waiting.request].dependencies ?? 0..<0
    let others = before.map { Int(draft.dependencies[$0]) } + [last.request]
    draft.requests[waiting.request].dependencies = draft.list(others)
    let gap = Self.gap(from: last.end, to: waiting.start)
    let known = draft.requests[waiting.request].delay
    draft.requests[waiting.request].delay = before.isEmpty ? gap : min(known, gap)
    draft.requests[waiting.request].keepsTime = false
  }

  private static func gap(from end: Int, to start: Int) -> Nanoseconds {
    Nanoseconds(min(max(0, start - end), Int(Ticks.horizonNanoseconds) - 1))
  }

  /// A wait in which a tool of the session ended is that tool's.
  private func nameTools(_ draft: inout ImportDraft) {
    var bySession: [Int32: [(start: Int, end: Int, name: UInt16)]] = [:]
    for tool in tools {
      bySession[tool.session, default: []].append((tool.start, tool.end, tool.name))
    }
    for (session, list) in bySession { bySession[session] = list.sorted { $0.end < $1.end } }
    for span in spans where draft.requests[span.request].delay > 0 {
      guard let list = bySession[draft.requests[span.request].session] else { continue }
      var (low, high) = (0, list.count)
      while low < high {
        let middle = (low + high) / 2
        if list[middle].end <= span.start { low = middle + 1 } else { high = middle }
      }
      guard low > 0, list[low - 1].end > span.start - Int(draft.requests[span.request].delay) else {
        continue
      }
      draft.requests[span.request].cause = .tool
      draft.requests[span.request].tool = list[low - 1].name
    }
  }
}
