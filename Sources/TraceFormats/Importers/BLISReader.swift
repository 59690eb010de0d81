import Domain

/// Reads BLIS's TraceV2: CSV of requests with microseconds, and a YAML header beside it, of which
/// only whether a session's context grows matters.
struct BLISReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["arrival_time_us"]
  static let agents: [String] = []
  private var columns = CSVColumns()
  private var isYAML = false
  private var grows = false
  private var pieces = PieceNames()
  private var rounds: [Int] = []

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] {
    [
      FieldAccount("arrival_time_us", .kept, "microseconds from the start"),
      FieldAccount("input_tokens", .kept, "behind the group's prefix"),
      FieldAccount("output_tokens", .kept),
      FieldAccount("prefix_group", .kept, "one context for each group and length"),
      FieldAccount("prefix_length", .kept), FieldAccount("session_id", .kept),
      FieldAccount("round_index", .kept, "as the order"),
      FieldAccount("tenant_id", .kept), FieldAccount("client_id", .kept, "as the agent"),
      FieldAccount("think_time_us", .kept, "microseconds; else a round isn't sent before its time"),
      FieldAccount("reason_ratio", .kept, "as reasoning tokens"),
      FieldAccount("session_context_growth", .inferred, "later rounds hold the ones before"),
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
      FieldAccount("slo_class", .dropped, "imported traces have one class"),
      FieldAccount("deadline_us", .dropped, "imported traces have no targets"),
      FieldAccount("first_chunk_time_us", .dropped, "a replay has its own times"),
      FieldAccount("status", .dropped, "failed requests are replayed too"),
      FieldAccount("text_tokens", .dropped, "input_tokens is the sum"),
      FieldAccount("other columns", .dropped, "a replay has no use for them"),
    ]
  }

  private static let names = [
    "input_tokens", "output_tokens", "arrival_time_us", "session_id", "round_index",
    "prefix_group", "prefix_length", "tenant_id", "client_id", "think_time_us", "reason_ratio",
    "server_input_tokens", "request_id", "slo_class", "vllm_priority", "streaming", "text_tokens",
    "image_tokens", "audio_tokens", "video_tokens", "model", "deadline_us", "slo_target_us",
    "send_time_us", "first_chunk_time_us", "last_chunk_time_us", "num_chunks", "status",
    "error_message", "finish_reason", "x_request_id", "adapter",
  ]

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    var look = cursor
    let first = look.cell(bytes)
    isYAML = first.contains(":") && !first.contains("request_id")
    guard !isYAML else { return false }
    try columns.readHeader(
      bytes, &cursor, known: Self.names, needed: 3,
      help: "BLIS's columns are \(Self.names.joined(separator: ", "))", &draft)
    // Columns may be there and empty: what cells hold counts.
    draft.met = FieldsMet()
    draft.met.know(Self.names)
    return true
  }

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool {
    switch field {
    case "session_context_growth": !grows
    // Of no group there is no prefix.
    case "prefix_length": draft.met.lacks("prefix_group")
    default: draft.met.lacks(field)
    }
  }

  /// A line of the header. Rows below columns with a broken name are none.
  private mutating func readYAML(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    let start = cursor.position
    var rest = cursor
    rest.skipLine(bytes)
    let line = cursor.text(bytes, start..<rest.position)
    guard line.contains(":") || [" ", "-", "#"].contains(line.prefix(1)) else {
      throw cursor.error("this is no line of BLIS's YAML header", at: start)
    }
    if line.hasPrefix("session_context_growth:"), line.contains("accumulate") { grows = true }
    cursor = rest
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    if isYAML { return try readYAML(bytes, &cursor) }
    let start = cursor
    var request = DraftRequest()
    request.line = cursor.line
    var group = ""
    var (prefix, round, think, server, reasoning) = (0, 0, 0, 0, 0.0)
    var (session, tenant, agent) = ("", "", "")
    for column in columns.indices {
      try columns.separate(column, bytes, &cursor)
      if cursor.isEmptyCell(bytes) { continue }
      if columns.field(column) >= 0 { draft.met.note(columns.field(column)) }
      switch columns.field(column) {
      case 0: request.input = try cursor.count(bytes, ImportedHeader.inputs, "input_tokens")
      case 1: request.output = try cursor.count(bytes, ImportedHeader.outputs, "output_tokens")
      case 2: request.time = try cursor.time(bytes, unit: 1000, "arrival_time_us")
      case 3: session = cursor.cell(bytes)
      case 4: round = try cursor.count(bytes, 0...1_000_000, "round_index")
      case 5: group = cursor.cell(bytes)
      case 6: prefix = try cursor.count(bytes, ImportedHeader.inputs, "prefix_length")
      case 7: tenant = cursor.cell(bytes)
      case 8: agent = cursor.cell(bytes)
      case 9: think = try cursor.time(bytes, unit: 1000, "think_time_us")
      case 10: reasoning = try cursor.double(bytes, "reason_ratio")
      case 11: server = try cursor.count(bytes, ImportedHeader.inputs, "server_input_tokens")
      default: cursor.skipCell(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    guard think < Int(Ticks.horizonNanoseconds) else {
      throw start.error("think_time_us is too long")
    }
    if group.isEmpty, server > 0 { request.input = server }
    if !group.isEmpty, prefix > 0 {
      request.input += prefix
      request.prompt = .piece(
        pieces.number("\(group)/\(prefix)", tokens: prefix, below: -1, &draft))
    }
    guard request.input <= ImportedHeader.mostTokens else {
      throw start.error("the prompt is too long")
    }
    request.reasoning = Int((Double(request.output) * min(1, max(0, reasoning))).rounded())
    request.agent = draft.agent(agent.isEmpty ? "all" : agent)
    request.session =
      session.isEmpty ? draft.loneSession() : Int32(draft.sessions.number("s\(session)"))
    if !tenant.isEmpty { draft.tenants[request.session] = tenant }
    if round > 0 {
      request.beginsTurn = true
      (request.delay, request.keepsTime) = (Nanoseconds(max(0, think)), think <= 0)
    }
    rounds.append(round)
    draft.requests.append(request)
  }

  /// Each round follows the one before it, in the order of their numbers.
  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    var sessions: [Int32: [Int]] = [:]
    for index in draft.requests.indices {
      sessions[draft.requests[index].session, default: []].append(index)
    }
    for session in sessions.keys.sorted() {
      let members = sessions[session] ?? []
      let ordered = members.sorted { (rounds[$0], $0) < (rounds[$1], $1) }
      for (previous, index) in zip(ordered, ordered.dropFirst()) {
        draft.requests[index].dependencies = draft.list(CollectionOfOne(previous))
        extend(index, previous, &draft)
      }
    }
    return [:]
  }

  private func extend(_ index: Int, _ previous: Int, _ draft: inout ImportDraft) {
    let earlier = draft.requests[previous]
    let keep = earlier.input + earlier.output
    let request = draft.requests[index]
    if request.input < keep {
      guard grows, keep + request.input <= ImportedHeader.mostTokens else { return }
      draft.requests[index].input = keep + request.input
    } else if !grows {
      // Without growth rounds are prompts of their own, however long.
      return
    }
    draft.requests[index].prompt = .extends(request: Int32(previous), keep: Int32(keep))
  }
}
