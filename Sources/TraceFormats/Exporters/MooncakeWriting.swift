import Domain

extension TraceExporter {
  /// A row for each request, at its moment.
  mutating func writeMooncake(_ session: borrowing TraceSession, _ start: Nanoseconds) {
    for index in requests(session) {
      let record = session.records[index]
      let time = start + times.starts[index]
      numbers.blocks(of: record, into: &ids)
      var row: [UInt8] = []
      row.reserveCapacity(80 + 7 * ids.count)
      row.write("{\"timestamp\": ")
      row.writeTime(time, digits: 6)
      row.write(", \"input_length\": ")
      Int(record.inputTokens).write(to: &row)
      row.write(", \"output_length\": ")
      Int(record.outputTokens).write(to: &row)
      row.write(", \"hash_ids\": ")
      row.writeList(ids)
      if let size = numbers.toldSize {
        row.write(", \"block_size\": ")
        size.write(to: &row)
      }
      row.write("}\n")
      rows.add(row, at: time)
      report.requests += 1
    }
  }

  /// A row for each request, with what it waits for.
  mutating func writeAgentic(_ session: borrowing TraceSession, _ start: Nanoseconds) {
    let name = "\(header.classes[session.classIndex].name)/\(session.number)"
    for (place, index) in requests(session).enumerated() {
      let record = session.records[index]
      let origins = graph.origins(of: index)
      let waited = origins.filter { $0.request >= 0 }
      numbers.blocks(of: record, into: &ids)
      var json = JSONWriter()
      json.object { json in
        json.field("request_id", "\(name)#\(index)")
        json.field("session_id", name)
        if waited.isEmpty {
          json.field("timestamp", Milliseconds(start + times.starts[index]))
        }
        json.field("input_length", Int(record.inputTokens))
        json.field("output_length", Int(record.outputTokens))
        json.array("hash_ids") { json in for id in ids { json.element(id) } }
        if let size = numbers.toldSize { json.field("block_size", size) }
        guard !waited.isEmpty else { return }
        json.array("wait_for") { json in
          for origin in waited { json.element("\(name)#\(origin.request)") }
        }
        if let longest = waited.max(by: { $0.delay < $1.delay }) {
          if longest.other > 0 { json.field("delay", Milliseconds(longest.other)) }
          if longest.tools > 0 { json.field("tool_wait_ms", Milliseconds(longest.tools)) }
          losses.hasUnequalWaits =
            losses.hasUnequalWaits || waited.contains { $0.delay != longest.delay }
        }
      }
      json.newline()
      bytes.append(contentsOf: json.bytes)
      report.requests += 1
      losses.isParallel = losses.isParallel || (place > 0 && waited.isEmpty)
    }
  }
}

/// A time that JSON has in milliseconds, exactly.
struct Milliseconds: JSONScalar {
  let time: Nanoseconds
  init(_ time: Nanoseconds) { self.time = time }
  func write(to bytes: inout [UInt8]) { bytes.writeTime(time, digits: 6) }
}
