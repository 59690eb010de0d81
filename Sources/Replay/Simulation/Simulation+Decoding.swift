import Domain

/// Sequences that decode: their start, growth, preemption and end.
extension Simulation {
  mutating func startDecoding(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let step = engines[engine].step
    let live = requests[index]
    let stored = Int64(live.input) + Int64(live.generated) - 1
    requests[index].state = .decoding
    requests[index].decodeStart = step
    requests[index].phase = engines[engine].needs.phase(step: step, stored: stored)
    engines[engine].needs.add(requests[index].phase)
    engines[engine].decoding += 1
    engines[engine].context += stored + 1
    let left = Int64(live.output - live.generated)
    engines[engine].marks.insert(
      StepMark(step: step + left, admission: live.admission, request: request))
    let hidden = Int64(live.reasoning - live.generated) + 1
    if live.wantsVisible, hidden > 0, hidden < left {
      engines[engine].marks.insert(
        StepMark(step: step + hidden, admission: live.admission, request: request))
    }
    if live.speech >= 0 {
      engines[engine].spoken.append(request)
      let silent = Int64(live.reasoning - live.generated) + Int64(known(request))
      if silent > 0, silent < left {
        engines[engine].marks.insert(
          StepMark(step: step + silent, admission: live.admission, request: request))
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
    let steps = engines[engine].step - live.decodeStart
    requests[index].generated += Int32(steps)
    engines[engine].needs.remove(live.phase)
    engines[engine].decoding -= 1
    engines[engine].context -= Int64(live.input) + Int64(requests[index].generated)
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
    guard engines[engine].decoding > 0 else { return }
    let step = engines[engine].step
    let needed = engines[engine].needs.atBoundary(step)
    if needed <= cache.accounts[engine].available {
      if needed > 0 { cache.take(engine, needed) }
      return
    }
    let phase = Int32(step % Int64(plan.blockTokens))
    var index = engines[engine].admitted.head
    while index >= 0 {
      let isNeedy = requests[Int(index)].state == .decoding && requests[Int(index)].phase == phase
      if isNeedy { growWithForce(index, engine) }
      // A preempted sequence left the list; only the last of it can have, so the rest is unread.
      index = requests[Int(index)].admission == 0 ? -1 : requests[Int(index)].next
    }
  }

  private mutating func growWithForce(_ request: Int32, _ engine: Int) {
    while cache.accounts[engine].available == 0 {
      let victim = lastPreemptible(engine)
      preempt(victim, engine)
      if victim == request { return }
    }
    cache.take(engine, 1)
  }

  private func lastPreemptible(_ engine: Int) -> Int32 {
    var index = engines[engine].admitted.tail
    while requests[Int(index)].state != .decoding, requests[Int(index)].state != .prefilling {
      index = requests[Int(index)].previous
    }
    return index
  }

  private mutating func preempt(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let held = blocksHeld(request)
    if requests[index].state == .decoding {
      stopDecoding(request, engine)
    } else {
      removePrefill(request, engine)
    }
    giveBack(request, engine, held: held, path: requests[index].path)
    removeAdmitted(request, engine)
    requests[index].state = .waiting
    requests[index].isHandover = false
    requests[index].computed = 0
    requests[index].chunk = 0
    enqueueAtFront(request, engine)
    result.counts.preemptions += 1
  }

  /// Blocks of an admitted sequence before growth, cached ones that it uses included.
  func blocksHeld(_ request: Int32) -> Int32 {
    let live = requests[Int(request)]
    let blocks = Int32(plan.blockTokens)
    var tokens = live.target
    switch live.state {
    case .decoding:
      tokens += Int32(engines[Int(live.engine)].step - live.decodeStart) - 1
    case .transferring, .joining: tokens = live.input
    case .arriving, .waiting, .prefilling: break
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
