import Domain

/// Writes the records of a session and, between them, its contexts in the order of their indices.
struct SessionWriting {
  /// Which record a context came in with: 2·record for its prompt, + 1 for prompt and output; −1
  /// for a context with a line of its own.
  private var origins: [Int32] = []
  private var turn: Int32 = 0
  private var model: UInt16 = 0
  private var agent: UInt16 = 0
  /// Speeches written so far.
  private var spoken = 0

  /// - Parameters: the session's, as spans: the arrays are not kept, which would cost more than a
  ///   short line does.
  mutating func write(
    _ records: Span<TraceRecord>, _ contexts: Span<PrivateContext>, _ dependencies: Span<Int32>,
    _ speeches: Span<Speech>, lengths: inout ContextLengths, to bytes: inout [UInt8]
  ) {
    lengths.startSession()
    if !origins.isEmpty { origins.empty() }
    (turn, model, agent, spoken) = (0, 0, 0, 0)
    for index in records.indices {
      let record = records[index]
      let bringsPrompt =
        record.kind == .request && writeContents(for: record, contexts, &lengths, &bytes)
      bytes.append(addingCapacity: Self.room(for: record)) { line in
        switch record.kind {
        case .request: writeRequest(record, index, bringsPrompt, contexts, &lengths, &line)
        case .speech: writeSpeech(speeches, &line)
        default: writeOther(record, &line)
        }
        writeCommon(record, dependencies, &line)
        line.write("}\n")
      }
    }
    writeContents(upTo: contexts.count, contexts, &lengths, &bytes)
  }

  /// Bytes that a record's line needs at most: a list of records is as long as it is; all else is
  /// fewer than 20 keys of at most 18 bytes, each with a number.
  private static func room(for record: TraceRecord) -> Int {
    20 * (18 + OutputSpan<UInt8>.numberRoom) + Int(record.dependencyCount) * 12
  }

  /// - Parameter bringsPrompt: the prompt's context is the next one, and the line makes it.
  private mutating func writeRequest(
    _ record: TraceRecord, _ index: Int, _ bringsPrompt: Bool, _ contexts: Span<PrivateContext>,
    _ lengths: inout ContextLengths, _ line: inout OutputSpan<UInt8>
  ) {
    let parent: ContextReference
    if bringsPrompt {
      let context = contexts[lengths.ownCount]
      lengths.appendOwn(context)
      line.write("{\"request\":", Int(context.tokens))
      parent = context.parent
    } else {
      line.write("{\"request\":", 0)
      parent = record.prompt
    }
    writeReference(parent, &line)
    if bringsPrompt { origins.append(Int32(2 * index)) }
    if record.outputTokens != 0 { line.write(",\"out\":", Int(record.outputTokens)) }
    if record.reasoningTokens != 0 { line.write(",\"reasoning\":", Int(record.reasoningTokens)) }
    if Int(record.inputTokens) != lengths[record.prompt] {
      line.write(",\"in\":", Int(record.inputTokens))
    }
    if record.extended != .root { writeExtended(record, index, contexts, &lengths, &line) }
    if record.model != model { line.write(",\"model\":", Int(record.model)) }
    if record.actor != agent { line.write(",\"agent\":", Int(record.actor)) }
    (model, agent) = (record.model, record.actor)
    if record.isAnswer { line.write(",\"answer\":true") }
    if record.isCompaction { line.write(",\"compaction\":true") }
  }

  /// Writes the contexts that must stand before a request; true if it brings its prompt itself.
  private mutating func writeContents(
    for record: TraceRecord, _ contexts: Span<PrivateContext>, _ lengths: inout ContextLengths,
    _ bytes: inout [UInt8]
  ) -> Bool {
    let promptIsNew = !record.prompt.isShared && record.prompt.ownIndex >= lengths.ownCount
    if promptIsNew {
      writeContents(upTo: record.prompt.ownIndex, contexts, &lengths, &bytes)
    }
    guard !record.extended.isShared else { return promptIsNew }
    let extended = record.extended.ownIndex
    let next = lengths.ownCount + (promptIsNew ? 1 : 0)
    // `kept-own` names a context that stands before the line, so not the one the line brings.
    let isOwnPrompt = promptIsNew && extended == lengths.ownCount
    if extended < next, !isOwnPrompt { return promptIsNew }
    if extended == next, contexts[extended].parent == record.prompt { return promptIsNew }
    writeContents(upTo: extended + 1, contexts, &lengths, &bytes)
    return false
  }

