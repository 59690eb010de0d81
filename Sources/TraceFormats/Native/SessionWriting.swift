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
  private var speeches = 0

  mutating func write(
    _ session: borrowing TraceSession, lengths: inout ContextLengths, to bytes: inout [UInt8]
  ) {
    lengths.startSession()
    origins.removeAll(keepingCapacity: true)
    (turn, model, agent, speeches) = (0, 0, 0, 0)
    for index in session.records.indices {
      let record = session.records[index]
      switch record.kind {
      case .request: writeRequest(record, index, session, &lengths, &bytes)
      case .speech: writeSpeech(session.speeches, &bytes)
      default: writeOther(record, &bytes)
      }
      writeCommon(record, session.dependencies, &bytes)
      bytes.endLine()
    }
    writeContents(upTo: session.contexts.count, session, &lengths, &bytes)
  }

  private mutating func writeRequest(
    _ record: TraceRecord, _ index: Int, _ session: borrowing TraceSession,
    _ lengths: inout ContextLengths, _ bytes: inout [UInt8]
  ) {
    let bringsPrompt = writeContents(for: record, session, &lengths, &bytes)
    let parent: ContextReference
    if bringsPrompt {
      let context = session.contexts[lengths.ownCount]
      lengths.appendOwn(context)
      bytes.write("{\"request\":", Int(context.tokens))
      parent = context.parent
    } else {
      bytes.write("{\"request\":", 0)
      parent = record.prompt
    }
    writeReference(parent, &bytes)
    if bringsPrompt { origins.append(Int32(2 * index)) }
    if record.outputTokens != 0 { bytes.write(",\"out\":", Int(record.outputTokens)) }
    if record.reasoningTokens != 0 { bytes.write(",\"reasoning\":", Int(record.reasoningTokens)) }
    if Int(record.inputTokens) != lengths[record.prompt] {
      bytes.write(",\"in\":", Int(record.inputTokens))
    }
    if record.extended != .root { writeExtended(record, index, session, &lengths, &bytes) }
    if record.model != model { bytes.write(",\"model\":", Int(record.model)) }
    if record.actor != agent { bytes.write(",\"agent\":", Int(record.actor)) }
    (model, agent) = (record.model, record.actor)
    if record.isAnswer { bytes.write(",\"answer\":true") }
    if record.isCompaction { bytes.write(",\"compaction\":true") }
  }

  /// Writes the contexts that must stand before a request; true if it brings its prompt itself.
  private mutating func writeContents(
    for record: TraceRecord, _ session: borrowing TraceSession, _ lengths: inout ContextLengths,
    _ bytes: inout [UInt8]
  ) -> Bool {
    let promptIsNew = !record.prompt.isShared && record.prompt.ownIndex >= lengths.ownCount
    if promptIsNew {
      writeContents(upTo: record.prompt.ownIndex, session, &lengths, &bytes)
    }
    guard !record.extended.isShared else { return promptIsNew }
    let extended = record.extended.ownIndex
    let next = lengths.ownCount + (promptIsNew ? 1 : 0)
    // `kept-own` names a context that stands before the line, so not the one the line brings.
    let isOwnPrompt = promptIsNew && extended == lengths.ownCount
    if extended < next, !isOwnPrompt { return promptIsNew }
    if extended == next, session.contexts[extended].parent == record.prompt { return promptIsNew }
    writeContents(upTo: extended + 1, session, &lengths, &bytes)
    return false
  }

  private mutating func writeExtended(
    _ record: TraceRecord, _ index: Int, _ session: borrowing TraceSession,
    _ lengths: inout ContextLengths, _ bytes: inout [UInt8]
  ) {
    if record.extended.isShared {
      bytes.write(",\"kept-shared\":", record.extended.sharedNumber)
    } else if record.extended.ownIndex < lengths.ownCount {
      bytes.write(",\"kept-own\":", record.extended.ownIndex)
    } else {
      let context = session.contexts[record.extended.ownIndex]
      lengths.appendOwn(context)
      origins.append(Int32(2 * index + 1))
      bytes.write(",\"kept\":", Int(context.tokens))
    }
  }

  private mutating func writeContents(
    upTo limit: Int, _ session: borrowing TraceSession, _ lengths: inout ContextLengths,
    _ bytes: inout [UInt8]
  ) {
    while lengths.ownCount < limit {
      let context = session.contexts[lengths.ownCount]
      bytes.write("{\"content\":", Int(context.tokens))
      writeReference(context.parent, &bytes)
      bytes.endLine()
      lengths.appendOwn(context)
      origins.append(-1)
    }
  }

  private func writeReference(_ context: ContextReference, _ bytes: inout [UInt8]) {
    if context == .root { return }
    if context.isShared { return bytes.write(",\"shared\":", context.sharedNumber) }
    let origin = Int(origins[context.ownIndex])
    if origin < 0 {
      bytes.write(",\"own\":", context.ownIndex)
    } else if origin & 1 == 0 {
      bytes.write(",\"prompt\":", origin >> 1)
    } else {
      bytes.write(",\"extends\":", origin >> 1)
    }
  }

  private func writeOther(_ record: TraceRecord, _ bytes: inout [UInt8]) {
    switch record.kind {
    case .turnStart: bytes.write("{\"turn\":", Int(record.turn))
    case .turnEnd: bytes.write("{\"answered\":", Int(record.turn))
    case .join: bytes.write("{\"join\":", Int(record.needed))
    case .request, .speech, .wait:
      switch record.cause {
      case .listen: bytes.write("{\"listen\":", Int(record.delay))
      case .pause: bytes.write("{\"pause\":", Int(record.delay))
      case .think: bytes.write("{\"think\":", Int(record.delay))
      case .tool:
        bytes.write("{\"wait\":", Int(record.delay))
        if record.actor != 0 { bytes.write(",\"tool\":", Int(record.actor)) }
      }
      if record.calls != 0 { bytes.write(",\"calls\":", Int(record.calls)) }
    }
  }

  /// Length of a token's sound and first chunk are left out if they are as before.
  private mutating func writeSpeech(_ all: [Speech], _ bytes: inout [UInt8]) {
    let speech = all[speeches]
    let last = speeches > 0 ? all[speeches - 1] : nil
    bytes.write("{\"speech\":", Int(speech.synthesis))
    if speech.perToken != last?.perToken { bytes.write(",\"per-token\":", Int(speech.perToken)) }
    if speech.firstChunk != last?.firstChunk { bytes.write(",\"chunk\":", Int(speech.firstChunk)) }
    if speech.cut >= 0 { bytes.write(",\"cut\":", Int(speech.cut)) }
    speeches += 1
  }

  /// What records of every kind may have.
  private mutating func writeCommon(
    _ record: TraceRecord, _ dependencies: [Int32], _ bytes: inout [UInt8]
  ) {
    if record.turn != turn, record.kind != .turnStart, record.kind != .turnEnd {
      bytes.write(",\"turn\":", Int(record.turn))
    }
    turn = record.turn
    if record.firstDependency >= 0 { writeAfter(record, dependencies, &bytes) }
    if record.needed != record.dependencyCount, record.kind != .join {
      bytes.write(",\"needed\":", Int(record.needed))
    }
    if record.delay != 0, record.kind != .wait { bytes.write(",\"delay\":", Int(record.delay)) }
    if record.offset >= 0 { bytes.write(",\"offset\":", Int(record.offset)) }
    if record.cancelFrom >= 0 { bytes.write(",\"cancel\":", Int(record.cancelFrom)) }
  }

  private func writeAfter(
    _ record: TraceRecord, _ dependencies: [Int32], _ bytes: inout [UInt8]
  ) {
    let first = Int(record.firstDependency)
    if record.dependencyCount == 1 { return bytes.write(",\"after\":", Int(dependencies[first])) }
    bytes.append(contentsOf: ",\"after\":[".utf8)
    for index in 0..<Int(record.dependencyCount) {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      Int(dependencies[first + index]).write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
