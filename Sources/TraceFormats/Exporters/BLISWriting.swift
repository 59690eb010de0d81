import Domain

extension TraceExporter {
  static let blisColumns = [
    "request_id", "client_id", "tenant_id", "slo_class", "session_id", "round_index",
    "prefix_group", "prefix_length", "streaming", "input_tokens", "output_tokens", "text_tokens",
    "image_tokens", "audio_tokens", "video_tokens", "reason_ratio", "model", "deadline_us",
    "server_input_tokens", "arrival_time_us", "send_time_us", "first_chunk_time_us",
    "last_chunk_time_us", "num_chunks", "status", "error_message", "finish_reason",
    "think_time_us",
  ]

  mutating func writeBLISColumns() {
    bytes.writeText(Self.blisColumns.joined(separator: ",") + "\n")
  }

  var blisHeader: String {
    """
    trace_version: 2
    time_unit: microseconds
    mode: generated
    warm_up_requests: 0
    workload_seed: \(header.seed ?? 0)
    """ + "\n"
  }

  /// A row for each request, at its moment; of a session, in the order of their moments.
  mutating func writeBLIS(_ session: borrowing TraceSession, _ start: Nanoseconds) {
    let trafficClass = header.classes[session.classIndex].name
    let members = requests(session).sorted { (times.starts[$0], $0) < (times.starts[$1], $1) }
    for (round, index) in members.enumerated() {
      let record = session.records[index]
      var time = start + times.starts[index]
      let (group, prefix) = prefix(of: record)
      var think: Nanoseconds = 0
      if round > 0 {
        think = max(0, times.starts[index] - times.ends[members[round - 1]])
        if let offset = moment(of: index, session) { (time, think) = (start + offset, 0) }
        if graph.origins(of: index).contains(where: { $0.request != Int32(members[round - 1]) }) {
          losses.isParallel = true
        }
      }
      let reasoning =
        record.outputTokens > 0
        ? Double(record.reasoningTokens) / Double(record.outputTokens) : 0
      let model = header.models.isEmpty ? "" : header.models[Int(record.model)]
      let agent = header.agents.isEmpty ? "" : header.agents[Int(record.actor)]
      let fresh = Int(record.inputTokens) - prefix
      var row: [UInt8] = []
      let isSession = members.count > 1
      let arrival = "\(time / 1000)"
      row.writeText(
        [
          "\(report.requests)", Self.cell(agent), Self.cell(session.tenant),
          Self.cell(trafficClass),
          isSession ? Self.cell("\(trafficClass)/\(session.number)") : "",
          "\(isSession ? round : 0)", group, "\(prefix)", "true", "\(fresh)",
          "\(record.outputTokens)", "\(fresh)", "0", "0", "0", "\(reasoning)", Self.cell(model),
          "0", "0", arrival, arrival, "0", "0", "0", "ok", "", "stop", "\(think / 1000)",
        ].joined(separator: ",") + "\n")
      rows.add(row, at: time)
      report.requests += 1
    }
  }

  /// When a round is sent at a moment of the session, whatever ended before: it has then no time to
  /// think, which is how a reader knows it.
  private func moment(of index: Int, _ session: borrowing TraceSession) -> Nanoseconds? {
    var place = index
    if session.records[place].offset < 0, place > 0 {
      place -= 1
      while place > 0, session.records[place].kind == .turnStart { place -= 1 }
      guard session.records[place].kind == .wait else { return nil }
    }
    let record = session.records[place]
    return record.offset >= 0 && record.delay == 0 ? record.offset : nil
  }

  /// The shared context that a prompt begins with, and how much of it.
  private mutating func prefix(of record: TraceRecord) -> (name: String, tokens: Int) {
    var place = numbers.forest.place(record.prompt)
    while place.context != .root, !place.context.isShared {
      let node = numbers.forest.node(place.context)
      place = ContextForest.Place(context: node.parent, depth: node.start)
    }
    let tokens = min(Int(place.depth), Int(record.inputTokens) - 1)
    guard place.context != .root, tokens > 0 else { return ("", 0) }
    let name = "c\(place.context.sharedNumber)-\(tokens)"
    var root = place.context
    while case let parent = numbers.forest.node(root).parent, parent != .root { root = parent }
    if prefixes[root.sharedNumber, default: name] != name { losses.sharesInPart = true }
    prefixes[root.sharedNumber] = name
    return (name, tokens)
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"").filter { !$0.isNewline } + "\""
  }
}
