import Domain

extension ReferenceStepper {
  var blockTokens: Int { plan.blockTokens }
  func blocks(_ tokens: Int) -> Int { (tokens + blockTokens - 1) / blockTokens }

  private func path(_ context: ContextReference, _ session: Session) -> BlockTree.Path {
    context.isShared ? shared[context.sharedNumber] : session.paths[context.ownIndex]
  }

  func send(_ session: Session, _ record: Int) {
    let node = session.trace.records[record]
    let service = services[Int(node.model)]
    let prompt = path(node.prompt, session)
    let input = Int(node.inputTokens)
    result.counts.arrived += 1
    result.tokens.input += Int64(input)
    result.cache.promptBlocks += Int64(blocks(input))
    let ideal =
      prompt.blocks.firstIndex { !seen[service].contains($0) } ?? prompt.blocks.count
    result.cache.idealBlocks += Int64(ideal)
    result.cache.idealTokens += Int64(min(ideal * blockTokens, input))
    seen[service].formUnion(prompt.blocks)
    if session.firstSent == nil { session.firstSent = now }
    let place = header.classes[session.trace.classIndex]
    guard fits(node, plan.services[service], place) else {
      result.counts.refused += 1
      session.isCutShort = true
      session.states[record] = .cancelled
      for other in session.states.indices { cancel(session, other) }
      return
    }
    let moment = now.inNanoseconds
    let sequence = LiveSequence(
      session, record, now, service, prompt,
      isMeasured: place.isMeasuredWhole
        || (header.measuredFrom..<header.measuredUntil).contains(moment))
    if node.extended != .root { sequence.extended = path(node.extended, session) }
    session.states[record] = .sent
    session.due[record] = now
    session.sequences[record] = sequence
    let hostTime = plan.services[service].hostTime
    if hostTime > 0 {
      sequence.state = .arriving
      due.append((now + hostTime, session.ordinal, record))
    } else {
      routeFirst(sequence)
    }
  }

  func arrive(_ sequence: LiveSequence) {
    sequence.state = .waiting
    routeFirst(sequence)
  }

  private func fits(
    _ node: TraceRecord, _ service: Plan.Service, _ place: TraceClass
  ) -> Bool {
    let prompt = blocks(Int(node.inputTokens))
    func whole(_ pool: EnginePool) -> Int {
      node.outputTokens > 1
        ? blocks(Int(node.inputTokens) + Int(node.outputTokens) - 1 + pool.lookahead) : prompt
    }
    let entry = plan.pools[service.entry]
    if entry.role == .aggregated { return whole(entry) <= entry.sequenceBlocks }
    guard prompt <= entry.sequenceBlocks else { return false }
    guard node.outputTokens > 1 else { return true }
    let pools = plan.paths(of: place).map { plan.pools[service.paths[$0].pool] }
    return pools.contains { whole($0) <= $0.sequenceBlocks }
  }

  func wakeIfIdle(_ engine: Int) {
    if !engines[engine].isStepping { engines[engine].next = min(engines[engine].next, now) }
  }

  func cancel(_ sequence: LiveSequence) {
    sequence.isCancelled = true
    if sequence.state == .arriving { sequence.state = .gone }
    guard sequence.state == .waiting else { return }
    let engine = engines[sequence.engine]
    engine.queue.removeAll { $0 === sequence }
    result.tokens.output += Int64(sequence.generated)
    releaseSource(sequence)
    engine.swapFree += sequence.swapped
    sequence.swapped = 0
    sequence.state = .gone
    if !engine.queue.isEmpty { wakeIfIdle(sequence.engine) }
  }

  func releaseSource(_ sequence: LiveSequence) {
    guard let source = sequence.source else { return }
    let engine = engines[source]
    engine.holding.removeAll { $0 === sequence }
    engine.cache.release(sequence.sourcePinned)
    engine.cache.free += sequence.sourceHeld - sequence.sourceShared
    sequence.source = nil
    if !engine.queue.isEmpty { wakeIfIdle(source) }
  }

  func endTransfer(
    _ transfer: (time: Ticks, engine: Int, order: Int, sequence: LiveSequence)
  ) {
    let isReload = transfer.sequence.state == .loading
    releaseSource(transfer.sequence)
    engines[transfer.engine].swapFree += transfer.sequence.swapped
    transfer.sequence.swapped = 0
    if transfer.sequence.isCancelled {
      leave(transfer.sequence)
    } else {
      transfer.sequence.state = isReload ? .loaded : .joining
      engines[transfer.engine].joining.append(transfer.sequence)
    }
    wakeIfIdle(transfer.engine)
  }

  /// A cancelled sequence goes.
  func leave(_ sequence: LiveSequence) {
    result.tokens.output += Int64(sequence.generated)
    giveBack(sequence)
    let engine = engines[sequence.engine]
    engine.joining.removeAll { $0 === sequence }
    sequence.state = .gone
  }

