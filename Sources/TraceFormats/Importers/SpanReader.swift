import Domain

/// Reads OpenTelemetry spans of model calls (GenAI semantic conventions): documents with a list of
/// `spans`, as inference-perf takes them, or as a collector exports them (`resourceSpans`).
///
/// The spans of a trace are a session: a call waits for those that had ended when it began, and
/// what lies between is a tool's if a tool's span ended there. Prompts share the messages that they
/// begin with, where spans carry them.
struct SpanReader: ItemReader {
  static let shape = ItemShape.documents
  static let agents = ["all"]
  private let usualOutput: Int
  private var pieces = PieceNames()

  init(_ options: ImportOptions) { usualOutput = options.outputTokens }

  let countsFromStart = false

  var account: [FieldAccount] {
    [
      FieldAccount("start_time", .kept, "from the first span on"),
      FieldAccount("end_time", .inferred, "who waits for whom, and for how long"),
      FieldAccount("gen_ai.usage.input_tokens", .kept, "or the older prompt_tokens"),
      FieldAccount("gen_ai.usage.output_tokens", .kept, "or the older completion_tokens"),
      FieldAccount("gen_ai.usage.reasoning.output_tokens", .kept),
      FieldAccount(
        "gen_ai.input.messages", .inferred,
        "what prompts begin with in common; a token for every 4 bytes without a usage"),
      FieldAccount("gen_ai.output.text", .inferred, "a token for every 4 bytes without a usage"),
      FieldAccount(
        "output length", .synthesized, "\(usualOutput) tokens where neither usage nor text"),
      FieldAccount("gen_ai.tool.name", .kept, "of what ended before the next call"),
      FieldAccount("trace_id", .kept, "as the session"),
      FieldAccount("parent_span_id", .dropped, "times say what waits"),
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
      FieldAccount("other attributes", .dropped, "a replay has no use for them"),
    ]
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    let document = try JSONNode(bytes, &cursor)
    var spans: [ModelSpan] = []
    for node in document.spanNodes {
      spans.append(try ModelSpan(node, number: spans.count + 1, start))
    }
    guard !spans.isEmpty else { throw start.error("there are no spans in it") }
    let base = draft.requests.count
    var timed: [TimedLinks.Span] = []
    let calls = spans.filter { $0.kind == .call }.sorted { $0.start < $1.start }
    for call in calls {
      timed.append(
        TimedLinks.Span(request: draft.requests.count, start: call.start, end: call.end))
      draft.requests.append(request(call, start.line, &draft))
    }
    guard !calls.isEmpty else { throw start.error("none of its spans is a model call") }
    let tools = spans.filter { $0.kind == .tool }.sorted { $0.end < $1.end }
    // Within an item requests are named from its first on.
    let mark = draft.dependencies.count
    TimedLinks.link(timed, &draft)
    for (place, span) in timed.enumerated() { name(span, calls[place], tools, &draft) }
    extend(timed, calls, base, &draft)
    for index in mark..<draft.dependencies.count { draft.dependencies[index] -= Int32(base) }
  }

  private mutating func request(
    _ call: ModelSpan, _ line: Int, _ draft: inout ImportDraft
  ) -> DraftRequest {
    var request = DraftRequest()
    (request.line, request.time) = (line, call.start)
    request.output = min(call.outputTokens ?? usualOutput, ImportedHeader.mostOutput)
    request.reasoning = min(call.reasoning, request.output)
    let messages = call.messages.map { max(1, ($0.utf8.count + 3) / 4) }
    let estimate = messages.reduce(0, +)
    request.input = min(call.inputTokens ?? max(1, estimate), ImportedHeader.mostTokens)
    var parent: Int32 = -1
    var tokens = 0
    for (message, length) in zip(call.messages, messages) {
      guard tokens + length <= request.input else { break }
      tokens += length
      parent = pieces.number(message, tokens: length, below: parent, &draft)
    }
    if parent >= 0 { request.prompt = .piece(parent) }
    return request
  }

  /// What the time before a call was spent on.
  private func name(
    _ span: TimedLinks.Span, _ call: ModelSpan, _ tools: [ModelSpan], _ draft: inout ImportDraft
  ) {
    let delay = Int(draft.requests[span.request].delay)
    guard delay > 0 else { return }
    draft.requests[span.request].cause = .pause
    var (low, high) = (0, tools.count)
    while low < high {
      let middle = (low + high) / 2
      if tools[middle].end <= span.start { low = middle + 1 } else { high = middle }
    }
    guard low > 0, tools[low - 1].end > span.start - delay else { return }
    draft.requests[span.request].cause = .tool
    draft.requests[span.request].tool = draft.tool(tools[low - 1].name)
  }

  /// Without messages, a call that waits for one other and is long enough holds it and its answer.
  private func extend(
    _ timed: [TimedLinks.Span], _ calls: [ModelSpan], _ base: Int, _ draft: inout ImportDraft
  ) {
    for (place, span) in timed.enumerated() where calls[place].messages.isEmpty {
      guard let range = draft.requests[span.request].dependencies, range.count == 1 else {
        continue
      }
      let other = Int(draft.dependencies[range.lowerBound])
      guard calls[other - base].messages.isEmpty else { continue }
      let keep = draft.requests[other].input + draft.requests[other].output
      guard draft.requests[span.request].input >= keep else { continue }
      draft.requests[span.request].prompt = .extends(
        request: Int32(other - base), keep: Int32(keep))
    }
  }
}
