import Domain

/// Answers that are played (replay semantics, §2.1).
extension Simulation {
  /// Hands the tokens of the steps since the last boundary to the answers that are spoken.
  ///
  /// - Complexity: O(tokens of the steps + spoken ones); engines without spoken answers don't come
  ///   here.
  mutating func hearSteps(_ engine: Int, _ steps: Int64, until time: Ticks) {
    listMoments(engine, steps, until: time)
    for request in engines[engine].spoken {
      let live = requests[Int(request)]
      // Visible tokens before the first of these steps; negative while it reasons.
      let before =
        Int64(live.generated - live.reasoning) + engines[engine].position - live.decodeStart
      var token = max(0, -before)
      let last = min(Int64(moments.count), Int64(known(request)) - before)
      while token < last {
        sessions[Int(live.slot)].playbacks[Int(live.speech)].hear(
          Int32(before + token) + 1, at: moments[Int(token)])
        token += 1
      }
    }
  }

  /// The moments of the tokens of these steps.
  private mutating func listMoments(_ engine: Int, _ steps: Int64, until time: Ticks) {
    moments.removeAll(keepingCapacity: true)
    if engines[engine].mode == .mixed {
      moments.append(contentsOf: repeatElement(time, count: Int(engines[engine].mixedTokens)))
    } else if engines[engine].walk.isEmpty {
      var moment = engines[engine].time
      for step in 0..<(steps - 1) {
        moment += engines[engine].run?.duration(of: step) ?? 0
        moments.append(moment)
      }
      moments.append(time)
    } else {
      for step in 0..<steps {
        let moment = engines[engine].time + engines[engine].walk.time(step + 1)
        let yield = Int(engines[engine].walk.yield(of: step))
        moments.append(contentsOf: repeatElement(moment, count: yield))
      }
    }
  }

  /// Hands over the token that a request got now.
  mutating func hearToken(_ request: Int32) {
    let live = requests[Int(request)]
    let number = live.generated - live.reasoning
    guard live.speech >= 0, number > 0 else { return }
    sessions[Int(live.slot)].playbacks[Int(live.speech)].hear(number, at: now)
    if number == known(request) { makeSpeechDue(request) }
  }

  /// Visible token by which the end of a spoken answer is known.
  mutating func known(_ request: Int32) -> Int32 {
    let live = requests[Int(request)]
    return sessions[Int(live.slot)].playbacks[Int(live.speech)].known
  }

  /// The token by which a speech is known is there.
  mutating func makeSpeechDue(_ request: Int32) {
    let live = requests[Int(request)]
    let session = Int(live.slot)
    let playback = sessions[session].playbacks[Int(live.speech)]
    guard sessions[session].nodes[Int(playback.record)].state == .pending else { return }
    sessions[session].nodes[Int(playback.record)].state = .scheduled
    if attributes { sessions[session].trails[Int(playback.record)].ready = now }
    due.insert(
      DueRecord(
        time: playback.end, ordinal: sessions[session].ordinal, record: playback.record,
        slot: live.slot))
  }

  /// A turn that a speech record cuts short before its end leaves an outcome all the same.
  mutating func recordInterrupted(_ slot: Int32, _ speech: Int) {
    let session = Int(slot)
    let turn = sessions[session].nodes[speech].record.turn
    var index = speech - 1
    while index >= Int(sessions[session].nodes[speech].record.cancelFrom) {
      let node = sessions[session].nodes[index].record
      if node.kind == .turnEnd, node.turn == turn {
        if !sessions[session].nodes[index].state.isOver {
          recordTurn(slot, index, cutOff: .interrupted)
        }
        return
      }
      index -= 1
    }
  }

  /// What ends a turn before its end.
  enum CutOff { case interrupted, late }

  /// Turns that the next one is about to cancel leave outcomes all the same.
  mutating func recordLate(_ slot: Int32, _ turnStart: Int) {
    let session = Int(slot)
    for index in Int(sessions[session].nodes[turnStart].record.cancelFrom)..<turnStart
    where sessions[session].nodes[index].record.kind == .turnEnd
      && !sessions[session].nodes[index].state.isOver
    {
      recordTurn(slot, index, cutOff: .late)
    }
  }

  /// What was heard of an answer; nil if it isn't spoken.
  mutating func sound(of answer: Int, _ session: Int) -> Sound? {
    guard let index = sessions[session].speech(of: answer) else { return nil }
    let playback = sessions[session].playbacks[index]
    let speech = sessions[session].nodes[Int(playback.record)].state
    let isKnown =
      sessions[session].nodes[answer].state == .complete || speech == .scheduled
      || speech == .complete
    guard isKnown else { return Sound(first: -1, silence: -1) }
    return Sound(first: playback.first, silence: playback.silence)
  }

  /// Ticks; −1 while not known.
  struct Sound {
    var first: Ticks
    var silence: Ticks
  }
}