  /// Pins and blocks of an admitted sequence return to its engine.
  func giveBack(_ sequence: LiveSequence) {
    let engine = engines[sequence.engine]
    engine.cache.release(sequence.pinned)
    engine.cache.free += sequence.held - sequence.shared
    (sequence.pinned, sequence.held, sequence.shared) = ([], 0, 0)
    engine.admitted.removeAll { $0 === sequence }
  }

  func emit(_ sequence: LiveSequence) {
    sequence.generated += 1
    if let last = sequence.tokens.last {
      let gap = now - last
      sequence.stall = max(sequence.stall, gap)
      if sequence.isMeasured {
        let pool = GapPool(
          classIndex: sequence.session.trace.classIndex, agent: Int(sequence.node.actor),
          model: Int(sequence.node.model),
          tenant: min(sequence.session.tenant, GapGroup.mostTenants))
        gaps[pool, default: GapHistogram()].add(gap, weight: 1)
      }
    }
    sequence.tokens.append(now)
    if sequence.first == nil { sequence.first = now }
    if sequence.generated == Int(sequence.node.reasoningTokens) + 1 { sequence.visible = now }
  }

  func finish(_ sequence: LiveSequence) {
    let engine = engines[sequence.engine]
    let stored = sequence.input + max(sequence.output, 1) - 1
    if let extended = sequence.extended, sequence.output > 0 {
      let depth = min(extended.blocks.count, stored / blockTokens)
      if depth > sequence.shared { keep(engine, extended.blocks.prefix(depth)) }
      insert(sequence, extended, to: depth)
      seen[sequence.service].formUnion(extended.blocks.prefix(stored / blockTokens))
    }
    precondition(engine.admitted.contains { $0 === sequence })
    giveBack(sequence)
    sequence.state = .gone
    if plan.freesWaiting, waitsForTool(sequence) {
      engine.cache.giveUp(ownBlocks(sequence.session))
    }
    result.counts.finished += 1
    result.tokens.output += Int64(sequence.output)
    let session = sequence.session
    let last = sequence.tokens.last ?? now
    let first = sequence.first ?? now
    result.requests.append(
      RequestOutcome(
        sent: sequence.sent.inNanoseconds, firstToken: (first - sequence.sent).inNanoseconds,
        last: (last - sequence.sent).inNanoseconds, stall: sequence.stall.inNanoseconds,
        inputTokens: sequence.node.inputTokens, outputTokens: sequence.node.outputTokens,
        cachedTokens: Int32(sequence.cachedTokens), session: Int32(session.ordinal),
        turn: sequence.node.turn, tenant: Int32(session.tenant),
        classIndex: UInt8(session.trace.classIndex), isCompaction: sequence.node.isCompaction,
        agent: sequence.node.actor, model: sequence.node.model))
    session.outcomes[sequence.record] = result.requests.count - 1
    recordSpent(sequence)
    session.lastToken = max(session.lastToken ?? 0, last)
    session.visible[sequence.record] = sequence.visible
    complete(session, sequence.record)
    settle(session)
  }

  private func waitsForTool(_ sequence: LiveSequence) -> Bool {
    let records = sequence.session.trace.records
    let next = sequence.record + 1
    guard sequence.session.sequences.values.allSatisfy({ $0.state == .gone }),
      records.indices.contains(next)
    else { return false }
    return records[next].kind == .wait && records[next].cause == .tool
      && records[next].firstDependency < 0
  }

  /// Blocks of a session's own contexts.
  private func ownBlocks(_ session: Session) -> Set<Int> {
    var own: Set<Int> = []
    for (context, path) in zip(session.trace.contexts, session.paths) {
      var root = context.parent
      while !root.isShared { root = session.trace.contexts[root.ownIndex].parent }
      own.formUnion(path.blocks.dropFirst(shared[root.sharedNumber].blocks.count))
    }
    return own
  }

  /// Makes a path's blocks up to `count` the cache's, and pins them.
  func insert(_ sequence: LiveSequence, _ path: BlockTree.Path, to count: Int) {
    guard count > sequence.shared else { return }
    let cache = engines[sequence.engine].cache
    if count > sequence.pinned.count {
      cache.pin(Array(path.blocks[sequence.pinned.count..<count]))
      sequence.pinned = Array(path.blocks.prefix(count))
    }
    cache.insert(path.blocks[sequence.shared..<count])
    sequence.shared = count
  }

  /// Copies the first blocks of a path to host memory and to the store, as the ones that were used
  /// last.
  func keep(_ engine: Engine, _ blocks: some Swift.Sequence<Int>) {
    for copies in [engine.host, engine.store?.cache].compactMap(\.self) {
      let path = Array(blocks.prefix(copies.capacity))
      copies.pin(path)
      let missing = path.filter { !copies.cached.contains($0) }
      copies.take(missing.count)
      copies.insert(missing)
      copies.release(path)
    }
  }
}
