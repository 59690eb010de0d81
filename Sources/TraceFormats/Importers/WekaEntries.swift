import Domain

/// The requests of one document, and what waits for what.
struct WekaEntries {
  var isLocal = true
  private var block = 64
  /// Index in the draft of the document's first request.
  private var base = 0
  /// Local names met, with the one each follows.
  private var before: [Int: Int] = [:]
  private var ids: [Int] = []
  /// The main agent's last request: index from `base`, and when it ended on the session's clock.
  private var main: Int?
  private var mainEnd = 0
  /// Sub-agents since then: their last requests and ends.
  private var subAgents: [(last: Int, end: Int)] = []

  mutating func begin(block: Int, at base: Int) {
    (self.block, self.base, isLocal, main, mainEnd) = (block, base, true, nil, 0)
    before.removeAll(keepingCapacity: true)
    subAgents.removeAll()
  }

  /// What an entry says; times in nanoseconds.
  private struct Entry {
    var request = DraftRequest()
    var time = 0
    var length = 0
    var think = 0
    var duration: Int?
    var isSubAgent = false
    var hasText = false
    var hasToolResult = false
    /// The nested requests' indices from `base`, and when the last one ended on their own clock.
    var nested: Range<Int> = 0..<0
    var nestedEnd = 0
  }

  private static let keys = KeyTable(
    [
      "t", "type", "model", "in", "out", "hash_ids", "input_types", "output_types", "stop",
      "api_time", "think_time", "ttft", "agent_id", "subagent_type", "duration_ms", "total_tokens",
      "tool_use_count", "status", "requests", "models", "tool_tokens", "system_tokens",
    ], slot: 1)

  mutating func readMain(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      var entry = try read(bytes, &cursor, &draft, isNested: false)
      if entry.isSubAgent {
        placeSubAgent(entry, &draft)
        continue
      }
      let start = max(entry.time, mainEnd + entry.think)
      var end = mainEnd
      let joined = subAgents.filter { $0.end <= start + 1_000_000_000 }
      for subAgent in joined { end = max(end, subAgent.end) }
      entry.request.delay = Nanoseconds(max(0, entry.think - max(0, end - mainEnd)))
      if let main, !subAgents.isEmpty {
        entry.request.dependencies = draft.list([main] + joined.map(\.last))
      }
      subAgents.removeAll()
      entry.request.beginsTurn = entry.hasText && !entry.hasToolResult
      entry.request.cause = entry.request.beginsTurn ? .think : .tool
      (main, mainEnd) = (draft.requests.count - base, start + entry.length)
      draft.requests.append(entry.request)
    }
  }

  /// A sub-agent begins some time after the main agent's last answer.
  private mutating func placeSubAgent(_ entry: Entry, _ draft: inout ImportDraft) {
    guard let first = entry.nested.first, let last = entry.nested.last else { return }
    let start = entry.duration.map { entry.time - $0 } ?? entry.time
    let end = entry.duration == nil ? entry.time + entry.nestedEnd : entry.time
    draft.requests[base + first].delay = Nanoseconds(max(0, start - mainEnd))
    draft.requests[base + first].cause = .pause
    draft.requests[base + first].dependencies = draft.list(main.map { [$0] } ?? [])
    subAgents.append((last, end))
  }

  private mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft, isNested: Bool
  ) throws(TraceError) -> Entry {
    cursor.skipSpace(bytes)
    let start = cursor
    var entry = Entry()
    entry.request.line = cursor.line
    var seen = 0
    var idsPlace: (cursor: LineCursor, position: Int)?
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if let key { seen |= 1 << key }
      switch key {
      case 0: entry.time = try cursor.time(bytes, unit: 1_000_000_000, "seconds")
      case 1: entry.isSubAgent = try cursor.string(bytes) == "subagent"
      case 3: entry.request.input = try cursor.tokens(bytes, "in")
      case 4: entry.request.output = try cursor.outputTokens(bytes, "out")
      case 5:
        ids.removeAll(keepingCapacity: true)
        let before = cursor
        idsPlace = (before, try cursor.hashes(bytes, into: &ids))
      case 6: try readTypes(bytes, &cursor, &entry)
      case 9: entry.length = try seconds(bytes, &cursor)
      case 10: entry.think = try seconds(bytes, &cursor)
      case 14: entry.duration = try milliseconds(bytes, &cursor)
      case 18 where !isNested: try readNested(bytes, &cursor, &draft, &entry)
      case nil: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      default: try cursor.skipValue(bytes)
      }
    }
    if entry.isSubAgent {
      guard !isNested else { throw start.error("a sub-agent within a sub-agent") }
      return entry
    }
    for key in [3, 4] where seen & (1 << key) == 0 {
      throw start.error("\"\(Self.keys.names[key])\" is missing")
    }
    if let place = idsPlace {
      entry.request.prompt = try prompt(entry.request.input, place, bytes, &draft)
    }
    return entry
  }

  private mutating func readNested(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft,
    _ entry: inout Entry
  ) throws(TraceError) {
    let first = draft.requests.count
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      var inner = try read(bytes, &cursor, &draft, isNested: true)
      inner.request.agent = 1
      if draft.requests.count > first {
        (inner.request.delay, inner.request.cause) = (Nanoseconds(inner.think), .tool)
      }
      entry.nestedEnd = max(entry.nestedEnd, inner.time + inner.length)
      draft.requests.append(inner.request)
    }
    entry.nested = (first - base)..<(draft.requests.count - base)
  }

  private func readTypes(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ entry: inout Entry
  ) throws(TraceError) {
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      switch try cursor.string(bytes) {
      case "text": entry.hasText = true
      case "tool_result": entry.hasToolResult = true
      default: break
      }
    }
  }

  private func seconds(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) -> Int {
    try time(bytes, &cursor, unit: 1_000_000_000, "seconds")
  }

  private func milliseconds(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) -> Int {
    try time(bytes, &cursor, unit: 1_000_000, "milliseconds")
  }

  /// A length of time that may be null; below 0 it is none, beyond a replay it is refused.
  private func time(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, unit: Int, _ what: String
  ) throws(TraceError) -> Int {
    if cursor.takeNull(bytes) { return 0 }
    let place = cursor.position
    let value = try cursor.time(bytes, unit: unit, what)
    guard value < Int(Ticks.horizonNanoseconds) else {
      throw cursor.error("more than 13 days", at: place)
    }
    return max(0, value)
  }

  /// The prompt that the ids of an entry name.
  private mutating func prompt(
    _ input: Int, _ place: (cursor: LineCursor, position: Int), _ bytes: Span<UInt8>,
    _ draft: inout ImportDraft
  ) throws(TraceError) -> DraftRequest.Prompt {
    guard isLocal else {
      return try draft.chain(
        &ids, input: input, rounding: .floor, bytes, place.cursor, place.position)
    }
    guard ids.count == input / block else {
      throw place.cursor.error(
        "\(ids.count) hash_ids for \(input) input tokens", at: place.position,
        help: "whole blocks of \(block) tokens are \(input / block)")
    }
    var previous = -1
    for (index, id) in ids.enumerated() {
      let known = before[id]
      if known == nil { before[id] = previous }
      if let known, known != previous {
        throw draft.brokenChain(
          ids, .init(index: index, earlier: known), bytes, place.cursor, place.position)
      }
      previous = id
    }
    return draft.addLocal(ids)
  }
}
