import Domain

/// What a row of agentic Mooncake says, of either version.
struct AgenticRow {
  struct Wait {
    var request: String
    /// Nanoseconds after it.
    var delay: Int
    /// For its being sent, not for its end.
    var isDispatch: Bool
  }

  var request = DraftRequest()
  var id = ""
  var session = ""
  var play = ""
  var waits: [Wait] = []
  var idsPlace = 0

  private static let keys = KeyTable([
    "request_id", "session_id", "play_id", "input_length", "output_length", "hash_ids",
    "timestamp", "not_before_ms", "wait_for", "delay", "tool_wait_ms", "dependencies", "branches",
    "prefix_reset", "tool_events", "priority", "strict_priority", "model", "policy_class",
    "input_tokens", "output_tokens", "created_time", "delay_ms", "block_size",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ ids: inout [Int],
    _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var seen = 0
    var (delay, tools) = (0, 0)
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if let key { seen |= 1 << key }
      if key != nil, key != 5, cursor.takeNull(bytes) { continue }
      switch key {
      case 0: id = try cursor.name(bytes)
      case 1: session = try cursor.name(bytes)
      case 2: play = try cursor.name(bytes)
      case 3, 19: request.input = try cursor.tokens(bytes, "input_length")
      case 4, 20: request.output = try cursor.outputTokens(bytes, "output_length")
      case 5: idsPlace = try cursor.hashes(bytes, into: &ids)
      case 6, 7, 21: request.time = try cursor.time(bytes, unit: 1_000_000, "milliseconds")
      case 8: try readNames(bytes, &cursor)
      case 9, 22: delay = try milliseconds(bytes, &cursor)
      case 10: tools = try milliseconds(bytes, &cursor)
      case 11: try readDependencies(bytes, &cursor, &draft)
      case 23: try cursor.blockSize(bytes, draft.tree.blockTokens)
      case nil: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      default: try cursor.skipValue(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    guard seen & 1 != 0 else { throw start.error("\"request_id\" is missing") }
    guard seen & (1 << 4 | 1 << 20) != 0 else { throw start.error("\"output_length\" is missing") }
    guard seen & (1 << 3 | 1 << 19) != 0 else { throw start.error("\"input_length\" is missing") }
    request.delay = Nanoseconds(min(delay + tools, Int(Ticks.horizonNanoseconds) - 1))
    request.cause = tools > 0 ? .tool : .pause
  }

  private func milliseconds(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) -> Int {
    let place = cursor.position
    let time = try cursor.time(bytes, unit: 1_000_000, "milliseconds")
    guard time >= 0, time < Int(Ticks.horizonNanoseconds) else {
      throw cursor.error("a wait from 0 to 13 days was expected", at: place)
    }
    return time
  }

  private mutating func readNames(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      waits.append(Wait(request: try cursor.name(bytes), delay: 0, isDispatch: false))
    }
  }

  static let dependencyKeys = KeyTable(
    ["request_id", "trigger", "delay_ms", "relation"], slot: 1)

  private mutating func readDependencies(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      var wait = Wait(request: "", delay: 0, isDispatch: false)
      var isFirstKey = true
      while let range = try cursor.nextKey(bytes, &isFirstKey) {
        switch draft.met.find(Self.dependencyKeys, bytes, range) {
        case 0: wait.request = try cursor.name(bytes)
        case 1: wait.isDispatch = try cursor.string(bytes) == "dispatch"
        case 2: wait.delay = try milliseconds(bytes, &cursor)
        default: try cursor.skipValue(bytes)
        }
      }
      waits.append(wait)
    }
  }
}
