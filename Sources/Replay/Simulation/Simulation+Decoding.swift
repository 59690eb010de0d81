import Domain

/// Sequences that decode: their start, growth, preemption and end.
extension Simulation {
  mutating func startDecoding(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let step = engines[engine].position
    let ahead = lookahead[Int(engines[engine].pool)]
    let live = requests[index]
    let stored = Int64(live.input) + Int64(live.generated) - 1
    if attributes { trailDecodes(request, engine) }
    requests[index].state = .decoding
    requests[index].decodeStart = step
    requests[index].phase = engines[engine].needs.phase(step: step, stored: stored + Int64(ahead))
    if ahead > 0 { engines[engine].fresh.append(request) }
    engines[engine].needs.add(requests[index].phase)
    engines[engine].decoding += 1
    engines[engine].context += stored + 1
    let left = Int64(live.output - live.generated)
    engines[engine].marks.insert(
      TokenMark(position: step + left, admission: live.admission, request: request))
    let hidden = Int64(live.reasoning - live.generated) + 1
    if live.wantsVisible, hidden > 0, hidden < left {
      engines[engine].marks.insert(
        TokenMark(position: step + hidden, admission: live.admission, request: request))
    }
    if live.speech >= 0 {
      engines[engine].spoken.append(request)
      let silent = Int64(live.reasoning - live.generated) + Int64(known(request))
      if silent > 0, silent < left {
        engines[engine].marks.insert(
          TokenMark(position: step + silent, admission: live.admission, request: request))
      }
    }
    if live.lastToken == now {
      if live.isMeasured { engines[engine].gaps.add(live.group) }
    } else {
      engines[engine].late.append(request)
    }
  }

  /// Takes a sequence out of the decode batch; its `generated` and `stall` are then up to date.
  mutating func stopDecoding(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let live = requests[index]
    if attributes { trailStops(request, engine) }
    let steps = engines[engine].position - live.decodeStart
    requests[index].generated += Int32(steps)
    engines[engine].needs.remove(live.phase)
    engines[engine].decoding -= 1
    engines[engine].context -= Int64(live.input) + Int64(requests[index].generated)
    let excess = requests[index].generated - live.output
    if excess > 0 {
      // The last step yielded more than it needs.
      requests[index].generated = live.output
      if live.isMeasured { histograms[Int(live.group)].removeZeros(UInt64(excess)) }
    }
    if live.speech >= 0 { engines[engine].spoken.removeAll { $0 == request } }
    let isLate = engines[engine].late.contains(request)
    if isLate { engines[engine].late.removeAll { $0 == request } }
    if live.isMeasured, !isLate { engines[engine].gaps.remove(live.group) }
    if steps > 0 {
      requests[index].lastToken = now
      requests[index].stall = max(
        live.stall, engines[engine].stalls.longest(after: live.decodeStart))
    }
  }

  /// KV for the next step: one block each for the sequences whose last one is full.
  mutating func grow(_ engine: Int) {
    defer {
      if !engines[engine].fresh.isEmpty { engines[engine].fresh.removeAll(keepingCapacity: true) }
    }
    guard engines[engine].decoding > 0 else { return }
    let needed = blocksNeeded(engine)
    if needed <= cache.accounts[engine].available {
      if needed > 0 { cache.take(engine, needed) }
      return
    }
    var index = engines[engine].admitted.head
    while index >= 0 {
      if requests[Int(index)].state == .decoding { growWithForce(index, engine) }
      // A preempted sequence left the list; only the last of it can have, so the rest is unread.
      index = requests[Int(index)].admission == 0 ? -1 : requests[Int(index)].next
    }
  }

  /// Blocks that the decoding sequences of an engine lack for the next step.
  private mutating func blocksNeeded(_ engine: Int) -> Int {
    let position = engines[engine].position
    guard lookahead[Int(engines[engine].pool)] > 0 else {
      return engines[engine].needs.atBoundary(position)
    }
    let advance = engines[engine].advance
    var needed = engines[engine].needs.after(position - advance, count: advance)
    for request in engines[engine].fresh {
      let live = requests[Int(request)]
      // What was cancelled at this very boundary has left; the others did not decode in the step
      // that has just ended.
      guard live.admission > 0, live.state == .decoding, live.decodeStart == position,
        live.engine == Int32(engine)
      else { continue }
      let passed = engines[engine].needs.passes(
        of: live.phase, upTo: position, count: advance)
      needed += blocksLacking(request) - Int(passed)
    }
    return needed
  }

  private mutating func blocksLacking(_ request: Int32) -> Int {
    let live = requests[Int(request)]
    let engine = Int(live.engine)
    let blocks = Int32(plan.blockTokens)
    let tokens =
      live.target + Int32(engines[engine].position - live.decodeStart)
      + Int32(lookahead[Int(engines[engine].pool)])
    return Int((tokens + blocks - 1) / blocks - blocksHeld(request))
  }

  private mutating func growWithForce(_ request: Int32, _ engine: Int) {
    let lacking = blocksLacking(request)
    for taken in 0..<max(0, lacking) {
      while cache.accounts[engine].available == 0 {
        let victim = lastPreemptible(engine)
        preempt(victim, engine, taken: victim == request ? taken : 0)
        if victim == request { return }
      }
      cache.take(engine, 1)
    }
  }

  private mutating func lastPreemptible(_ engine: Int) -> Int32 {
    var index = engines[engine].admitted.tail
    while requests[Int(index)].state != .decoding, requests[Int(index)].state != .prefilling {
      index = requests[Int(index)].previous
    }
    return index
  }

  /// - Parameter taken: Blocks that it took at this boundary.
  private mutating func preempt(_ request: Int32, _ engine: Int, taken: Int) {
    let index = Int(request)
    let held = blocksHeld(request) + Int32(taken)
    if requests[index].state == .decoding {
      stopDecoding(request, engine)
      swapOut(request, engine)
    } else {
      removePrefill(request, engine)
    }
    giveBack(request, engine, held: held, path: requests[index].path)
    removeAdmitted(request, engine)
    if attributes { trailPreempted(request) }
    requests[index].state = .waiting
    requests[index].isHandover = false
    requests[index].computed = 0
    requests[index].chunk = 0
    enqueueAtFront(request, engine)
    result.counts.preemptions += 1
  }

  /// Blocks of an admitted sequence before growth, cached ones that it uses included.
  mutating func blocksHeld(_ request: Int32) -> Int32 {
    let live = requests[Int(request)]
    let blocks = Int32(plan.blockTokens)
    var tokens = live.target
    switch live.state {
    case .decoding:
      let engine = Int(live.engine)
      let since = engines[engine].position - live.decodeStart
      tokens +=
        since == 0
        ? -1
        : Int32(since - engines[engine].advance)
          + Int32(lookahead[Int(engines[engine].pool)])
    case .transferring, .joining: tokens = live.stored
    case .arriving, .waiting, .loading, .loaded, .prefilling: break
    }
    return (tokens + blocks - 1) / blocks
  }

  /// Frees the private blocks of a sequence and releases its pins.
  mutating func giveBack(_ request: Int32, _ engine: Int, held: Int32, path: PathEnd) {
    let index = Int(request)
    cache.release(engine, cache.tree.resolved(path), pinned: requests[index].pinned)
    cache.accounts[engine].free += Int(held - requests[index].shared)
    requests[index].shared = 0
    requests[index].pinned = 0
  }
}
