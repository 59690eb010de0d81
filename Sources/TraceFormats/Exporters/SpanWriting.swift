import Domain

extension TraceExporter {
  /// A document for each session: spans of model calls and of tools.
  mutating func writeSpans(_ session: borrowing TraceSession, _ start: Nanoseconds) {
    let name = "\(header.classes[session.classIndex].name)/\(session.number)"
    var json = JSONWriter()
    json.object { json in
      json.field("trace_id", name)
      json.array("spans") { json in
        for index in session.records.indices {
          let record = session.records[index]
          let (from, to) = (start + times.starts[index], start + times.ends[index])
          if record.kind == .request {
            write(record, name, index, from, to, session.tenant, &json)
            report.requests += 1
          } else if record.kind == .wait, record.cause == .tool, record.delay > 0 {
            let tool = header.tools[Int(record.actor)]
            span("execute_tool \(tool)", name, index, from - record.delay, from, &json) { json in
              json.field("gen_ai.operation.name", "execute_tool")
              json.field("gen_ai.tool.name", tool)
            }
          }
        }
      }
    }
    json.newline()
    rows.add(json.bytes, at: start)
  }

  private func write(
    _ record: TraceRecord, _ session: String, _ index: Int, _ from: Nanoseconds,
    _ to: Nanoseconds, _ tenant: String, _ json: inout JSONWriter
  ) {
    let model = header.models[Int(record.model)]
    span("chat \(model)", session, index, from, to, &json) { json in
      json.field("gen_ai.operation.name", "chat")
      json.field("gen_ai.provider.name", "baton")
      json.field("gen_ai.request.model", model)
      json.field("gen_ai.conversation.id", session)
      json.field("gen_ai.agent.name", header.agents[Int(record.actor)])
      json.field("gen_ai.usage.input_tokens", Int(record.inputTokens))
      json.field("gen_ai.usage.output_tokens", Int(record.outputTokens))
      if record.reasoningTokens > 0 {
        json.field("gen_ai.usage.reasoning.output_tokens", Int(record.reasoningTokens))
      }
    }
  }

  private func span(
    _ title: String, _ session: String, _ index: Int, _ from: Nanoseconds, _ to: Nanoseconds,
    _ json: inout JSONWriter, _ attributes: (inout JSONWriter) -> Void
  ) {
    json.object { json in
      json.field("trace_id", session)
      json.field("span_id", "\(session)#\(index)")
      json.field("name", title)
      json.field("start_time", Self.wallClock(max(0, from)))
      json.field("end_time", Self.wallClock(max(0, to)))
      json.object("attributes", attributes)
    }
  }

  /// The trace's start is taken for the beginning of 2026.
  private static func wallClock(_ time: Nanoseconds) -> String {
    let seconds = Int(time / .second)
    let (day, second) = (seconds / 86_400, seconds % 86_400)
    func padded(_ number: Int, _ digits: Int) -> String {
      let text = "\(number)"
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    // A replay spans 13 days at most, with its waits 26: January has room for them.
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    return "2026-01-\(padded(1 + day, 2))T\(clock.joined(separator: ":"))"
      + ".\(padded(Int(time % .second), 9))Z"
  }
}
