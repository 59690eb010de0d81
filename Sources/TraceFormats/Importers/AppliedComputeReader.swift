import Domain

/// Reads Applied Compute's agentic rows: a session each, as lengths of its turns and the seconds
/// its tools took. There are no times of arrival.
struct AppliedComputeReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set<String> = []
  static let tools = ["tool"]

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] {
    [
      FieldAccount("input_prompt_length", .kept),
      FieldAccount("assistant_response_length", .kept),
      FieldAccount("tool_call_output_length", .kept, "added to prompt and answer"),
      FieldAccount("tool_call_latency", .kept, "seconds"),
      FieldAccount("final_assistant_response_length", .kept),
      FieldAccount("num_turns", .inferred, "the lists' length"),
      .noStart, .model,
    ]
  }

  private static let keys = KeyTable([
    "num_turns", "input_prompt_length", "assistant_response_length", "tool_call_output_length",
    "tool_call_latency", "final_assistant_response_length",
  ])

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var (prompt, final): (Int?, Int?) = (nil, nil)
    var lists: [[Int]] = [[], [], []]
    var isFirst = true
    while let range = try cursor.nextKey(bytes, &isFirst) {
      switch draft.met.find(Self.keys, bytes, range) {
      case 0: try cursor.skipValue(bytes)
      case 1: prompt = try cursor.tokens(bytes, "input_prompt_length")
      case 5: final = try cursor.outputTokens(bytes, "final_assistant_response_length")
      case .some(let key): lists[key - 2] = try readList(bytes, &cursor, isTime: key == 4)
      default: try cursor.skipUnknown(bytes, range, Self.keys, &draft)
      }
    }
    try cursor.expectEndOfLine(bytes)
    guard let prompt, let final else {
      throw start.error(
        "\"input_prompt_length\" or \"final_assistant_response_length\" is missing")
    }
    guard lists[0].count == lists[1].count, lists[0].count == lists[2].count else {
      throw start.error(
        "lists of \(lists[0].count), \(lists[1].count) and \(lists[2].count) turns",
        help: "each turn has a response, a tool's output and its latency")
    }
    var input = prompt
    for turn in 0...lists[0].count {
      var request = DraftRequest()
      request.line = start.line
      (request.input, request.output) = (input, turn < lists[0].count ? lists[0][turn] : final)
      if turn > 0 {
        (request.delay, request.cause) = (Nanoseconds(lists[2][turn - 1]), .tool)
        let keep = input - lists[1][turn - 1]
        request.prompt = .extends(request: Int32(turn - 1), keep: Int32(keep))
      }
      draft.requests.append(request)
      if turn < lists[0].count { input += lists[0][turn] + lists[1][turn] }
      guard input <= ImportedHeader.mostTokens else {
        throw start.error("its prompt grows to \(input) tokens")
      }
    }
  }

  private func readList(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, isTime: Bool
  ) throws(TraceError) -> [Int] {
    var values: [Int] = []
    var isFirst = true
    while try cursor.nextElement(bytes, &isFirst) {
      let place = cursor.position
      let value =
        isTime
        ? try cursor.time(bytes, unit: 1_000_000_000, "seconds")
        : try cursor.count(bytes, ImportedHeader.outputs, "a length")
      guard value >= 0, value < Int(Ticks.horizonNanoseconds) else {
        throw cursor.error("a wait from 0 to 13 days was expected", at: place)
      }
      values.append(value)
    }
    return values
  }
}
