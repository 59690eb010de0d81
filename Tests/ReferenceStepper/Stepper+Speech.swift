import Domain

extension Session {
  /// The speech that plays a request.
  func speech(playing request: Int) -> Speech? {
    trace.speeches.first { dependencies[Int($0.record)] == [request] }
  }

  /// First sound, end, and underruns of a speech; nil until its end is known.
  func sound(_ speech: Speech) -> Sound? {
    let request = dependencies[Int(speech.record)][0]
    guard let sequence = sequences[request] else { return nil }
    let moments = sequence.tokens.dropFirst(Int(sequence.node.reasoningTokens))
    let visible = Int(sequence.node.outputTokens - sequence.node.reasoningTokens)
    let chunk = min(Int(speech.firstChunk), visible)
    let length = Ticks(nanoseconds: speech.perToken)
    let synthesis = Ticks(nanoseconds: speech.synthesis)
    let cut = Ticks(nanoseconds: speech.cut)
    let heard = speech.cut < 0 ? visible : Int((cut + length - 1) / length)
    guard moments.count >= max(chunk, heard) else { return nil }

    let ready = moments.map { $0 + synthesis }
    let first = ready[chunk - 1]
    var play = [first]
    var underruns: [Ticks] = []
    for token in 1..<max(1, heard) {
      let due = play[token - 1] + length
      play.append(max(due, ready[token]))
      if ready[token] > due { underruns.append(ready[token] - due) }
    }
    let end = play[heard - 1] + (speech.cut < 0 ? length : cut - Ticks(heard - 1) * length)
    return Sound(first: first, end: end, silence: underruns.reduce(0, +))
  }

  struct Sound {
    let first: Ticks
    let end: Ticks
    let silence: Ticks
  }
}

extension ReferenceStepper {
  /// A speech whose end a token has told is due then.
  func makeSpeechDue(_ sequence: LiveSequence) {
    let session = sequence.session
    guard let speech = session.speech(playing: sequence.record),
      session.states[Int(speech.record)] == .pending, let sound = session.sound(speech)
    else { return }
    precondition(sound.end > now)
    session.states[Int(speech.record)] = .scheduled
    session.ready[Int(speech.record)] = now
    due.append((sound.end, session.ordinal, Int(speech.record)))
  }

  /// The turn's end that a speech record is about to cancel has an outcome first.
  func recordInterrupted(_ session: Session, _ record: Int) {
    let node = session.trace.records[record]
    let reach = Int(node.cancelFrom)..<record
    let end = reach.last {
      session.trace.records[$0].kind == .turnEnd && session.trace.records[$0].turn == node.turn
    }
    guard let end, session.states[end] != .complete, session.states[end] != .cancelled else {
      return
    }
    recordTurn(session, end, isCutOff: true)
  }

  func recordTurn(
    _ session: Session, _ record: Int, isCutOff: Bool = false, isLate: Bool = false
  ) {
    let turn = session.trace.records[record].turn
    let before = session.trace.records.indices.prefix(record).filter {
      session.trace.records[$0].turn == turn
    }
    guard let first = before.last(where: { session.trace.records[$0].kind == .turnStart }),
      let start = session.turnStarts[first]
    else { return }
    let answer = before.last {
      $0 > first && session.trace.records[$0].kind == .request && session.trace.records[$0].isAnswer
    }
    var outcome = TurnOutcome(
      start: start.inNanoseconds, response: -1,
      length: isCutOff ? -1 : (now - start).inNanoseconds, session: Int32(session.ordinal),
      turn: turn, tenant: Int32(session.tenant), classIndex: UInt8(session.trace.classIndex),
      isLate: isLate)
    if let answer { answered(session, answer, start, &outcome) }
    result.turns.append(outcome)
  }

  private func answered(
    _ session: Session, _ answer: Int, _ start: Ticks, _ outcome: inout TurnOutcome
  ) {
    let isComplete = session.states[answer] == .complete
    guard let speech = session.speech(playing: answer) else {
      if isComplete, let visible = session.visible[answer], visible >= 0 {
        outcome.response = (visible - start).inNanoseconds
      }
      return
    }
    let state = session.states[Int(speech.record)]
    guard isComplete || state == .scheduled || state == .complete else { return }
    guard let sound = session.sound(speech) else { preconditionFailure("an end that is known") }
    outcome.response = (sound.first - start).inNanoseconds
    outcome.silence = sound.silence.inNanoseconds
    outcome.hasUnderrun = sound.silence > 0
  }
}
