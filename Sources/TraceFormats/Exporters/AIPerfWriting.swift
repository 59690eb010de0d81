import Domain

extension TraceExporter {
  /// Rows of AIPerf's conversations: a first one with its moment and its whole prompt, later ones
  /// with what they add to all that was said.
  ///
  /// A request goes on with the conversation of the one that it waits for if its prompt holds that
  /// one's and is long enough to hold its answer too, and nobody else has gone on with it. Others
  /// begin a conversation of their own at their moment.
  mutating func writeAIPerf(_ session: borrowing TraceSession, _ start: Nanoseconds) {
    let name = "\(header.classes[session.classIndex].name)/\(session.number)"
    var conversations: [[Int]] = []
    var last: [Int: Int] = [:]
    for index in requests(session) {
      let waited = graph.origins(of: index)
      var number: Int?
      if waited.count == 1, let origin = waited.first, origin.request >= 0 {
        number = last[Int(origin.request)]
        if number != nil,
          !goesOn(session.records[index], session.records[Int(origin.request)])
        {
          number = nil
          losses.breaksOff = true
        } else if number != nil {
          last[Int(origin.request)] = nil
        } else {
          losses.isParallel = true
        }
      } else if !conversations.isEmpty {
        losses.isParallel = true
      }
      last[index] = number ?? conversations.count
      if let number {
        conversations[number].append(index)
      } else {
        conversations.append([index])
      }
    }
    for (number, members) in conversations.enumerated() {
      let title = conversations.count == 1 ? name : "\(name)#\(number)"
      let time = start + times.starts[members[0]]
      var text: [UInt8] = []
      var said = 0
      for (place, index) in members.enumerated() {
        let record = session.records[index]
        var json = JSONWriter()
        json.object { json in
          json.field("session_id", title)
          if place == 0 {
            numbers.blocks(of: record, into: &ids)
            json.field("timestamp", Milliseconds(time))
            json.field("input_length", Int(record.inputTokens))
          } else {
            json.field("delay", Milliseconds(graph.origins(of: index).first?.delay ?? 0))
            json.field("input_length", Int(record.inputTokens) - said)
          }
          json.field("output_length", max(1, Int(record.outputTokens)))
          guard place == 0 else { return }
          json.array("hash_ids") { json in for id in ids { json.element(id) } }
          if let size = numbers.toldSize { json.field("block_size", size) }
        }
        json.newline()
        text.append(contentsOf: json.bytes)
        said = Int(record.inputTokens) + Int(record.outputTokens)
        report.requests += 1
      }
      rows.add(text, at: time)
    }
  }

  private mutating func goesOn(_ record: TraceRecord, _ earlier: TraceRecord) -> Bool {
    let said = Int(earlier.inputTokens) + Int(earlier.outputTokens)
    guard Int(record.inputTokens) > said else { return false }
    let common = numbers.common(record.prompt, earlier.prompt)
    // Of a source of blocks the end of a prompt that fills none is nobody else's.
    let unknown = header.blocks?.tokens ?? 1
    guard common + unknown > Int(earlier.inputTokens) else { return false }
    // Where content is told in blocks, answers have none that could be told.
    if header.blocks == nil {
      let answered =
        earlier.extended == .root ? common : numbers.common(record.prompt, earlier.extended)
      if answered < said { losses.leavesAnswers = true }
    }
    return true
  }
}
