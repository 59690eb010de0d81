import Domain

/// What is kept of tokens and requests (replay semantics, §5 and §6).
extension Simulation {
  /// The prompt is computed or has arrived: its blocks become part of the cache.
  mutating func insertPrompt(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let path = cache.tree.resolved(requests[index].path)
    requests[index].path = path
    requests[index].pinned = cache.insert(
      engine, path, from: requests[index].shared, to: path.blocks, pinned: requests[index].pinned)
    requests[index].shared = path.blocks
    keepCopies(engine, path, depth: path.blocks)
  }

  /// Ends a request that has all its tokens and `held` blocks.
  mutating func finish(_ request: Int32, _ engine: Int, held: Int32) {
    let index = Int(request)
    let live = requests[index]
    let stored = live.input + max(live.output, 1) - 1
    var path = live.path
    if live.extended.segment >= 0, live.output > 0 {
      path = keepOutput(request, engine, stored: stored)
    }
    giveBack(request, engine, held: held, path: path)
    removeAdmitted(request, engine)
    result.counts.finished += 1
    result.tokens.output += Int64(live.output)
    recordOutcome(request)

    let (slot, record) = (live.slot, Int(live.record))
    if attributes {
      sessions[Int(slot)].trails[record].outcome = result.requests.count - 1
      recordTrail(request)
    }
    freeRequest(request)
    if plan.freesWaiting, sessions[Int(slot)].waitsForTool(after: record) {
      cache.giveUp(engine, sessions[Int(slot)].segments)
    }
    sessions[Int(slot)].lastToken = max(sessions[Int(slot)].lastToken, live.lastToken)
    sessions[Int(slot)].nodes[record].mark = live.output > live.reasoning ? live.visible : -1
    complete(slot, record)
    settle(slot)
  }

  /// Caches prompt and output as far as they are stored, for a later prompt that extends them.
  private mutating func keepOutput(_ request: Int32, _ engine: Int, stored: Int32) -> PathEnd {
    let index = Int(request)
    let live = requests[index]
    var path = live.extended
    path.blocks = min(path.blocks, cache.tree.blocks(tokens: stored))
    path = cache.tree.resolved(path)
    guard path.blocks > live.shared else { return live.path }
    requests[index].pinned = cache.insert(
      engine, path, from: live.shared, to: path.blocks, pinned: live.pinned)
    requests[index].shared = path.blocks
    keepCopies(engine, path, depth: path.blocks)
    _ = cache.tree.touchIdeal(path, model: Int(live.service))
    return path
  }

  private mutating func recordOutcome(_ request: Int32) {
    let live = requests[Int(request)]
    result.requests.append(
      RequestOutcome(
        sent: live.sent.inNanoseconds, firstToken: (live.firstToken - live.sent).inNanoseconds,
        last: (live.lastToken - live.sent).inNanoseconds, stall: live.stall.inNanoseconds,
        inputTokens: live.input, outputTokens: live.output, cachedTokens: live.cachedTokens,
        session: live.session, turn: live.turn, tenant: live.tenant, classIndex: live.classIndex,
        isCompaction: live.isCompaction, agent: live.agent, model: live.model))
  }

  mutating func recordCancelled(_ request: Int32, isLate: Bool) {
    let live = requests[Int(request)]
    result.counts.cancelled += 1
    result.cancelled.append(
      CancelledOutcome(
        sent: live.sent.inNanoseconds, tenant: live.tenant, classIndex: live.classIndex,
        agent: live.agent, model: live.model, isLate: isLate))
  }

  /// The pool of gaps of a request.
  mutating func gapGroup(tenant: Int32, classIndex: Int, agent: Int, model: Int) -> Int32 {
    let caller = (classIndex * header.agents.count + agent) * header.models.count + model
    return Int32(min(Int(tenant), GapGroup.mostTenants) * callers + caller)
  }

  mutating func collectGaps() {
    let tenants = callers > 0 ? histograms.count / callers : 0
    for caller in 0..<callers {
      let (owner, model) = caller.quotientAndRemainder(dividingBy: header.models.count)
      let (classIndex, agent) = owner.quotientAndRemainder(dividingBy: header.agents.count)
      for tenant in 0..<tenants where histograms[tenant * callers + caller].count > 0 {
        result.gaps.append(
          GapGroup(
            classIndex: classIndex, agent: agent, model: model, tenant: tenant,
            histogram: histograms[tenant * callers + caller]))
      }
    }
  }

  /// A gap of one request that is no plain step.
  mutating func recordGap(_ request: Int32, _ gap: Ticks) {
    let index = Int(request)
    requests[index].stall = max(requests[index].stall, gap)
    if requests[index].isMeasured {
      histograms[Int(requests[index].group)].add(gap, weight: 1)
    }
  }

  /// The gaps of decode-only steps: equal while context hides, then an arithmetic progression.
  mutating func recordRun(_ engine: Int, _ steps: Int64) {
    guard let run = engines[engine].run else { return }
    let flat = min(steps, run.flatSteps)
    for place in engines[engine].gaps.groups.indices {
      let (group, count) = engines[engine].gaps.groups[place]
      let weight = UInt64(count)
      if flat > 0 {
        histograms[Int(group)].add(run.base + run.floor, weight: weight * UInt64(flat))
      }
      histograms[Int(group)].add(
        first: run.duration(of: flat), difference: run.perContext * run.sequences,
        terms: Int(steps - flat), weight: weight)
    }
    engines[engine].stalls.push(
      end: engines[engine].position + steps, longest: run.duration(of: steps - 1))
  }

  /// The gaps of steps that are drawn. Of several tokens the first carries the step, the others 0.
  mutating func recordWalk(_ engine: Int, _ steps: Int64) {
    let walk = engines[engine].walk
    let tokens = walk.tokens(steps)
    let durations = walk.durations.prefix(Int(steps))
    for place in engines[engine].gaps.groups.indices {
      let (group, count) = engines[engine].gaps.groups[place]
      let weight = UInt64(count)
      histograms[Int(group)].add(durations, weight: weight)
      if tokens > steps {
        histograms[Int(group)].add(0, weight: weight * UInt64(tokens - steps))
      }
    }
    engines[engine].stalls.push(
      end: engines[engine].position + tokens, longest: durations.max() ?? 0)
  }

  mutating func recordMixed(_ engine: Int) {
    let duration = engines[engine].mixedDuration
    let tokens = engines[engine].mixedTokens
    for place in engines[engine].gaps.groups.indices {
      let (group, count) = engines[engine].gaps.groups[place]
      histograms[Int(group)].add(duration, weight: UInt64(count))
      if tokens > 1 {
        histograms[Int(group)].add(0, weight: UInt64(count) * UInt64(tokens - 1))
      }
    }
    engines[engine].stalls.push(end: engines[engine].position + tokens, longest: duration)
  }

  /// First gaps of sequences whose last token was before the step began.
  mutating func recordLate(_ engine: Int, at time: Ticks) {
    for request in engines[engine].late {
      let index = Int(request)
      recordGap(request, time - requests[index].lastToken)
      guard requests[index].isMeasured else { continue }
      let others = UInt64(engines[engine].advance - 1)
      if others > 0 { histograms[Int(requests[index].group)].add(0, weight: others) }
      engines[engine].gaps.add(requests[index].group)
    }
    engines[engine].late.removeAll(keepingCapacity: true)
  }
}
