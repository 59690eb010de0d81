import Domain

extension ReferenceStepper {
  func boundary(_ index: Int) {
    let engine = engines[index]
    engine.next = .max
    if engine.isStepping {
      result.steps += 1
      engine.isStepping = false
      divide(engine)
      for sequence in engine.admitted where sequence.inStep {
        if sequence.state == .decoding {
          for _ in 0..<min(engine.yield, sequence.output - sequence.generated) { emit(sequence) }
        }
        if sequence.state == .prefilling { sequence.computed += sequence.chunk }
        sequence.inStep = false
        sequence.chunk = 0
      }
    }
    removeCancelled(engine)
    for sequence in engine.admitted
    where sequence.state == .decoding && !sequence.isCancelled {
      makeSpeechDue(sequence)
      if sequence.generated == sequence.output { finish(sequence) }
    }
    for sequence in engine.joining where !sequence.isCancelled {
      if sequence.state == .loaded {
        sequence.state = .prefilling
        if !sequence.spent.isPreempted { sequence.spent.pass(.reload, until: now) }
        continue
      }
      insert(sequence, sequence.path, to: sequence.path.blocks.count)
      keep(engine, sequence.path.blocks)
      sequence.state = .decoding
      sequence.spent.pass(sequence.spent.isPreempted ? .preemption : .transfer, until: now)
      sequence.spent.isPreempted = false
    }
    engine.joining = []
    for sequence in engine.admitted
    where sequence.state == .prefilling && !sequence.isCancelled
      && sequence.computed == sequence.target
    {
      endPrefill(sequence)
    }
    removeCancelled(engine)
    let preemptions = result.counts.preemptions
    grow(engine)
    engine.decodes = engine.admitted.contains { $0.state == .decoding }
    schedule(engine, mayAdmit: result.counts.preemptions == preemptions)
    begin(engine)
  }

  private func removeCancelled(_ engine: Engine) {
    for sequence in engine.admitted
    where sequence.isCancelled
      && sequence.state != .transferring && sequence.state != .loading
    {
      leave(sequence)
    }
  }

  private func endPrefill(_ sequence: LiveSequence) {
    let engine = engines[sequence.engine]
    if sequence.spent.isPreempted { sequence.spent.pass(.preemption, until: now) }
    sequence.spent.isPreempted = false
    sequence.spent.since = now
    if sequence.first == nil {
      (sequence.spent.early, sequence.spent.earlyBlame) = (
        sequence.spent.time, sequence.spent.blame
      )
    }
    insert(sequence, sequence.path, to: sequence.path.blocks.count)
    keep(engine, sequence.path.blocks)
    if sequence.output == 0 {
      sequence.first = now
      sequence.tokens.append(now)
      return finish(sequence)
    }
    emit(sequence)
    makeSpeechDue(sequence)
    if sequence.generated == sequence.output { return finish(sequence) }
    sequence.state = .decoding
    guard engine.role == .prefill else { return }
    engine.admitted.removeAll { $0 === sequence }
    engine.holding.append(sequence)
    sequence.source = sequence.engine
    (sequence.sourceHeld, sequence.sourceShared) = (sequence.held, sequence.shared)
    sequence.sourcePinned = sequence.pinned
    (sequence.held, sequence.shared, sequence.pinned) = (0, 0, [])
    sequence.isHandover = true
    sequence.state = .waiting
    let (pool, isSpilled) = decodePool(for: sequence)
    if isSpilled { result.pools[pool].spilled += 1 }
    route(sequence, pool)
  }

  private func grow(_ engine: Engine) {
    for sequence in engine.admitted where sequence.state == .decoding {
      let wanted = blocks(
        sequence.input + sequence.generated + plan.pools[engine.pool].lookahead)
      while sequence.state == .decoding, sequence.held < wanted {
        if engine.cache.free + engine.cache.evictable > 0 {
          engine.cache.take(1)
          sequence.held += 1
        } else if let victim = engine.admitted.last(where: {
          $0.state == .decoding || $0.state == .prefilling
        }) {
          preempt(victim)
        }
      }
    }
  }

