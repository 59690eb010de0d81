import Domain

/// Reads LLMServingSim's JSON lines: requests in nanoseconds, sessions of such with tool times
/// between them, and the rows it measures on vLLM, whose arrivals are seconds since 1970.
struct ServingSimReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set = ["arrival_time_ns", "arrival_time"]
  static let tools = ["tool"]

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] {
    [
      FieldAccount("input_toks", .kept), FieldAccount("output_toks", .kept),
      FieldAccount("arrival_time_ns", .kept, "nanoseconds from the start"),
      FieldAccount("arrival_time", .kept, "seconds since 1970, from the first row on"),
      FieldAccount("sub_requests", .kept, "as a session, each after the one before it"),
      FieldAccount("tool_duration_ns", .kept, "nanoseconds"),
      .model, FieldAccount("input_tok_ids", .dropped, "lengths are enough"),
      FieldAccount("output_tok_ids", .dropped, "lengths are enough"),
    ]
  }

  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] {
    draft.met.lacks("sub_requests")
      ? [.unshared]
      : [
        FieldAccount(
          "prompt content", .inferred,
          "a session's prompt holds the one before and its output where it is long enough")
      ]
  }

  private static let keys = KeyTable([
    "input_toks", "output_toks", "arrival_time_ns", "arrival_time", "sub_requests", "session_id",
    "input_tok_ids", "output_tok_ids", "request_id", "tool_duration_ns",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    let first = draft.requests.count
    var (hasInput, hasOutput) = (false, false)
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      switch draft.met.find(Self.keys, bytes, range) {
      case 0:
        request.input = try cursor.tokens(bytes, "input_toks")
        hasInput = true
      case 1:
        request.output = try cursor.outputTokens(bytes, "output_toks")
        hasOutput = true
      case 2: request.time = try cursor.time(bytes, unit: 1, "arrival_time_ns")
      case 3: request.time = try cursor.time(bytes, unit: 1_000_000_000, "arrival_time")
      case 4: try readSession(bytes, &cursor, &draft)
      case 5, 6, 7, 8, 9: try cursor.skipValue(bytes)
      default:
        draft.dropped.add(cursor.text(bytes, range), line: cursor.line)
        try cursor.skipValue(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    if draft.requests.count == first {
      guard hasInput, hasOutput else {
        throw start.error("\"input_toks\" or \"output_toks\" is missing")
      }
      draft.requests.append(request)
    } else {
      draft.requests[first].time = request.time
    }
  }

  private func readSession(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let base = draft.requests.count
    var wait = 0
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      var request = DraftRequest()
      request.line = cursor.line
      (request.delay, request.cause) = (Nanoseconds(wait), .tool)
      wait = 0
      var isFirstKey = true
      while let range = try cursor.nextKey(bytes, &isFirstKey) {
        switch draft.met.find(Self.keys, bytes, range) {
        case 0: request.input = try cursor.tokens(bytes, "input_toks")
        case 1: request.output = try cursor.outputTokens(bytes, "output_toks")
        case 9:
          let place = cursor.position
          wait = try cursor.time(bytes, unit: 1, "tool_duration_ns")
          guard wait >= 0, wait < Int(Ticks.horizonNanoseconds) else {
            throw cursor.error("a wait from 0 to 13 days was expected", at: place)
          }
        default: try cursor.skipValue(bytes)
        }
      }
      if draft.requests.count > base {
        let earlier = draft.requests[draft.requests.count - 1]
        let keep = earlier.input + earlier.output
        if request.input >= keep {
          request.prompt = .extends(
            request: Int32(draft.requests.count - base - 1), keep: Int32(keep))
        }
      }
      draft.requests.append(request)
    }
  }
}
