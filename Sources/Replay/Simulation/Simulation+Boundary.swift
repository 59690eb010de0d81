import Domain

/// A boundary of one engine, in the order of the replay semantics, §4.
extension Simulation {
  mutating func processBoundary(_ engine: Int) {
    front = front.time == now ? (now, max(front.engine, engine)) : (now, engine)
    if attributes {
      let (start, blocks) = (engines[engine].time, blocksInUse(engine))
      settleSteps(engine)
      recordLoad(engine, since: start, blocks: blocks)
    } else {
      settleSteps(engine)
    }
    if engines[engine].cancelled > 0 { removeCancelled(engine) }
    processMarks(engine)
    if !engines[engine].joining.isEmpty { joinAll(engine) }
    endPrefills(engine)
    // What ended here may have made others unwanted, on this engine too.
    if engines[engine].cancelled > 0 { removeCancelled(engine) }
    let preemptions = result.counts.preemptions
    grow(engine)
    if contention[Int(engines[engine].pool)] >= 0 { countDecoding(engine) }
    let hasPreempted = result.counts.preemptions > preemptions
    let (tokens, context) = schedule(engine, mayAdmit: !hasPreempted)
    engines[engine].mustRecheck = hasPreempted && engines[engine].queue.count > 0
    startStep(engine, prefillTokens: tokens, prefillContext: context)
  }

  private mutating func joinAll(_ engine: Int) {
    for request in engines[engine].joining where !requests[Int(request)].isCancelled {
      if requests[Int(request)].state == .loaded {
        resume(request, engine)
      } else {
        join(request, engine)
      }
    }
    engines[engine].joining.removeAll(keepingCapacity: true)
  }

  /// Accounts for the steps since the last boundary: tokens, gaps, blocks taken on the way.
  private mutating func settleSteps(_ engine: Int) {
    let time = boundaries.time(of: engine)
    guard engines[engine].mode != .idle else {
      engines[engine].time = time
      return
    }
    let steps = engines[engine].nextStep - engines[engine].step
    result.steps += UInt64(steps)
    if !engines[engine].spoken.isEmpty { hearSteps(engine, steps, until: time) }
    var tokens = engines[engine].mixedTokens
    engines[engine].advance = tokens
    if engines[engine].mode == .run {
      tokens = engines[engine].tokens(ofRun: steps)
      engines[engine].advance = tokens - engines[engine].tokens(ofRun: steps - 1)
      takePassedBlocks(engine)
      engines[engine].takenTokens = 0
      if engines[engine].walk.isEmpty {
        recordRun(engine, steps)
        if attributes { clockRun(engine, steps) }
      } else {
        recordWalk(engine, steps)
        if attributes { clockWalk(engine, steps) }
      }
    } else {
      recordMixed(engine)
      if attributes { clockMixed(engine) }
    }
    engines[engine].context += Int64(engines[engine].decoding) * tokens
    engines[engine].step += steps
    engines[engine].position += tokens
    engines[engine].time = time
    if !engines[engine].late.isEmpty { recordLate(engine, at: time) }
    var index = engines[engine].prefillHead
    while index >= 0 {
      requests[Int(index)].computed += requests[Int(index)].chunk
      requests[Int(index)].chunk = 0
      index = requests[Int(index)].nextPrefill
    }
  }

  /// Takes the blocks of the boundaries that a run passes over before its next one.
  mutating func takePassedBlocks(_ engine: Int) {
    guard engines[engine].mode == .run else { return }
    takeBlocks(engine, passing: engines[engine].nextStep - engines[engine].step - 1)
  }

  /// Takes the blocks of the first boundaries of a run.
  mutating func takeBlocks(_ engine: Int, passing passed: Int64) {
    let taken = engines[engine].takenTokens
    let tokens = engines[engine].tokens(ofRun: passed)
    let blocks = engines[engine].needs.after(
      engines[engine].position + taken, count: tokens - taken)
    if blocks > 0 { cache.take(engine, blocks) }
    engines[engine].takenTokens = tokens
  }

  private mutating func removeCancelled(_ engine: Int) {
    var index = engines[engine].admitted.head
    while index >= 0 {
      let next = requests[Int(index)].next
      let state = requests[Int(index)].state
      if requests[Int(index)].isCancelled, state != .transferring, state != .loading {
        dropAdmitted(index, engine)
        engines[engine].cancelled -= 1
      }
      index = next
    }
  }