  private func preempt(_ sequence: LiveSequence) {
    giveBack(sequence)
    let engine = engines[sequence.engine]
    let kept = blocks(sequence.target - 1)
    if sequence.state == .decoding, plan.pools[engine.pool].swap != nil, kept <= engine.swapFree {
      engine.swapFree -= kept
      sequence.swapped = kept
      result.counts.swaps += 1
    }
    sequence.state = .waiting
    sequence.isHandover = false
    if !sequence.spent.isPreempted { sequence.spent.since = now }
    sequence.spent.isPreempted = true
    (sequence.computed, sequence.chunk) = (0, 0)
    engines[sequence.engine].queue.insert(sequence, at: 0)
    result.counts.preemptions += 1
  }

  private func schedule(_ engine: Engine, mayAdmit: Bool) {
    let pool = plan.pools[engine.pool]
    let decoding = engine.admitted.count { $0.state == .decoding }
    let drafts = costs(engine).1?.level(sequences: decoding)?.drafts ?? 0
    var budget = max(0, pool.tokenBudget - decoding * (1 + drafts))
    for sequence in engine.admitted where sequence.state == .prefilling {
      sequence.chunk = min(sequence.target - sequence.computed, budget)
      budget -= sequence.chunk
    }
    while mayAdmit, let sequence = engine.queue.first, engine.admitted.count < pool.maxSequences {
      guard sequence.isHandover || sequence.swapped > 0 || budget > 0, admit(sequence, engine)
      else { break }
      guard sequence.state == .prefilling else { continue }
      sequence.chunk = min(sequence.target - sequence.computed, budget)
      budget -= sequence.chunk
    }
  }

  private func admit(_ sequence: LiveSequence, _ engine: Engine) -> Bool {
    let hit = engine.cache.hit(sequence.path)
    let isComplete = sequence.isHandover || sequence.swapped > 0
    let tokens = isComplete ? sequence.target - 1 : sequence.target
    let needed = blocks(tokens) - hit
    let reusable = engine.cache.evictable - engine.cache.unpinned(sequence.path.blocks.prefix(hit))
    guard needed <= engine.cache.free + reusable else { return false }
    sequence.pinned = sequence.path.blocks
    engine.cache.pin(sequence.pinned)
    engine.cache.take(needed)
    sequence.shared = hit
    sequence.held = blocks(tokens)
    engine.queue.removeFirst()
    engine.fairTime = max(engine.fairTime, sequence.key)
    engine.admitted.append(sequence)
    if !sequence.spent.isPreempted { sequence.spent.pass(.queue, until: now) }
    let cached = min(hit * blockTokens, tokens)
    if sequence.isHandover {
      startTransfer(sequence, engine, tokens: tokens - cached)
      return true
    }
    if sequence.swapped > 0, let link = plan.pools[engine.pool].swap?.reload {
      sequence.state = .transferring
      startReturn(sequence, engine, tokens: tokens - cached, over: link)
      return true
    }
    sequence.prefillFrom = now
    let near = max(hit, engine.host?.hit(sequence.path) ?? 0)
    let kept = max(near, engine.store?.cache.hit(sequence.path) ?? 0)
    sequence.computed = min(kept * blockTokens, tokens - 1)
    let missing = sequence.computed - min(cached, tokens - 1)
    let reached = missing > 0 ? kept : hit
    sequence.state = missing > 0 ? .loading : .prefilling
    if missing > 0 {
      result.cache.reloadedBlocks += Int64(reached - hit)
      let far = sequence.computed - min(near * blockTokens, tokens - 1)
      startReload(sequence, engine, near: missing - far, far: far)
    }
    if !sequence.hasCounted {
      sequence.hasCounted = true
      sequence.cachedTokens = min(reached * blockTokens, sequence.input - 1)
      result.cache.hitBlocks += Int64(reached)
      result.tokens.cached += Int64(sequence.cachedTokens)
    }
    return true
  }

