import Domain

extension SessionBuilder {
  /// Runs all turns of the session's own agent.
  mutating func runTurns(of agent: Int, _ session: inout TraceSession) {
    let code = program.agents[agent]
    let turns = draw(code.turns, stream.named(Use.turns))
    var conversation = start(agent, &session)
    var turnStart: Int32 = -1
    var due = 0
    turn = 0
    while turn < turns, !hasEnded {
      turn += 1
      let place = stream.named(Use.turn).numbered(turn)
      let mark = Mark(session)
      if turn > 1 { forget(&conversation, code) }
      let before = conversation.tokens
      (turnStart, due) = open(
        code, place: place, previous: turnStart, due: due, &conversation, &session)
      conversation.appended += draw(code.input, place.named(Use.input))
      (conversation.answer, branchAnswer) = (-1, -1)
      run(code.steps, place, &conversation, &session)
      if hasEnded, turn > 1, !mark.hasRequests(since: session) {
        mark.restore(&session)
        return
      }
      close(&conversation, &session)
      if code.history >= 0 {
        turnSizes.append(conversation.tokens - conversation.reasoning - before)
      }
    }
  }

  /// Takes out of the path what the next turn's prompt no longer holds.
  private mutating func forget(_ conversation: inout Conversation, _ code: AgentCode) {
    conversation.dropReasoning()
    guard code.history >= 0, turn > code.history + 1 else { return }
    conversation.goBack(to: conversation.head, tokens: conversation.headTokens)
    conversation.appended = turnSizes.suffix(code.history).reduce(0, +)
  }

  /// Adds the turn's start and what lies between it and the last turn.
  private mutating func open(
    _ code: AgentCode, place: RandomStream, previous: Int32, due: Int,
    _ conversation: inout Conversation, _ session: inout TraceSession
  ) -> (start: Int32, due: Int) {
    var record = TraceRecord(.turnStart)
    guard turn > 1 else {
      conversation.last = add(record, after: -1, &session)
      return (conversation.last, 0)
    }
    guard code.every >= 0 else {
      if code.think >= 0 {
        let length = draw(code.think, place.named(Use.think))
        conversation.last = addWait(.think, length, after: conversation.last, &session)
      }
      conversation.last = add(record, after: conversation.last, &session)
      return (conversation.last, 0)
    }
    let due = due + draw(code.every, place.named(Use.every))
    if due >= Ticks.horizonNanoseconds {
      fail("session \(session.number) has a turn that is due later than a trace can be long")
    }
    record.offset = Nanoseconds(due)
    switch code.lateness {
    case .wait: break
    case .cancel:
      record.cancelFrom = previous + 1
      conversation.last = -1
    case .overlap: conversation.last = -1
    }
    conversation.last = add(record, after: conversation.last, &session)
    return (conversation.last, due)
  }

  /// Marks the turn's answer and adds its end.
  private mutating func close(
    _ conversation: inout Conversation, _ session: inout TraceSession
  ) {
    let answer = conversation.answer >= 0 ? conversation.answer : branchAnswer
    if answer >= 0 { session.records[Int(answer)].isAnswer = true }
    guard answer >= 0 || !hasEnded else { return }
    conversation.last = add(TraceRecord(.turnEnd), after: conversation.last, &session)
  }
}

/// How much of a session there was before a turn.
private struct Mark {
  private let records: Int
  private let contexts: Int
  private let dependencies: Int

  init(_ session: borrowing TraceSession) {
    records = session.records.count
    contexts = session.contexts.count
    dependencies = session.dependencies.count
  }

  func hasRequests(since session: borrowing TraceSession) -> Bool {
    session.records[records...].contains { $0.kind == .request }
  }

  func restore(_ session: inout TraceSession) {
    session.records.removeSubrange(records...)
    session.contexts.removeSubrange(contexts...)
    session.dependencies.removeSubrange(dependencies...)
    // An output that only the turn extended is extended no more.
    for index in session.records.indices {
      let extended = session.records[index].extended
      if !extended.isShared, extended.ownIndex >= contexts {
        session.records[index].extended = .root
      }
    }
  }
}
