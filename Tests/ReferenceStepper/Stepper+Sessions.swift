import Domain

extension ReferenceStepper {
  func bringIn(_ contexts: [SharedContext]) {
    for context in contexts {
      var path = shared[Int(context.parent)]
      if context.keep >= 0, Int(context.keep) < path.tokens {
        path = tree.cut(path, to: Int(context.keep))
      }
      shared.append(tree.extend(path, tokens: Int(context.tokens)))
    }
  }

  func addClosed(_ session: TraceSession) {
    bringIn(session.sharedContexts)
    closedSessions[session.classIndex].append(session)
    guard let start = session.start else { return }
    schedule(session, at: Ticks(nanoseconds: start))
    closedNext[session.classIndex] = closedSessions[session.classIndex].count
  }

  private func schedule(_ session: TraceSession, at time: Ticks) {
    closedStarts.append((time, closedCount, session))
    closedCount += 1
    closedScheduled[session.classIndex] += 1
  }

  func start(_ trace: TraceSession) {
    if header.classes[trace.classIndex].closed == nil { bringIn(trace.sharedContexts) }
    if !tenants.contains(trace.tenant) { tenants.append(trace.tenant) }
    let tenant = tenants.firstIndex(of: trace.tenant) ?? 0
    let session = Session(trace, ordinal: sessions.count, tenant: tenant, start: now)
    sessions.append(session)
    for context in trace.contexts {
      let parent =
        context.parent.isShared
        ? shared[context.parent.sharedNumber] : session.paths[context.parent.ownIndex]
      session.paths.append(tree.extend(parent, tokens: Int(context.tokens)))
    }
    for record in trace.records.indices
    where session.states[record] == .pending && session.needed(record) == 0 {
      makeReady(session, record)
    }
    settle(session)
  }

  private func makeReady(_ session: Session, _ record: Int) {
    let node = session.trace.records[record]
    session.ready[record] = now
    var time = now + Ticks(nanoseconds: node.delay)
    if node.offset >= 0 { time = max(time, session.start + Ticks(nanoseconds: node.offset)) }
    if time == now, node.kind != .request { return complete(session, record) }
    session.states[record] = .scheduled
    due.append((time, session.ordinal, record))
  }

  func becomeDue(_ session: Session, _ record: Int) {
    if session.states[record] == .sent, let sequence = session.sequences[record] {
      return arrive(sequence)
    }
    guard session.states[record] == .scheduled else { return }
    if session.trace.records[record].kind == .request {
      send(session, record)
    } else {
      complete(session, record)
    }
    settle(session)
  }

  func complete(_ session: Session, _ record: Int) {
    let node = session.trace.records[record]
    session.states[record] = .complete
    session.completed[record] = now
    if node.kind == .turnStart {
      session.turnStarts[record] =
        node.offset >= 0 ? session.start + Ticks(nanoseconds: node.offset) : now
    }
    if node.kind == .turnEnd { recordTurn(session, record) }
    if node.kind == .speech, node.cancelFrom >= 0 { recordInterrupted(session, record) }
    if node.kind == .turnStart, node.cancelFrom >= 0 {
      for end in Int(node.cancelFrom)..<record
      where session.trace.records[end].kind == .turnEnd
        && session.states[end] != .complete && session.states[end] != .cancelled
      {
        recordTurn(session, end, isCutOff: true, isLate: true)
      }
    }
    if node.kind == .wait, node.cause == .think { session.think += node.delay }
    if node.cancelFrom >= 0 {
      for other in Int(node.cancelFrom)..<record {
        cancel(session, other, isLate: node.kind == .turnStart)
      }
    }
    worklist.append(record)
    worklist.sort()
  }

  func settle(_ session: Session) {
    while !worklist.isEmpty {
      for dependent in session.dependents[worklist.removeFirst()]
      where session.states[dependent] == .pending && session.isReady(dependent) {
        makeReady(session, dependent)
      }
    }
    let isOver = session.states.allSatisfy { $0 == .complete || $0 == .cancelled }
    if isOver, !session.isOver { end(session) }
  }

  func cancel(_ session: Session, _ record: Int, isLate: Bool = false) {
    let state = session.states[record]
    guard state != .complete, state != .cancelled else { return }
    session.states[record] = .cancelled
    if session.trace.records[record].kind == .request {
      if state == .sent, let sequence = session.sequences[record] {
        result.counts.cancelled += 1
        result.cancelled.append(
          CancelledOutcome(
            sent: sequence.sent.inNanoseconds, tenant: Int32(session.tenant),
            classIndex: UInt8(session.trace.classIndex), agent: sequence.node.actor,
            model: sequence.node.model, isLate: isLate))
        cancel(sequence)
      } else {
        result.counts.notStarted += 1
      }
    }
    for dependent in session.dependents[record] where session.isHopeless(dependent) {
      cancel(session, dependent, isLate: isLate)
    }
  }

  private func end(_ session: Session) {
    session.isOver = true
    var length: Ticks = 0
    if let first = session.firstSent, let last = session.lastToken { length = last - first }
    result.sessions.append(
      SessionOutcome(
        start: session.start.inNanoseconds, length: length.inNanoseconds,
        total: (now - session.start).inNanoseconds, think: session.think,
        session: Int32(session.ordinal), tenant: Int32(session.tenant),
        classIndex: UInt8(session.trace.classIndex), isCutShort: session.isCutShort,
        isEndedByWindow: session.trace.isEndedByWindow))
    recordPath(session)
    let classIndex = session.trace.classIndex
    guard let loop = header.classes[classIndex].closed else { return }
    let pool = closedSessions[classIndex]
    let next = pool[closedNext[classIndex] % pool.count]
    let time = now + Ticks(nanoseconds: next.pause)
    guard time < Ticks(nanoseconds: loop.until), closedScheduled[classIndex] < loop.total ?? .max
    else { return }
    closedNext[classIndex] += 1
    schedule(next, at: time)
  }
}
