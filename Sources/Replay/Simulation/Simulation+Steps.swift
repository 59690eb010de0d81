import Domain

/// How long an engine goes on with what is in it (replay semantics, §4 h and §4.1).
extension Simulation {
  /// One step with prefill in it.
  mutating func startMixed(
    _ engine: Int, _ pool: Int, _ prefillTokens: Int, _ prefillContext: Int64
  ) {
    let decoding = engines[engine].decoding
    let level = level(pool, sequences: decoding)
    let context = engines[engine].context
    var duration = withCost(pool, level) {
      $0.step(
        sequences: decoding, context: context, prefillTokens: prefillTokens,
        prefillContext: prefillContext)
    }
    if attributes { noteMixed(engine, pool, level, time: duration) }
    let step = Int(engines[engine].step)
    if pools[pool].jitter != nil { applyJitter(engine, pool, step, &duration) }
    engines[engine].mode = .mixed
    engines[engine].mixedDuration = duration
    engines[engine].mixedTokens = level.map { yield(engine, pool, $0, step) } ?? 1
    engines[engine].nextStep = engines[engine].step + 1
    boundaries.set(engine, to: now + duration)
  }

  /// Decode steps until something changes.
  mutating func startRun(_ engine: Int, _ pool: Int) {
    let decoding = engines[engine].decoding
    let level = level(pool, sequences: decoding)
    let context = engines[engine].context
    let run = withCost(pool, level) {
      DecodeRun(cost: $0, sequences: decoding, context: context)
    }
    engines[engine].mode = .run
    engines[engine].run = run
    if attributes { noteRun(engine, pool, level) }
    engines[engine].walk.removeAll()
    let tokens = tokensToMark(engine)
    let steps: Int64
    if level != nil || pools[pool].jitter != nil {
      walk(engine, pool, level, run, to: tokens)
      steps = engines[engine].walk.count
    } else {
      steps =
        looksAgain(engine)
        ? 1
        : engines[engine].needs.firstExceeding(
          cache.accounts[engine].available, after: engines[engine].position, limit: tokens)
    }
    engines[engine].nextStep = engines[engine].step + steps
    boundaries.set(engine, to: now + engines[engine].duration(ofRun: steps))
  }

  /// Lengthens or shortens a step by its own factor.
  private mutating func applyJitter(
    _ engine: Int, _ pool: Int, _ step: Int, _ duration: inout Ticks
  ) {
    let bits = engines[engine].jitters.numbered(step).bits
    duration = pools[pool].jitter?.applied(to: duration, bits) ?? duration
  }

  /// Draws steps until a mark is passed, or a block can't be had silently.
  private mutating func walk(
    _ engine: Int, _ pool: Int, _ level: Int?, _ run: DecodeRun, to goal: Int64
  ) {
    let position = engines[engine].position
    let available = cache.accounts[engine].available
    let limit = looksAgain(engine) ? 1 : StepWalk.limit
    let first = Int(engines[engine].step)
    let most = goal + Int64(lookahead[pool])
    let isScarce = engines[engine].needs.most(count: most) > available
    // Looked up once: they are the same in all of these steps.
    let beyond = level.map { chances(pool, $0) } ?? []
    let jitter = pools[pool].jitter
    let (draws, jitters) = (engines[engine].draws, engines[engine].jitters)
    var steps = StepWalk()
    swap(&steps, &engines[engine].walk)
    var (time, tokens, blocks) = (Ticks(0), Int64(0), 0)
    for step in first..<(first + limit) where tokens < goal && blocks <= available {
      var duration = run.duration(context: run.context + run.sequences * tokens)
      if let jitter { duration = jitter.applied(to: duration, jitters.numbered(step).bits) }
      time += duration
      let more = beyond.isEmpty ? 1 : Speculation.tokens(draws.numbered(step).bits, beyond)
      if isScarce { blocks += engines[engine].needs.after(position + tokens, count: more) }
      tokens += more
      steps.append(duration: duration, time: time, tokens: tokens)
    }
    swap(&steps, &engines[engine].walk)
  }

  /// Whether the very next boundary must look again.
  private mutating func looksAgain(_ engine: Int) -> Bool {
    engines[engine].mustRecheck || !engines[engine].late.isEmpty
  }

  /// Tokens until the first mark.
  private mutating func tokensToMark(_ engine: Int) -> Int64 {
    while let mark = engines[engine].marks.first, !isCurrent(mark, engine) {
      engines[engine].marks.removeFirst()
    }
    guard let mark = engines[engine].marks.first else {
      preconditionFailure("a decoding sequence has a last token")
    }
    return mark.position - engines[engine].position
  }
}