  /// Takes a cancelled sequence out of an engine.
  mutating func dropAdmitted(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let held = blocksHeld(request)
    let state = requests[index].state
    if state == .decoding { stopDecoding(request, engine) }
    if state == .prefilling { removePrefill(request, engine) }
    if state == .joining || state == .loaded {
      engines[engine].joining.removeAll { $0 == request }
    }
    result.tokens.output += Int64(requests[index].generated)
    giveBack(request, engine, held: held, path: requests[index].path)
    removeAdmitted(request, engine)
    freeRequest(request)
  }

  /// Completions, first visible tokens, and tokens by which the end of a speech is known, in
  /// admission order.
  private mutating func processMarks(_ engine: Int) {
    guard let first = engines[engine].marks.first, first.position <= engines[engine].position else {
      return
    }
    passedMarks.removeAll(keepingCapacity: true)
    while let mark = engines[engine].marks.first, mark.position <= engines[engine].position {
      passedMarks.append(engines[engine].marks.removeFirst())
    }
    // A step of several tokens passes marks of several positions.
    if engines[engine].advance > 1, passedMarks.count > 1 {
      passedMarks.sort { ($0.admission, $0.position) < ($1.admission, $1.position) }
    }
    for mark in passedMarks {
      guard isCurrent(mark, engine), !requests[Int(mark.request)].isCancelled else { continue }
      let index = Int(mark.request)
      let request = requests[index]
      let generated = Int64(request.generated) + mark.position - request.decodeStart
      if request.speech >= 0, generated - Int64(request.reasoning) == Int64(known(mark.request)) {
        makeSpeechDue(mark.request)
      }
      if generated >= Int64(request.output) {
        let held = blocksHeld(mark.request)
        stopDecoding(mark.request, engine)
        requests[index].lastToken = now
        if request.output == request.reasoning + 1 { requests[index].visible = now }
        finish(mark.request, engine, held: held)
      } else if generated == Int64(request.reasoning) + 1 {
        requests[index].visible = now
      }
    }
  }

  /// Whether the slot still holds the sequence that set the mark, and not a later one, here or on
  /// another engine.
  mutating func isCurrent(_ mark: TokenMark, _ engine: Int) -> Bool {
    let request = requests[Int(mark.request)]
    return request.admission == mark.admission && request.engine == Int32(engine)
      && request.state == .decoding
  }

  private mutating func endPrefills(_ engine: Int) {
    var index = engines[engine].prefillHead
    while index >= 0 {
      let next = requests[Int(index)].nextPrefill
      let isComputed = requests[Int(index)].computed == requests[Int(index)].target
      if isComputed, !requests[Int(index)].isCancelled {
        endPrefill(index, engine)
      }
      index = next
    }
  }

  private mutating func endPrefill(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    removePrefill(request, engine)
    insertPrompt(request, engine)
    if attributes { trailPrefilled(request) }
    guard requests[index].output > 0 else {
      requests[index].firstToken = now
      requests[index].lastToken = now
      return finish(request, engine, held: blocksHeld(request))
    }
    let held = blocksHeld(request)
    emitToken(request)
    if requests[index].generated == requests[index].output {
      finish(request, engine, held: held)
    } else if engines[engine].role == .prefill {
      handOver(request, engine)
    } else {
      startDecoding(request, engine)
    }
  }

  /// One token at this boundary, not as part of a decode step.
  private mutating func emitToken(_ request: Int32) {
    let index = Int(request)
    requests[index].generated += 1
    if requests[index].firstToken < 0 {
      requests[index].firstToken = now
    } else {
      recordGap(request, now - requests[index].lastToken)
    }
    requests[index].lastToken = now
    if requests[index].generated == requests[index].reasoning + 1 { requests[index].visible = now }
    if requests[index].speech >= 0 { hearToken(request) }
  }

  /// Decides when this engine changes next.
  private mutating func startStep(_ engine: Int, prefillTokens: Int, prefillContext: Int64) {
    let decoding = engines[engine].decoding
    if decoding == 0 { engines[engine].stalls.removeAll() }
    let pool = Int(engines[engine].pool)
    if engines[engine].mode == .idle { engines[engine].busySince = now }
    if prefillTokens > 0 {
      startMixed(engine, pool, prefillTokens, prefillContext)
    } else if decoding > 0 {
      startRun(engine, pool)
    } else {
      result.pools[pool].add(from: engines[engine].busySince, to: now, in: header)
      engines[engine].mode = .idle
      boundaries.set(engine, to: .max)
    }
  }
}
