import Domain

/// Requests on their way to an engine and out of it (replay semantics, §2 and §3).
extension Simulation {
  mutating func send(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    let node = sessions[session].nodes[record].record
    let service = serviceOfModel[Int(node.model)]
    var path = PathEnd.root
    if node.prompt != .root { path = resolve(node.prompt, session) }
    result.counts.arrived += 1
    result.tokens.input += Int64(node.inputTokens)
    let blocks = Int32(plan.blockTokens)
    result.cache.promptBlocks += Int64((node.inputTokens + blocks - 1) / blocks)
    let ideal = cache.tree.touchIdeal(path, model: Int(service))
    result.cache.idealBlocks += Int64(ideal)
    result.cache.idealTokens += Int64(min(ideal * blocks, node.inputTokens))
    if sessions[session].firstSent < 0 { sessions[session].firstSent = now }
    guard fits(node, Int(service), sessions[session].classIndex) else {
      return refuse(slot, record)
    }

    let extended = node.extended == .root ? .root : resolve(node.extended, session)
    let request = makeRequest(slot, record, node, service, path, extended)
    if attributes {
      startTrail(request)
      sessions[session].trails[record].due = now
    }
    sessions[session].nodes[record].state = .sent
    sessions[session].nodes[record].mark = Int64(request)
    let hostTime = services[Int(service)].hostTime
    guard hostTime > 0 else { return routeFirst(request) }
    requests[Int(request)].state = .arriving
    due.insert(
      DueRecord(
        time: now + hostTime, ordinal: sessions[session].ordinal, record: Int32(record), slot: slot)
    )
  }

  /// A request that was sent before has passed the hosts.
  mutating func arrive(_ request: Int32) {
    requests[Int(request)].state = .waiting
    routeFirst(request)
  }

  private mutating func resolve(_ context: ContextReference, _ session: Int) -> PathEnd {
    context.isShared
      ? cache.tree.path(shared: context.sharedNumber) : sessions[session].paths[context.ownIndex]
  }

  private mutating func makeRequest(
    _ slot: Int32, _ record: Int, _ node: TraceRecord, _ service: Int32, _ path: PathEnd,
    _ extended: PathEnd
  ) -> Int32 {
    let session = Int(slot)
    let classIndex = Int(sessions[session].classIndex)
    var request = LiveRequest(
      slot: slot, record: Int32(record), service: service, session: sessions[session].ordinal,
      turn: node.turn, tenant: sessions[session].tenant, agent: node.actor,
      model: node.model, classIndex: UInt8(classIndex),
      group: gapGroup(
        tenant: sessions[session].tenant, classIndex: classIndex, agent: Int(node.actor),
        model: Int(node.model)),
      input: node.inputTokens,
      output: node.outputTokens, reasoning: node.reasoningTokens, path: path, extended: extended,
      sent: now)
    request.isCompaction = node.isCompaction
    request.isMeasured = header.isMeasured(now.inNanoseconds, of: classIndex)
    request.speech = Int32(sessions[session].speech(of: record) ?? -1)
    request.wantsVisible = node.isAnswer && node.reasoningTokens > 0
    sessions[session].inFlight += 1
    if let reused = freeRequests.popLast() {
      requests[Int(reused)] = request
      return reused
    }
    requests.append(request)
    return Int32(requests.count - 1)
  }

  /// Whether empty engines of a service could hold the request: one of its entry pool and, if that
  /// hands over, one of any of the class's paths.
  private mutating func fits(_ node: TraceRecord, _ service: Int, _ classIndex: Int32) -> Bool {
    let (input, output) = (Int(node.inputTokens), Int(node.outputTokens))
    let entry = services[service].entry
    guard pools[entry].role == .prefill else { return holds(entry, input, output) }
    let blocks = plan.blockTokens
    guard (input + blocks - 1) / blocks <= pools[entry].sequenceBlocks else { return false }
    guard output > 1 else { return true }
    for path in pathsOfClass[Int(classIndex)]
    where holds(services[service].paths[path].pool, input, output) {
      return true
    }
    return false
  }

  /// Whether an empty engine of a pool could hold a request from its prompt to its last token.
  mutating func holds(_ pool: Int, _ input: Int, _ output: Int) -> Bool {
    let tokens = output > 1 ? input + output - 1 + lookahead[pool] : input
    return (tokens + plan.blockTokens - 1) / plan.blockTokens <= pools[pool].sequenceBlocks
  }

  /// A request that no engine can serve ends its session.
  private mutating func refuse(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    result.counts.refused += 1
    sessions[session].isCutShort = true
    sessions[session].nodes[record].state = .cancelled
    sessions[session].open -= 1
    for other in sessions[session].nodes.indices where !sessions[session].nodes[other].state.isOver
    {
      cancel(slot, other)
    }
  }

  /// Makes an engine look at its queue at the first boundary from now on.
  mutating func wake(_ engine: Int) {
    switch engines[engine].mode {
    case .idle: boundaries.set(engine, to: min(now, boundaries.time(of: engine)))
    case .mixed: break
    case .run:
      guard let run = engines[engine].run else { return }
      let steps = stepsReaching(engine, run)
      let boundary = engines[engine].step + steps
      guard boundary < engines[engine].nextStep else { return }
      engines[engine].nextStep = boundary
      boundaries.set(
        engine, to: engines[engine].time + engines[engine].duration(ofRun: steps))
    }
  }

  /// Steps of a run until its first boundary that has not been at this moment.
  mutating func stepsReaching(_ engine: Int, _ run: DecodeRun) -> Int64 {
    let isPast = front.time == now && front.engine > engine
    let ahead = now - engines[engine].time + (isPast ? 1 : 0)
    guard engines[engine].walk.isEmpty else {
      return engines[engine].walk.steps(reaching: max(1, ahead))
    }
    return run.steps(reaching: max(1, ahead))
  }

  /// A request that was sent is not wanted any more.
  mutating func cancelRequest(_ request: Int32) {
    let index = Int(request)
    let engine = Int(requests[index].engine)
    requests[index].isCancelled = true
    switch requests[index].state {
    case .arriving: freeRequest(request)
    case .waiting:
      let wasFirst = engines[engine].queue.head == request
      dequeue(request, engine)
      result.tokens.output += Int64(requests[index].generated)
      if requests[index].source >= 0 { releaseSource(request) }
      releaseSwap(request, engine)
      freeRequest(request)
      if wasFirst, engines[engine].queue.count > 0 { wake(engine) }
    case .transferring, .loading: break
    case .joining, .loaded, .prefilling, .decoding:
      engines[engine].cancelled += 1
      wake(engine)
    }
  }
}