  private mutating func writeExtended(
    _ record: TraceRecord, _ index: Int, _ contexts: Span<PrivateContext>,
    _ lengths: inout ContextLengths, _ line: inout OutputSpan<UInt8>
  ) {
    if record.extended.isShared {
      line.write(",\"kept-shared\":", record.extended.sharedNumber)
    } else if record.extended.ownIndex < lengths.ownCount {
      line.write(",\"kept-own\":", record.extended.ownIndex)
    } else {
      let context = contexts[record.extended.ownIndex]
      lengths.appendOwn(context)
      origins.append(Int32(2 * index + 1))
      line.write(",\"kept\":", Int(context.tokens))
    }
  }

  private mutating func writeContents(
    upTo limit: Int, _ contexts: Span<PrivateContext>, _ lengths: inout ContextLengths,
    _ bytes: inout [UInt8]
  ) {
    while lengths.ownCount < limit {
      let context = contexts[lengths.ownCount]
      bytes.append(addingCapacity: 100) { line in
        line.write("{\"content\":", Int(context.tokens))
        writeReference(context.parent, &line)
        line.write("}\n")
      }
      lengths.appendOwn(context)
      origins.append(-1)
    }
  }

  private func writeReference(_ context: ContextReference, _ line: inout OutputSpan<UInt8>) {
    if context == .root { return }
    if context.isShared { return line.write(",\"shared\":", context.sharedNumber) }
    let origin = Int(origins[context.ownIndex])
    if origin < 0 {
      line.write(",\"own\":", context.ownIndex)
    } else if origin & 1 == 0 {
      line.write(",\"prompt\":", origin >> 1)
    } else {
      line.write(",\"extends\":", origin >> 1)
    }
  }

  private func writeOther(_ record: TraceRecord, _ line: inout OutputSpan<UInt8>) {
    switch record.kind {
    case .turnStart: line.write("{\"turn\":", Int(record.turn))
    case .turnEnd: line.write("{\"answered\":", Int(record.turn))
    case .join: line.write("{\"join\":", Int(record.needed))
    case .request, .speech, .wait:
      switch record.cause {
      case .listen: line.write("{\"listen\":", Int(record.delay))
      case .pause: line.write("{\"pause\":", Int(record.delay))
      case .think: line.write("{\"think\":", Int(record.delay))
      case .tool:
        line.write("{\"wait\":", Int(record.delay))
        if record.actor != 0 { line.write(",\"tool\":", Int(record.actor)) }
      }
      if record.calls != 0 { line.write(",\"calls\":", Int(record.calls)) }
    }
  }

  /// Length of a token's sound and first chunk are left out if they are as before.
  private mutating func writeSpeech(_ all: Span<Speech>, _ line: inout OutputSpan<UInt8>) {
    let speech = all[spoken]
    let last = spoken > 0 ? all[spoken - 1] : nil
    line.write("{\"speech\":", Int(speech.synthesis))
    if speech.perToken != last?.perToken { line.write(",\"per-token\":", Int(speech.perToken)) }
    if speech.firstChunk != last?.firstChunk { line.write(",\"chunk\":", Int(speech.firstChunk)) }
    if speech.cut >= 0 { line.write(",\"cut\":", Int(speech.cut)) }
    spoken += 1
  }

  /// What records of every kind may have.
  private mutating func writeCommon(
    _ record: TraceRecord, _ dependencies: Span<Int32>, _ line: inout OutputSpan<UInt8>
  ) {
    if record.turn != turn, record.kind != .turnStart, record.kind != .turnEnd {
      line.write(",\"turn\":", Int(record.turn))
    }
    turn = record.turn
    if record.firstDependency >= 0 { writeAfter(record, dependencies, &line) }
    if record.needed != record.dependencyCount, record.kind != .join {
      line.write(",\"needed\":", Int(record.needed))
    }
    if record.delay != 0, record.kind != .wait { line.write(",\"delay\":", Int(record.delay)) }
    if record.offset >= 0 { line.write(",\"offset\":", Int(record.offset)) }
    if record.cancelFrom >= 0 { line.write(",\"cancel\":", Int(record.cancelFrom)) }
  }

  private func writeAfter(
    _ record: TraceRecord, _ dependencies: Span<Int32>, _ line: inout OutputSpan<UInt8>
  ) {
    let first = Int(record.firstDependency)
    if record.dependencyCount == 1 { return line.write(",\"after\":", Int(dependencies[first])) }
    line.write(",\"after\":[")
    for index in 0..<Int(record.dependencyCount) {
      if index > 0 { line.write(",") }
      line.write(Int(dependencies[first + index]))
    }
    line.write("]")
  }
}
