import Domain

/// Reads TraceLab's CSV of sessions: rounds with the tokens that stay from before, those that are
/// added, and how long the tools after a round took.
struct TraceLabCSVReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["arrival_time"]
  static let tools = ["tool"]
  private var columns = CSVColumns()
  /// By session: its last request, that one's round and the wait after it.
  private var last: [Int32: (request: Int, round: Int, wait: Int)] = [:]

  init(_ options: ImportOptions) {}

  private static let names = [
    "session_id", "round_idx", "prefix_len", "input_len", "output_len", "tool_wait_after_ms",
    "arrival_time",
  ]

  var account: [FieldAccount] {
    [
      FieldAccount("session_id", .kept), FieldAccount("round_idx", .kept, "as the order"),
      FieldAccount("prefix_len", .kept, "what the prompt has of the round before it"),
      FieldAccount("input_len", .kept), FieldAccount("output_len", .kept),
      FieldAccount("tool_wait_after_ms", .kept, "milliseconds, one wait for all tools"),
      FieldAccount("arrival_time", .kept, "milliseconds from the start"), .model,
    ]
  }

  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] {
    columns.has(6) ? [] : [.noStart]
  }

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    try columns.readHeader(
      bytes, &cursor, known: Self.names, needed: 6,
      help: "TraceLab's columns are \(Self.names.joined(separator: ", "))", &draft)
    return true
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    var (round, prefix, wait) = (0, 0, 0)
    var time: Int?
    for column in columns.indices {
      try columns.separate(column, bytes, &cursor)
      switch columns.field(column) {
      case 0: request.session = Int32(draft.sessions.number(cursor.cell(bytes)))
      case 1: round = try cursor.count(bytes, 0...1_000_000, "round_idx")
      case 2: prefix = try cursor.count(bytes, ImportedHeader.inputs, "prefix_len")
      case 3: request.input = try cursor.count(bytes, ImportedHeader.inputs, "input_len")
      case 4: request.output = try cursor.count(bytes, ImportedHeader.outputs, "output_len")
      case 5: wait = try cursor.time(bytes, unit: 1_000_000, "tool_wait_after_ms")
      case 6: time = try cursor.time(bytes, unit: 1_000_000, "arrival_time")
      default: cursor.skipCell(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    guard wait >= 0, wait < Int(Ticks.horizonNanoseconds) else {
      throw start.error("tool_wait_after_ms is out of range")
    }
    request.input += prefix
    guard request.input <= ImportedHeader.mostTokens else {
      throw start.error("prefix_len and input_len are out of range")
    }
    if let earlier = last[request.session] {
      guard round > earlier.round else {
        throw start.error(
          "round \(round) follows round \(earlier.round) of its session",
          help: "a session's rounds stand in order")
      }
      request.prompt = .extends(request: Int32(earlier.request), keep: Int32(prefix))
      (request.delay, request.cause) = (Nanoseconds(earlier.wait), .tool)
    } else {
      request.time = time
    }
    last[request.session] = (draft.requests.count, round, wait)
    draft.requests.append(request)
  }
}
