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
    sessions[index].load(trace)
    paths.lay(trace, into: &sessions[index], tree: &cache.tree)
    sessions[index].ordinal = startedSessions
    sessions[index].classIndex = Int32(trace.classIndex)
    sessions[index].tenant = tenants.number(of: trace.tenant)
    sessions[index].start = now
    if plan.routing.rule == .sessionAffinity {
      sessions[index].affinity = Array(repeating: -1, count: plan.pools.count)
    }
    startedSessions += 1
    liveSessions += 1
    for record in sessions[index].records.indices where sessions[index].waits[record] == 0 {
      if sessions[index].states[record] == .pending { makeReady(slot, record) }
    }
    settle(slot)
  }

  /// A record's dependencies are met now: it is complete at once, or due by an event.
  private mutating func makeReady(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    let node = sessions[session].records[record]
    var time = now + Ticks(nanoseconds: node.delay)
    if node.offset >= 0 {
      time = max(time, sessions[session].start + Ticks(nanoseconds: node.offset))
    }
    if time == now, node.kind != .request { return complete(slot, record) }
    sessions[session].states[record] = .scheduled
    due.insert(
      DueRecord(
        time: time, ordinal: sessions[session].ordinal, record: Int32(record), slot: slot))
  }

  mutating func becomeDue(_ event: DueRecord) {
    let session = Int(event.slot)
    guard sessions[session].ordinal == event.ordinal, !sessions[session].isOver else { return }
    let state = sessions[session].states[Int(event.record)]
    if state == .sent { return arrive(Int32(sessions[session].marks[Int(event.record)])) }
    guard state == .scheduled else { return }
    if sessions[session].records[Int(event.record)].kind == .request {
      send(event.slot, Int(event.record))
    } else {
      complete(event.slot, Int(event.record))
    }
    settle(event.slot)
  }

  /// Marks a record complete; `settle` looks at what depends on it.
  mutating func complete(_ slot: Int32, _ record: Int) {
    let session = Int(slot)
    let node = sessions[session].records[record]
    sessions[session].states[record] = .complete
    sessions[session].open -= 1
    switch node.kind {
    case .turnStart:
      let isDue = node.offset >= 0
      sessions[session].marks[record] =
        isDue ? sessions[session].start + Ticks(nanoseconds: node.offset) : now
    case .turnEnd: recordTurn(slot, record)
    case .wait where node.cause == .think: sessions[session].think += node.delay
    case .speech where node.cancelFrom >= 0: recordInterrupted(slot, record)
    default: break
    }
    if node.cancelFrom >= 0 {
      for other in Int(node.cancelFrom)..<record where !sessions[session].states[other].isOver {
        cancel(slot, other, isLate: node.kind == .turnStart)
      }
    }
    insertInWorklist(Int32(record))
  }

  /// Looks at the dependents of completed records in rising order, and ends the session when done.
  mutating func settle(_ slot: Int32) {
    let session = Int(slot)
    while !worklist.isEmpty {
      let record = Int(worklist.removeFirst())
      var edge = sessions[session].firstEdge[record]
      while edge >= 0 {
        let (dependent, next) = sessions[session].edges[Int(edge)]
        edge = next
        let index = Int(dependent)
        sessions[session].waits[index] -= 1
        if sessions[session].waits[index] == 0, sessions[session].states[index] == .pending {
          precondition(sessions[session].records[index].kind != .speech, "known when complete")
          makeReady(slot, index)
        }
      }
    }
    if sessions[session].open == 0, !sessions[session].isOver { end(slot) }
  }

  private mutating func insertInWorklist(_ record: Int32) {
    var place = worklist.count
    while place > 0, worklist[place - 1] > record { place -= 1 }
    worklist.insert(record, at: place)
  }

  /// A record will never be complete; so may others that need it.
  ///
  /// - Parameter isLate: Because the next turn came.
  mutating func cancel(_ slot: Int32, _ record: Int, isLate: Bool = false) {
    let session = Int(slot)
    let state = sessions[session].states[record]
    sessions[session].states[record] = .cancelled
    sessions[session].open -= 1
    if sessions[session].records[record].kind == .request {
      if state == .sent {
        recordCancelled(Int32(sessions[session].marks[record]), isLate: isLate)
        cancelRequest(Int32(sessions[session].marks[record]))
      } else {
        result.counts.notStarted += 1
      }
    }
    var edge = sessions[session].firstEdge[record]
    while edge >= 0 {
      let (dependent, next) = sessions[session].edges[Int(edge)]
      edge = next
      let index = Int(dependent)
      sessions[session].hopes[index] -= 1
      guard !sessions[session].states[index].isOver, !isReachable(session, index) else { continue }
      cancel(slot, index, isLate: isLate)
    }
  }

  /// Whether a record has happened, or enough of its dependencies are complete or can still be.
  private func isReachable(_ session: Int, _ record: Int) -> Bool {
    guard sessions[session].states[record] == .pending else { return true }
    let node = sessions[session].records[record]
    let needed = node.firstDependency < 0 ? 1 : min(node.needed, node.dependencyCount)
    return sessions[session].hopes[record] >= needed
  }

  private mutating func end(_ slot: Int32) {
    let session = Int(slot)
    let live = sessions[session]
    let length = live.firstSent >= 0 && live.lastToken >= 0 ? live.lastToken - live.firstSent : 0
    result.sessions.append(
      SessionOutcome(
        start: live.start.inNanoseconds, length: length.inNanoseconds,
        total: (now - live.start).inNanoseconds, think: live.think, session: live.ordinal,
        tenant: live.tenant, classIndex: UInt8(live.classIndex), isCutShort: live.isCutShort,
        isEndedByWindow: live.isEndedByWindow))
    sessions[session].isOver = true
    if live.inFlight == 0 { forget(slot) }
    liveSessions -= 1
    closed.sessionEnded(Int(live.classIndex), now: now)
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

  mutating func recordTurn(_ slot: Int32, _ record: Int, isInterrupted: Bool = false) {
    let session = Int(slot)
    let turn = sessions[session].records[record].turn
    var start: Ticks = -1
    var answer = -1
    var index = record
    while index > 0, start < 0 {
      index -= 1
      let node = sessions[session].records[index]
      guard node.turn == turn else { continue }
      if node.kind == .turnStart {
        guard sessions[session].states[index] == .complete else { return }
        start = sessions[session].marks[index]
      } else if node.kind == .request, node.isAnswer, answer < 0 {
        answer = index
      }
    }
    guard start >= 0 else { return }
    let sound = answer < 0 ? nil : sound(of: answer, session)
    var first = sound?.first ?? -1
    if sound == nil, answer >= 0, sessions[session].states[answer] == .complete {
      first = sessions[session].marks[answer]
    }
    let silence = sound?.silence ?? -1
    result.turns.append(
      TurnOutcome(
        start: start.inNanoseconds, response: first >= 0 ? (first - start).inNanoseconds : -1,
        length: isInterrupted ? -1 : (now - start).inNanoseconds,
        silence: silence >= 0 ? silence.inNanoseconds : -1,
        session: sessions[session].ordinal, turn: turn,
        tenant: sessions[session].tenant, classIndex: UInt8(sessions[session].classIndex),
        hasUnderrun: silence > 0))
  }
}
