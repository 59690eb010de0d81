import Domain

/// What was played of the last turn's answer.
struct LastSpeech {
  /// Speech record; −1 if the turn wasn't spoken.
  var record: Int32 = -1
  var isInterrupted = false
}

/// Spoken turns (language reference, §8).
extension SessionBuilder {
  /// Time that the caller's words take to be understood; 0 if the agent has no voice.
  mutating func listening(_ code: AgentCode, _ place: RandomStream) -> Int {
    guard let voice = code.voice else { return 0 }
    return draw(voice.endpointing, place.named(Use.endpointing))
      + draw(voice.recognition, place.named(Use.recognition))
  }

  /// Time to speak the input of a turn; 0 if the agent has no voice.
  mutating func speaking(
    _ tokens: Int, _ code: AgentCode, _ session: borrowing TraceSession
  ) -> Int {
    guard let voice = code.voice else { return 0 }
    guard
      let length = Speech.length(
        tokens: tokens, perToken: Nanoseconds(voice.perToken), synthesis: 0)
    else {
      fail("session \(session.number) has speech that is longer than a trace can be")
      return 0
    }
    return Int(length)
  }

  /// Plays the turn's last `generate`, after the end of the turn in record order; an interruption
  /// cancels what is left of the turn since `turnStart`.
  mutating func speak(
    _ code: AgentCode, _ place: RandomStream, turnStart: Int32,
    _ conversation: inout Conversation, _ session: inout TraceSession
  ) {
    lastSpeech = LastSpeech()
    guard let voice = code.voice, conversation.answer >= 0, conversation.visible > 0 else { return }
    let synthesis = Nanoseconds(draw(voice.synthesis, place.named(Use.synthesis)))
    let perToken = Nanoseconds(voice.perToken)
    let length = Speech.length(
      tokens: conversation.visible, perToken: perToken, synthesis: synthesis)
    guard let length else {
      return fail("session \(session.number) has speech that is longer than a trace can be")
    }
    var speech = Speech(
      record: session.records.count, firstChunk: voice.firstChunk, synthesis: synthesis,
      perToken: perToken)
    var record = TraceRecord(.speech)
    if place.named(Use.bargeIn).uniform < voice.bargeInChance {
      let after = Nanoseconds(max(1, draw(voice.bargeInAfter, place.named(Use.after))))
      if after < length - synthesis {
        speech.cut = after
        record.cancelFrom = turnStart + 1
        lastSpeech.isInterrupted = true
      }
    }
    lastSpeech.record = add(record, after: conversation.answer, &session)
    session.speeches.append(speech)
    if speech.cut >= 0 {
      let heard = Int((speech.cut + perToken - 1) / perToken)
      keepHeard(heard, &conversation, session)
    }
  }

  /// The path goes on from the prompt of the answer and what was heard of it; nothing that came
  /// after it counts.
  private func keepHeard(
    _ heard: Int, _ conversation: inout Conversation, _ session: borrowing TraceSession
  ) {
    let answer = session.records[Int(conversation.answer)]
    (conversation.base, conversation.baseTokens) = (answer.prompt, Int(answer.inputTokens))
    // The turn's end drops the reasoning again.
    let kept = Int(answer.reasoningTokens) + heard
    if answer.extended == .root {
      (conversation.output, conversation.outputTokens) = (conversation.answer, kept)
      conversation.appended = 0
    } else {
      // A later step of the turn has named the whole output.
      (conversation.output, conversation.outputTokens) = (-1, 0)
      conversation.appended = kept
    }
  }

  /// Appends a record that comes after the last turn's end, `last`, and its speech: after both, or
  /// after one of them.
  mutating func addAfterSpeech(
    _ record: TraceRecord, end last: Int32, needed: Int32, _ session: inout TraceSession
  ) -> Int32 {
    var record = record
    record.turn = Int32(turn)
    record.firstDependency = Int32(session.dependencies.count)
    (record.dependencyCount, record.needed) = (2, needed)
    session.dependencies += [last, lastSpeech.record]
    session.records.append(record)
    return Int32(session.records.count - 1)
  }
}
