import Domain

/// Sessions and their records (replay semantics, §2).
extension Simulation {
  mutating func bringIn(_ contexts: [SharedContext]) {
    for context in contexts {
      var parent = cache.tree.path(shared: Int(context.parent))
      if context.keep >= 0, context.keep < parent.tokens { parent = cut(parent, to: context.keep) }
      cache.tree.nameShared(cache.tree.extend(parent, tokens: context.tokens))
    }
  }

  /// The first `tokens` of a path, with the segment split there.
  private mutating func cut(_ path: PathEnd, to tokens: Int32) -> PathEnd {
    let blocks = cache.tree.blocks(tokens: tokens)
    var end = PathEnd(segment: path.segment, blocks: blocks, tokens: tokens)
    if blocks == 0 { return PathEnd(segment: -1, blocks: 0, tokens: tokens) }
    end = cache.tree.resolved(end)
    let segment = cache.tree.segments[Int(end.segment)]
    if blocks < segment.end { end.segment = cache.split(end.segment, endingAt: blocks) }
    return end
  }

  mutating func start(_ trace: borrowing TraceSession) {
    bringIn(trace.sharedContexts)
    if freeSessions.isEmpty {
      freeSessions.append(Int32(sessions.count))
      sessions.append(LiveSession())
    }
    let slot = freeSessions.removeLast()
    let index = Int(slot)
    sessions[index].load(trace, trails: attributes)
    paths.lay(trace, into: &sessions[index], tree: &cache.tree)
    sessions[index].ordinal = startedSessions
    sessions[index].classIndex = Int32(trace.classIndex)
    sessions[index].tenant = tenants.number(of: trace.tenant)
    let pools = (min(Int(sessions[index].tenant), GapGroup.mostTenants) + 1) * callers
    while histograms.count < pools { histograms.append(GapHistogram()) }
    sessions[index].start = now
    if plan.routing.rule == .sessionAffinity {
      sessions[index].affinity = Array(repeating: -1, count: plan.pools.count)
    }
    startedSessions += 1
    liveSessions += 1
    for record in sessions[index].nodes.indices where sessions[index].nodes[record].waits == 0 {
      if sessions[index].nodes[record].state == .pending { makeReady(slot, record) }
    }
    settle(slot)
  }

  /// A record's dependencies are met now: it is complete at once, or due by an event.
  private mutating func makeReady(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    let node = sessions[session].nodes[record].record
    if attributes { sessions[session].trails[record].ready = now }
    var time = now + Ticks(nanoseconds: node.delay)
    if node.offset >= 0 {
      time = max(time, sessions[session].start + Ticks(nanoseconds: node.offset))
    }
    if time == now, node.kind != .request { return complete(slot, record) }
    sessions[session].nodes[record].state = .scheduled
    due.insert(
      DueRecord(
        time: time, ordinal: sessions[session].ordinal, record: Int32(record), slot: slot))
  }

  mutating func becomeDue(_ event: DueRecord) {
    let session = Int(event.slot)
    guard sessions[session].ordinal == event.ordinal, !sessions[session].isOver else { return }
    let state = sessions[session].nodes[Int(event.record)].state
    if state == .sent { return arrive(Int32(sessions[session].nodes[Int(event.record)].mark)) }
    guard state == .scheduled else { return }
    if sessions[session].nodes[Int(event.record)].record.kind == .request {
      send(event.slot, Int(event.record))
    } else {
      complete(event.slot, Int(event.record))
    }
    settle(event.slot)
  }

  /// Marks a record complete; `settle` looks at what depends on it.
  mutating func complete(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    let node = sessions[session].nodes[record].record
    sessions[session].nodes[record].state = .complete
    if attributes { sessions[session].trails[record].complete = now }
    sessions[session].open -= 1
    switch node.kind {
    case .turnStart:
      let isDue = node.offset >= 0
      sessions[session].nodes[record].mark =
        isDue ? sessions[session].start + Ticks(nanoseconds: node.offset) : now
    case .turnEnd: recordTurn(slot, record)
    case .wait where node.cause == .think: sessions[session].think += node.delay
    case .speech where node.cancelFrom >= 0: recordInterrupted(slot, record)
    default: break
    }
    if node.cancelFrom >= 0 {
      if node.kind == .turnStart { recordLate(slot, record) }
      for other in Int(node.cancelFrom)..<record where !sessions[session].nodes[other].state.isOver
      {
        cancel(slot, other, isLate: node.kind == .turnStart)
      }
    }
    insertInWorklist(Int32(record))
  }

  /// Looks at the dependents of completed records in rising order, and ends the session when done.
  mutating func settle(_ slot: Int32) {
    let session = Int(slot)
    while !worklist.isEmpty {
      let record = Int(worklist.count == 1 ? worklist.removeLast() : worklist.removeFirst())
      var edge = sessions[session].nodes[record].firstEdge
      if hasFollower(session, record) { meet(slot, record + 1) }
      while edge >= 0 {
        let (dependent, next) = sessions[session].edges[Int(edge)]
        edge = next
        meet(slot, Int(dependent))
      }
    }
    if sessions[session].open == 0, !sessions[session].isOver { end(slot) }
  }

  /// Whether the next record needs this one and no other.
  private mutating func hasFollower(_ session: Int, _ record: Int) -> Bool {
    record + 1 < sessions[session].nodes.count && sessions[session].nodes[record + 1].follows
  }

