import Domain

/// What a row of Dynamo's request trace says; times in nanoseconds since 1970.
struct DynamoRow {
  struct Tool {
    var name = "tool"
    var start: Int?
    var end: Int?
  }

  var session: String?
  var parent: String?
  var hasRequest = false
  var event: String?
  var input: Int?
  var output: Int?
  var received: Int?
  var length: Int?
  var ended: Int?
  var blockTokens: Int?
  var ids: [Int] = []
  var idsPlace = 0
  var tool: Tool?
  var met = FieldsMet()

  private static let rowKeys = KeyTable([
    "agent_context", "request", "tool", "event_time_unix_ms", "schema", "event_type",
    "event_source",
  ])
  private static let contextKeys = KeyTable(
    [
      "session_id", "parent_session_id", "trajectory_id", "parent_trajectory_id",
    ], slot: 1)
  private static let requestKeys = KeyTable(
    [
      "input_tokens", "output_tokens", "request_received_ms", "total_time_ms", "replay",
    ], slot: 2)
  private static let replayKeys = KeyTable(
    [
      "trace_block_size", "input_length", "input_sequence_hashes",
    ], slot: 3)
  private static let toolKeys = KeyTable(
    ["tool_class", "started_at_unix_ms", "ended_at_unix_ms"], slot: 4)
  private static let unit = 1_000_000

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = met.find(Self.rowKeys, bytes, range)
      if cursor.takeNull(bytes) { continue }
      switch key {
      case 0: try readContext(bytes, &cursor)
      case 1: try readRequest(bytes, &cursor)
      case 2: try readTool(bytes, &cursor)
      case 3: ended = try cursor.time(bytes, unit: Self.unit, "milliseconds")
      case 5: event = try cursor.string(bytes)
      case 4, 6: try cursor.skipValue(bytes)
      default:
        draft.dropped.add(cursor.text(bytes, range), line: cursor.line)
        try cursor.skipValue(bytes)
      }
    }
  }

  private mutating func readContext(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = met.find(Self.contextKeys, bytes, range)
      if cursor.takeNull(bytes) { continue }
      switch key {
      case 0, 2: session = try cursor.name(bytes)
      case 1, 3: parent = try cursor.name(bytes)
      default: try cursor.skipValue(bytes)
      }
    }
  }

  private mutating func readRequest(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    hasRequest = true
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = met.find(Self.requestKeys, bytes, range)
      if cursor.takeNull(bytes) { continue }
      switch key {
      case 0: input = try cursor.tokens(bytes, "input_tokens")
      case 1: output = try cursor.outputTokens(bytes, "output_tokens")
      case 2: received = try cursor.time(bytes, unit: Self.unit, "milliseconds")
      case 3:
        let time = try cursor.time(bytes, unit: Self.unit, "milliseconds")
        length = min(max(0, time), Int(Ticks.horizonNanoseconds))
      case 4: try readReplay(bytes, &cursor)
      default: try cursor.skipValue(bytes)
      }
    }
  }

  private mutating func readReplay(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = met.find(Self.replayKeys, bytes, range)
      if cursor.takeNull(bytes) { continue }
      switch key {
      case 0: blockTokens = try cursor.integer(bytes, 1...65_536, "trace_block_size")
      case 1: input = try cursor.tokens(bytes, "input_length")
      case 2: idsPlace = try cursor.hashes(bytes, into: &ids)
      default: try cursor.skipValue(bytes)
      }
    }
  }

  private mutating func readTool(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    var found = Tool()
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = met.find(Self.toolKeys, bytes, range)
      if cursor.takeNull(bytes) { continue }
      switch key {
      case 0: found.name = try cursor.name(bytes)
      case 1: found.start = try cursor.time(bytes, unit: Self.unit, "milliseconds")
      case 2: found.end = try cursor.time(bytes, unit: Self.unit, "milliseconds")
      default: try cursor.skipValue(bytes)
      }
    }
    tool = found
  }
}