  private func startReturn(
    _ sequence: LiveSequence, _ engine: Engine, tokens: Int, over link: Plan.Transfer
  ) {
    engine.hostFree = max(now, engine.hostFree) + Ticks(tokens) * link.perToken
    transfers.append((engine.hostFree + link.latency, sequence.engine, transferCount, sequence))
    transferCount += 1
  }

  /// Tokens from host memory and tokens from the store cross at the same time.
  private func startReload(_ sequence: LiveSequence, _ engine: Engine, near: Int, far: Int) {
    var ends = [now]
    if near > 0, let link = plan.pools[engine.pool].host?.reload {
      engine.hostFree = max(now, engine.hostFree) + Ticks(near) * link.perToken
      ends.append(engine.hostFree + link.latency)
    }
    if far > 0, let store = engine.store, let access = plan.pools[engine.pool].store {
      store.free = max(now, store.free) + Ticks(far) * store.link.perToken
      engine.linkFree = max(now, engine.linkFree) + Ticks(far) * access.perToken
      ends += [store.free + store.link.latency, engine.linkFree + store.link.latency]
    }
    transfers.append((ends.max() ?? now, sequence.engine, transferCount, sequence))
    transferCount += 1
  }

  private func startTransfer(_ sequence: LiveSequence, _ engine: Engine, tokens: Int) {
    let paths = plan.services[sequence.service].paths
    guard let link = paths.first(where: { $0.pool == engine.pool })?.transfer else { return }
    let whole = Ticks(tokens) * link.perToken
    if link.layers == 1 {
      engine.linkFree = max(now, engine.linkFree) + whole
    } else {
      let (last, rest) = whole.quotientAndRemainder(dividingBy: Ticks(link.layers))
      engine.linkFree = max(
        max(sequence.prefillFrom, engine.linkFree) + whole, now + last + (rest > 0 ? 1 : 0))
    }
    sequence.state = .transferring
    transfers.append((engine.linkFree + link.latency, sequence.engine, transferCount, sequence))
    transferCount += 1
  }

  /// By how many engines of the pool decode.
  private func costs(_ engine: Engine) -> (StepCost, Speculation?) {
    let pool = plan.pools[engine.pool]
    guard let last = pool.contention.last else { return (pool.cost, pool.speculation) }
    let count = poolEngines[engine.pool].count { engines[$0].decodes }
    let found = pool.contention.first { count <= $0.engines } ?? last
    return (found.cost, found.speculation)
  }

  private func begin(_ engine: Engine) {
    let decoding = engine.admitted.filter { $0.state == .decoding }
    let prefilling = engine.admitted.filter { $0.state == .prefilling }
    let context = decoding.reduce(Int64(0)) { $0 + Int64($1.input + $1.generated) }
    let tokens = prefilling.reduce(0) { $0 + $1.chunk }
    var before: Int64 = 0
    for sequence in prefilling {
      for token in 0..<sequence.chunk { before += Int64(sequence.computed + token) }
    }
    guard !decoding.isEmpty || tokens > 0 else { return }
    for sequence in decoding + prefilling { sequence.inStep = true }
    engine.isStepping = true
    let pool = plan.pools[engine.pool]
    let (cost, speculation) = costs(engine)
    let level = speculation?.level(sequences: decoding.count)
    engine.yield =
      level.map { level in
        let draw = RandomStream(seed: systemSeed).named("acceptance").numbered(engine.number)
        return level.tokens(draw.numbered(engine.steps).bits)
      } ?? 1
    var time = (level?.cost ?? cost).step(
      sequences: decoding.count, context: context, prefillTokens: tokens, prefillContext: before)
    engine.contents = StepContents(
      time: time, cost: level?.cost ?? cost, plain: cost, decoding: decoding.count,
      context: context, hasPrefill: tokens > 0)
    if let jitter = pool.jitter {
      let draw = RandomStream(seed: systemSeed).named("jitter").numbered(engine.number)
      time = jitter.applied(to: time, draw.numbered(engine.steps).bits)
    }
    engine.steps += 1
    engine.contents.duration = time
    engine.next = now + time
    result.pools[engine.pool].add(from: now, to: engine.next, in: header)
  }
}