  /// One dependency more of a record is complete.
  private mutating func meet(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    sessions[session].nodes[record].waits -= 1
    let node = sessions[session].nodes[record]
    guard node.waits == 0, node.state == .pending else { return }
    precondition(node.record.kind != .speech, "known when complete")
    makeReady(slot, record)
  }

  private mutating func insertInWorklist(_ record: Int32) {
    var place = worklist.count
    while place > 0, worklist[place - 1] > record { place -= 1 }
    if place == worklist.count {
      worklist.append(record)
    } else {
      worklist.insert(record, at: place)
    }
  }

  /// A record will never be complete; so may others that need it.
  ///
  /// - Parameter isLate: Because the next turn came.
  mutating func cancel(_ slot: Int32, _ record: Int, isLate: Bool = false) {
    let session = Int(slot)
    let state = sessions[session].nodes[record].state
    sessions[session].nodes[record].state = .cancelled
    sessions[session].open -= 1
    if sessions[session].nodes[record].record.kind == .request {
      if state == .sent {
        recordCancelled(Int32(sessions[session].nodes[record].mark), isLate: isLate)
        cancelRequest(Int32(sessions[session].nodes[record].mark))
      } else {
        result.counts.notStarted += 1
      }
    }
    var edge = sessions[session].nodes[record].firstEdge
    if hasFollower(session, record) { lose(slot, record + 1, isLate: isLate) }
    while edge >= 0 {
      let (dependent, next) = sessions[session].edges[Int(edge)]
      edge = next
      lose(slot, Int(dependent), isLate: isLate)
    }
  }

  /// One dependency of a record will never be complete.
  private mutating func lose(_ slot: Int32, _ record: Int, isLate: Bool) {
    let session = Int(slot)
    sessions[session].nodes[record].hopes -= 1
    guard !sessions[session].nodes[record].state.isOver, !isReachable(session, record) else {
      return
    }
    cancel(slot, record, isLate: isLate)
  }

  /// Whether a record has happened, or enough of its dependencies are complete or can still be.
  private mutating func isReachable(_ session: Int, _ record: Int) -> Bool {
    guard sessions[session].nodes[record].state == .pending else { return true }
    let node = sessions[session].nodes[record].record
    let needed = node.firstDependency < 0 ? 1 : min(node.needed, node.dependencyCount)
    return sessions[session].nodes[record].hopes >= needed
  }

  private mutating func end(_ slot: Int32) {
    let session = Int(slot)
    let start = sessions[session].start
    let (first, last) = (sessions[session].firstSent, sessions[session].lastToken)
    let length = first >= 0 && last >= 0 ? last - first : 0
    result.sessions.append(
      SessionOutcome(
        start: start.inNanoseconds, length: length.inNanoseconds,
        total: (now - start).inNanoseconds, think: sessions[session].think,
        session: sessions[session].ordinal, tenant: sessions[session].tenant,
        classIndex: UInt8(sessions[session].classIndex),
        isCutShort: sessions[session].isCutShort,
        isEndedByWindow: sessions[session].isEndedByWindow))
    if attributes { recordPath(slot) }
    sessions[session].isOver = true
    if sessions[session].inFlight == 0 { forget(slot) }
    liveSessions -= 1
    closed.sessionEnded(Int(sessions[session].classIndex), now: now)
  }

  private mutating func forget(_ slot: Int32) {
    for segment in sessions[Int(slot)].segments { cache.unname(segment) }
    freeSessions.append(slot)
  }

  /// A request leaves the table; the last of a session that ended lets the session go.
  mutating func freeRequest(_ request: Int32) {
    let slot = requests[Int(request)].slot
    let engine = Int(requests[Int(request)].engine)
    if engine >= 0 { backlog[engine] -= promptBlocks(request) }
    freeRequests.append(request)
    sessions[Int(slot)].inFlight -= 1
    if sessions[Int(slot)].isOver, sessions[Int(slot)].inFlight == 0 { forget(slot) }
  }

  mutating func recordTurn(_ slot: Int32, _ record: Int, cutOff: CutOff? = nil) {
    let session = Int(slot)
    let turn = sessions[session].nodes[record].record.turn
    var start: Ticks = -1
    var answer = -1
    var index = record
    while index > 0, start < 0 {
      index -= 1
      let node = sessions[session].nodes[index].record
      guard node.turn == turn else { continue }
      if node.kind == .turnStart {
        guard sessions[session].nodes[index].state == .complete else { return }
        start = sessions[session].nodes[index].mark
      } else if node.kind == .request, node.isAnswer, answer < 0 {
        answer = index
      }
    }
    guard start >= 0 else { return }
    let sound = answer < 0 ? nil : sound(of: answer, session)
    var first = sound?.first ?? -1
    if sound == nil, answer >= 0, sessions[session].nodes[answer].state == .complete {
      first = sessions[session].nodes[answer].mark
    }
    let silence = sound?.silence ?? -1
    result.turns.append(
      TurnOutcome(
        start: start.inNanoseconds, response: first >= 0 ? (first - start).inNanoseconds : -1,
        length: cutOff != nil ? -1 : (now - start).inNanoseconds,
        silence: silence >= 0 ? silence.inNanoseconds : -1,
        session: sessions[session].ordinal, turn: turn,
        tenant: sessions[session].tenant, classIndex: UInt8(sessions[session].classIndex),
        hasUnderrun: silence > 0, isLate: cutOff == .late))
  }
}
