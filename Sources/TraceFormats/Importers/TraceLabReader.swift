import Domain

/// Reads TraceLab's rounds: JSON lines, one for each model call of a coding agent, with the moments
/// of what happened in it and how long each tool took.
struct TraceLabReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set<String> = []
  /// By session: its last request and when its answer was there.
  private var last: [Int32: (request: Int, round: Int, end: Int, tool: Tool?)] = [:]

  private struct Tool {
    var number: UInt16
    var calls: Int32
    var latency: Int
  }

  init(_ options: ImportOptions) {}

  let countsFromStart = false

  var account: [FieldAccount] {
    [
      FieldAccount("session_id", .kept), FieldAccount("round_index", .kept, "as the order"),
      FieldAccount("input_tokens_total", .kept),
      FieldAccount("prefix_tokens", .kept, "what the prompt has of the round before it"),
      FieldAccount("output_tokens", .kept), FieldAccount("reasoning_output_tokens", .kept),
      FieldAccount("tools", .kept, "one wait for a round's tools, named after the slowest"),
      FieldAccount(
        "timing_events", .inferred, "waits: from a round's end to the next one's input"),
      FieldAccount("first_input_event_type", .inferred, "turns begin with a user's message"),
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
    ]
  }

  private static let keys = KeyTable([
    "session_id", "round_index", "input_tokens_total", "prefix_tokens", "output_tokens",
    "reasoning_output_tokens", "timing_events", "tools", "first_input_event_type",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    var (round, prefix, seen) = (0, 0, 0)
    var events = Events()
    var tool: Tool?
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      let key = draft.met.find(Self.keys, bytes, range)
      if let key { seen |= 1 << key }
      switch key {
      case 0: request.session = Int32(draft.sessions.number(try cursor.name(bytes)))
      case 1: round = try cursor.integer(bytes, 0...1_000_000, "round_index")
      case 2: request.input = try cursor.tokens(bytes, "input_tokens_total")
      case 3: prefix = try cursor.tokens(bytes, "prefix_tokens")
      case 4: request.output = try cursor.outputTokens(bytes, "output_tokens")
      case 5:
        if !cursor.takeNull(bytes) {
          request.reasoning = try cursor.outputTokens(bytes, "reasoning_output_tokens")
        }
      case 6: try events.read(bytes, &cursor)
      case 7: tool = try readTools(bytes, &cursor, &draft)
      case 8:
        request.beginsTurn =
          cursor.takeNull(bytes) ? false : try cursor.string(bytes) == "user_message"
      default:
        draft.dropped.add(cursor.text(bytes, range), line: cursor.line)
        try cursor.skipValue(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    for key in [0, 2, 4] where seen & (1 << key) == 0 {
      throw start.error("\"\(Self.keys.names[key])\" is missing")
    }
    guard prefix <= request.input else {
      throw start.error("\"prefix_tokens\" is more than \"input_tokens_total\"")
    }
    request.time = events.lastInput ?? events.first
    if let earlier = last[request.session] {
      guard round > earlier.round else {
        throw start.error(
          "round \(round) follows round \(earlier.round) of its session",
          help: "a session's rounds stand in order")
      }
      request.prompt = .extends(
        request: Int32(earlier.request), keep: Int32(prefix))
      if let time = request.time {
        let wait = max(0, time - earlier.end)
        request.delay = Nanoseconds(min(wait, Int(Ticks.horizonNanoseconds) - 1))
      }
      if !request.beginsTurn, let tool = earlier.tool {
        (request.cause, request.tool, request.calls) = (.tool, tool.number, tool.calls)
      }
      // Sessions are ordered by their first request alone: a clock of another machine may differ.
    }
    last[request.session] = (draft.requests.count, round, events.last ?? 0, tool)
    draft.requests.append(request)
  }

  /// Moments of a round.
  private struct Events {
    var first: Int?
    var last: Int?
    /// Of a user's message or a tool's result.
    var lastInput: Int?

    private static let keys = KeyTable(["event_type", "timestamp"])

    mutating func read(
      _ bytes: Span<UInt8>, _ cursor: inout LineCursor
    ) throws(TraceError) {
      var isFirst = true
      while try cursor.nextElement(bytes, &isFirst) {
        var isFirstKey = true
        var isInput = false
        var time: Int?
        while let range = try cursor.nextKey(bytes, &isFirstKey) {
          switch Self.keys.find(bytes, range) {
          case 0:
            let type = try cursor.string(bytes)
            isInput = type == "user_message" || type == "tool_result"
          case 1:
            try cursor.expect(bytes, 0x22)
            time = try cursor.wallClock(bytes)
            try cursor.expect(bytes, 0x22)
          default: try cursor.skipValue(bytes)
          }
        }
        guard let time else { continue }
        first = min(first ?? time, time)
        last = max(last ?? time, time)
        if isInput { lastInput = max(lastInput ?? time, time) }
      }
    }
  }

  private static let toolKeys = KeyTable(["tool_name", "tool_wall_latency_ms"])

  /// The slowest of a round's tools.
  private func readTools(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Tool? {
    var slowest: Tool?
    var calls: Int32 = 0
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      var name = "tool"
      var latency = 0
      var isFirstKey = true
      while let range = try cursor.nextKey(bytes, &isFirstKey) {
        switch Self.toolKeys.find(bytes, range) {
        case 0: name = try cursor.string(bytes)
        case 1:
          if !cursor.takeNull(bytes) {
            latency = try cursor.time(bytes, unit: 1_000_000, "tool_wall_latency_ms")
          }
        default: try cursor.skipValue(bytes)
        }
      }
      calls += 1
      if latency >= slowest?.latency ?? 0 {
        slowest = Tool(number: draft.tool(name), calls: 0, latency: latency)
      }
    }
    slowest?.calls = calls
    return slowest
  }
}
