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
      let input = draw(code.input, place.named(Use.input))
      (turnStart, due) = open(
        code, place: place, input: input, previous: turnStart, due: due, &conversation, &session)
      let listening = listening(code, place)
      if listening > 0 {
        conversation.last = addWait(.listen, listening, after: conversation.last, &session)
      }
      conversation.appended += input
      (conversation.answer, branchAnswer) = (-1, -1)
      run(code.steps, place, &conversation, &session)
      if hasEnded, turn > 1, !mark.hasRequests(since: session) {
        mark.restore(&session)
        return
      }
      close(&conversation, &session)
      speak(code, place, turnStart: turnStart, &conversation, &session)
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
    _ code: AgentCode, place: RandomStream, input: Int, previous: Int32, due: Int,
    _ conversation: inout Conversation, _ session: inout TraceSession
  ) -> (start: Int32, due: Int) {
    var record = TraceRecord(.turnStart)
    guard turn > 1 else {
      conversation.last = add(record, after: -1, &session)
      return (conversation.last, 0)
    }
    guard code.every >= 0 else {
      if code.think >= 0 {
        pause(code, place, input: input, &conversation, &session)
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
    case .wait where lastSpeech.isInterrupted:
      // The last turn is over when it ended or was interrupted; its sound doesn't matter.
      conversation.last = addAfterSpeech(record, end: conversation.last, needed: 1, &session)
      return (conversation.last, due)
    case .wait: break
    case .cancel:
      record.cancelFrom = previous + 1
      conversation.last = -1
    case .overlap: conversation.last = -1
    }
    conversation.last = add(record, after: conversation.last, &session)
    return (conversation.last, due)
  }

  /// The user's pause before a turn, and the time to speak its input.
  private mutating func pause(
    _ code: AgentCode, _ place: RandomStream, input: Int, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    // Who interrupts doesn't think first.
    let think = lastSpeech.isInterrupted ? 0 : draw(code.think, place.named(Use.think))
    let length = think + speaking(input, code, session)
    if lastSpeech.isInterrupted {
      conversation.last = addWait(.think, length, after: lastSpeech.record, &session)
    } else if lastSpeech.record >= 0 {
      // Either may be later: a turn can end with more than its answer.
      conversation.last = addAfterSpeech(
        wait(.think, length, session), end: conversation.last, needed: 2, &session)
    } else {
      conversation.last = addWait(.think, length, after: conversation.last, &session)
    }
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
