import Domain

/// Reads OpenTelemetry spans of model calls (GenAI semantic conventions): documents with a list of
/// `spans`, as inference-perf takes them, or as a collector exports them (`resourceSpans`).
///
/// The spans of a trace are a session: those of a document with `spans`, and those with one trace
/// id of a collector's documents, which may hold several traces or parts of them. A call waits for
/// those that had ended when it began, and what lies between is a tool's if a tool's span ended
/// there. Prompts share the messages that they begin with, where spans carry them.
struct SpanReader: ItemReader {
  static let shape = ItemShape.documents
  static let times: Set = ["start_time"]
  static let agents = ["all"]
  private let usualOutput: Int
  private var pieces = PieceNames()
  private var traces: [Trace] = []
  /// Places among `traces` of those that documents name.
  private var places: [String: Int] = [:]
  private var met: Set<String> = []
  private var hasGuessedOutput = false

  /// What is known of a trace's spans, so that they can be linked when all are read.
  private struct Trace {
    var calls: [Call] = []
    var tools: [Tool] = []
  }

  private struct Call {
    var span: TimedLinks.Span
    var hasMessages: Bool
  }

  private struct Tool {
    var name: String
    var end: Int
  }

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
      FieldAccount("gen_ai.tool.name", .kept, "of what ended before the next call"),
      FieldAccount("trace_id", .kept, "as the session"),
      FieldAccount("parent_span_id", .dropped, "times say what waits"),
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
      FieldAccount("other attributes", .dropped, "a replay has no use for them"),
    ]
  }

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool {
    switch field {
    case "gen_ai.output.text": !met.contains(field) && !met.contains("gen_ai.output.messages")
    case "gen_ai.usage.input_tokens":
      !met.contains(field) && !met.contains("gen_ai.usage.prompt_tokens")
    case "gen_ai.usage.output_tokens":
      !met.contains(field) && !met.contains("gen_ai.usage.completion_tokens")
    case "trace_id": !met.contains(field) && !met.contains("traceId")
    case "parent_span_id": !met.contains(field) && !met.contains("parentSpanId")
    case let name: name.hasPrefix("gen_ai.") && !met.contains(name)
    }
  }

  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] {
    var found: [FieldAccount] = []
    if hasGuessedOutput {
      found.append(
        FieldAccount(
          "output length", .synthesized, "\(usualOutput) tokens where neither usage nor text"))
    }
    if !met.contains("gen_ai.input.messages") {
      found.append(
        FieldAccount(
          "prompt content", .inferred,
          "a call that waits for one other and is long enough holds its prompt and answer"))
    }
    return found
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
    let isCollected = document.member("spans") == nil
    guard isCollected || spans.contains(where: { $0.kind == .call }) else {
      throw start.error("none of its spans is a model call")
    }
    for member in document.members { met.insert(member.name) }
    if !isCollected { traces.append(Trace()) }
    for span in spans.sorted(by: { $0.start < $1.start }) {
      met.formUnion(span.fields)
      guard span.kind != .other else { continue }
      let place = isCollected ? place(of: span.trace) : traces.count - 1
      guard span.kind == .call else {
        traces[place].tools.append(Tool(name: span.name, end: span.end))
        continue
      }
      let link = TimedLinks.Span(request: draft.requests.count, start: span.start, end: span.end)
      traces[place].calls.append(Call(span: link, hasMessages: !span.messages.isEmpty))
      if span.outputTokens == nil { hasGuessedOutput = true }
      var request = request(span, start.line, &draft)
      if isCollected { request.session = Int32(draft.sessions.number("trace \(span.trace)")) }
      draft.requests.append(request)
    }
  }

  private mutating func place(of trace: String) -> Int {
    if let place = places[trace] { return place }
    places[trace] = traces.count
    traces.append(Trace())
    return traces.count - 1
  }

  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    for trace in traces {
      let calls = trace.calls.sorted {
        ($0.span.start, $0.span.request) < ($1.span.start, $1.span.request)
      }
      let tools = trace.tools.sorted { $0.end < $1.end }
      TimedLinks.link(calls.map(\.span), &draft)
      for call in calls { name(call.span, tools, &draft) }
      extend(calls, &draft)
    }
    return [:]
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
  private func name(_ span: TimedLinks.Span, _ tools: [Tool], _ draft: inout ImportDraft) {
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
  private func extend(_ calls: [Call], _ draft: inout ImportDraft) {
    var spoken = Set<Int>()
    for call in calls where call.hasMessages { spoken.insert(call.span.request) }
    for call in calls where !call.hasMessages {
      let index = call.span.request
      guard let range = draft.requests[index].dependencies, range.count == 1 else { continue }
      let other = Int(draft.dependencies[range.lowerBound])
      guard !spoken.contains(other) else { continue }
      let keep = draft.requests[other].input + draft.requests[other].output
      guard draft.requests[index].input >= keep else { continue }
      draft.requests[index].prompt = .extends(request: Int32(other), keep: Int32(keep))
    }
  }
}
