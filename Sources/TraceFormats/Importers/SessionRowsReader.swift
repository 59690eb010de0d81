import Domain

/// Reads rows with Mooncake's keys that name a session: of AIPerf, of Dynamo's closed-loop
/// sessions, and Mooncake's delta form.
///
/// A later row of a session has the whole prompt (Dynamo), what is added to the prompt before it
/// (delta), or what is added to that and its answer (AIPerf). Unless the format is told, whole
/// prompts are known by hashes that go on from the row before.
struct SessionRowsReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["timestamp"]
  private let blockTokens: Int
  private let unit: Int
  private let format: TraceFormat
  private let usualOutput: Int
  private var ids: [Int] = []
  private var names = ChainNames()
  /// Slices of `allIDs` by request.
  private var idRanges: [Range<Int>] = []
  private var allIDs: [Int] = []

  init(_ options: ImportOptions) {
    blockTokens = options.blockTokens ?? 512
    unit = options.timeUnit ?? 1_000_000
    (format, usualOutput) = (options.format, options.outputTokens)
  }

  var blocks: BlockIdentity? { BlockIdentity(tokens: blockTokens, rounding: .ceil) }

  var account: [FieldAccount] {
    [
      FieldAccount("session_id", .kept),
      FieldAccount("timestamp", .kept, "\(timeUnitName(unit)) from the start"),
      FieldAccount("delay", .kept, "\(timeUnitName(unit)) after the answer before"),
      format == .mooncakeDelta
        ? FieldAccount("input_length", .kept, "added to the prompt before")
        : FieldAccount(
          "input_length", .inferred,
          "whole where hashes go on from the row before, else added to its prompt and answer"),
      FieldAccount("output_length", .kept, "\(usualOutput) where it is missing (synthesized)"),
      FieldAccount(
        "hash_ids", .kept, "as a tree of \(blockTokens)-token blocks; not of what is added later"),
      FieldAccount("text_input", .inferred, "a token for every 4 bytes, where lengths are missing"),
      .model, FieldAccount("group_id", .dropped, "the hashes say what is shared"),
    ]
  }

  private static let keys = KeyTable([
    "session_id", "timestamp", "delay", "input_length", "output_length", "hash_ids", "text_input",
    "group_id", "is_restart", "messages", "message_mode", "tools", "extra", "payload", "priority",
    "strict_priority", "created_time", "delay_ms", "input_tokens", "output_tokens",
    "policy_class", "model", "max_tokens", "block_size",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    request.output = usualOutput
    request.session = -1
    var (input, text, delay): (Int?, Int?, Int?) = (nil, nil, nil)
    ids.removeAll(keepingCapacity: true)
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if key != nil, cursor.takeNull(bytes) { continue }
      switch key {
      case 0: request.session = Int32(draft.sessions.number(try cursor.name(bytes)))
      case 1, 16: request.time = try cursor.time(bytes, unit: unit, "the timestamp")
      case 2, 17: delay = try cursor.time(bytes, unit: unit, "the delay")
      case 3, 18: input = try cursor.tokens(bytes, "input_length")
      case 4, 19, 22: request.output = try cursor.outputTokens(bytes, "output_length")
      case 5: _ = try cursor.hashes(bytes, into: &ids)
      case 23: try cursor.blockSize(bytes, blockTokens)
      case 6, 9: text = (text ?? 0) + (try cursor.textTokens(bytes))
      case nil: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      default: try cursor.skipValue(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    guard let length = input ?? text ?? (ids.isEmpty ? nil : ids.count * blockTokens) else {
      throw start.error("\"input_length\" is missing")
    }
    guard length <= ImportedHeader.mostTokens else {
      throw start.error("the prompt is longer than \(ImportedHeader.mostTokens) tokens")
    }
    request.input = length
    if let delay {
      guard delay < Int(Ticks.horizonNanoseconds) else {
        throw start.error("the delay is more than 13 days")
      }
      request.delay = Nanoseconds(max(0, delay))
    }
    if request.session < 0 { request.session = draft.loneSession() }
    idRanges.append(allIDs.count..<(allIDs.count + ids.count))
    allIDs += ids
    draft.requests.append(request)
  }

  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    var last: [Int32: Int] = [:]
    var bad: [Int: TraceError] = [:]
    var first: [Int32: Int] = [:]
    var rows: [Int32: Int] = [:]
    for request in draft.requests { rows[request.session, default: 0] += 1 }
    for index in draft.requests.indices {
      let session = draft.requests[index].session
      guard let previous = last[session] else {
        (last[session], first[session]) = (index, index)
        draft.requests[index].prompt = start(
          of: index, draft.requests[index].input, isAlone: rows[session] == 1, &draft)
        draft.requests[index].delay = 0
        continue
      }
      last[session] = index
      draft.requests[index].beginsTurn = true
      draft.requests[index].keepsTime = draft.requests[index].time != nil
      if format != .mooncakeDelta, goesOn(index, from: previous, draft) {
        draft.requests[index].prompt = start(of: index, draft.requests[index].input, &draft)
        continue
      }
      let earlier = draft.requests[previous]
      let keep = earlier.input + (format == .mooncakeDelta ? 0 : earlier.output)
      let whole = keep + draft.requests[index].input
      guard whole <= ImportedHeader.mostTokens else {
        bad[index] = TraceError(
          "a session's prompt grows to \(whole) tokens", line: draft.requests[index].line,
          help: "rows of a session are taken to add to each other")
        continue
      }
      draft.requests[index].input = whole
      draft.requests[index].prompt = .extends(request: Int32(previous), keep: Int32(keep))
    }
    dropTimes(first, &draft)
    return bad
  }

  /// Where only a session's first row has a time, sessions are ordered by it.
  private func dropTimes(_ first: [Int32: Int], _ draft: inout ImportDraft) {
    for index in draft.requests.indices {
      let start = first[draft.requests[index].session] ?? index
      if draft.requests[start].time == nil { draft.requests[index].time = nil }
    }
  }

  /// Whether a row's hashes begin with all whole blocks of an earlier row's.
  private func goesOn(_ index: Int, from previous: Int, _ draft: borrowing ImportDraft) -> Bool {
    let whole = min(idRanges[previous].count, draft.requests[previous].input / blockTokens)
    guard idRanges[index].count >= max(1, whole) else { return false }
    let wanted = whole == 0 ? 1 : whole
    guard idRanges[previous].count >= wanted else { return false }
    return allIDs[idRanges[index].prefix(wanted)].elementsEqual(
      allIDs[idRanges[previous].prefix(wanted)])
  }

  /// A prompt that its hashes name; they may name content alone, so the path is named anew. Only
  /// whole blocks are shared, since more may follow; all of a row that is alone in its session.
  private mutating func start(
    of index: Int, _ input: Int, isAlone: Bool = false, _ draft: inout ImportDraft
  ) -> DraftRequest.Prompt {
    let whole = input / blockTokens
    let all = (input + blockTokens - 1) / blockTokens
    let count = min(idRanges[index].count, isAlone && idRanges[index].count == all ? all : whole)
    guard count > 0 else { return .unshared }
    names.chain(Array(allIDs[idRanges[index].prefix(count)]), into: &ids)
    guard let last = ids.last, draft.tree.add(&ids) == nil else { return .unshared }
    return .chain(last: last, blocks: Int32(count))
  }
}

extension LineCursor {
  /// About the tokens of a text or of a list of messages: one for every 4 bytes of text in it.
  mutating func textTokens(_ bytes: Span<UInt8>) throws(TraceError) -> Int {
    skipSpace(bytes)
    let isText = peek(bytes) == 0x22
    let start = position
    try skipValue(bytes)
    return (position - start - (isText ? 2 : 0) + 3) / 4
  }
}
