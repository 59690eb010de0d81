import Domain

/// What the steps of engines are spent on (replay semantics, §8).
extension Simulation {
  /// Of the decode-only steps that begin.
  mutating func noteRun(_ engine: Int, _ pool: Int, _ level: Int?) {
    let decoding = engines[engine].decoding
    engines[engine].makeup = withCost(pool, level) { cost in
      StepMakeup(
        fixed: cost.fixedParts(sequences: decoding),
        floor: cost.floorParts(sequences: decoding))
    }
  }

  /// Of the step with prefill that begins.
  ///
  /// - Parameter time: Of the step without jitter.
  mutating func noteMixed(_ engine: Int, _ pool: Int, _ level: Int?, time: Ticks) {
    let (decoding, context) = (engines[engine].decoding, engines[engine].context)
    engines[engine].makeup = withCost(pool, level) { cost in
      guard decoding > 0 else { return StepMakeup(time: time) }
      let keys = context * cost.perContext(sequences: decoding)
      let isHidden = keys <= cost.floor(sequences: decoding)
      let alone = cost.step(
        sequences: decoding, context: context, prefillTokens: 0, prefillContext: 0)
      return StepMakeup(
        fixed: cost.fixedParts(sequences: decoding), time: time, decode: min(time, alone),
        attention: isHidden ? 0 : keys,
        hidden: isHidden ? cost.floorParts(sequences: decoding) : StepParts())
    }
    var index = engines[engine].prefillHead
    while index >= 0 {
      let live = requests[Int(index)]
      let chunk = Int64(live.chunk)
      let before = chunk * Int64(live.computed) + chunk * (chunk - 1) / 2
      let alone = withCost(pool, nil) {
        $0.step(
          sequences: 0, context: 0, prefillTokens: Int(chunk), prefillContext: before)
      }
      trails[Int(index)].alone = chunk > 0 ? min(time, alone) : 0
      index = live.nextPrefill
    }
  }

  /// The decode-only steps of a run, in closed form.
  mutating func clockRun(_ engine: Int, _ steps: Int64) {
    guard let run = engines[engine].run else { return }
    let makeup = engines[engine].makeup
    let flat = min(steps, run.flatSteps)
    let rest = steps - flat
    let start = run.context + run.sequences * flat
    let keys = run.perContext * (rest * start + run.sequences * (rest * (rest - 1) / 2))
    addParts(engine, steps, makeup.fixed)
    engines[engine].clock.attention += keys
    addParts(engine, flat, makeup.floor)
    if engines[engine].prefillHead >= 0 { trailStalled(engine, run.sum(steps), jitter: 0) }
  }

  /// Prompts that get no tokens of steps, since decoding sequences fill them.
  private mutating func trailStalled(_ engine: Int, _ time: Ticks, jitter: Ticks) {
    var index = engines[engine].prefillHead
    while index >= 0 {
      if !trails[Int(index)].isPreempted {
        trails[Int(index)].interference += time
        trails[Int(index)].jitter += jitter
      }
      index = requests[Int(index)].nextPrefill
    }
  }

  /// The same where each step is drawn.
  mutating func clockWalk(_ engine: Int, _ steps: Int64) {
    guard let run = engines[engine].run else { return }
    let makeup = engines[engine].makeup
    addParts(engine, steps, makeup.fixed)
    let whole = engines[engine].walk.time(steps)
    // Context only grows: if it is more than the floor at first, it is to the end.
    let isBare = run.perContext * run.context > run.floor
    if isBare, pools[Int(engines[engine].pool)].jitter == nil {
      engines[engine].clock.attention += whole - steps * run.base
      if engines[engine].prefillHead >= 0 { trailStalled(engine, whole, jitter: 0) }
      return
    }
    var (attention, hidden, time): (Ticks, Ticks, Ticks) = (0, 0, steps * run.base)
    engines[engine].walk.forEachStart(of: steps) { tokens in
      let keys = run.perContext * (run.context + run.sequences * tokens)
      time += max(run.floor, keys)
      if keys > run.floor { attention += keys } else { hidden += 1 }
    }
    let jitter = whole - time
    engines[engine].clock.attention += attention
    addParts(engine, hidden, makeup.floor)
    engines[engine].clock.jitter += jitter
    if engines[engine].prefillHead >= 0 { trailStalled(engine, time, jitter: jitter) }
  }

  private mutating func addParts(_ engine: Int, _ steps: Int64, _ parts: StepParts) {
    engines[engine].clock.attention += steps * parts.attention
    engines[engine].clock.exchange += steps * parts.exchange
    engines[engine].clock.draft += steps * parts.draft
    engines[engine].clock.verify += steps * parts.verify
  }

  /// A step with prefill in it.
  mutating func clockMixed(_ engine: Int) {
    let makeup = engines[engine].makeup
    let jitter = engines[engine].mixedDuration - makeup.time
    let tokens = countChunks(engine)
    if engines[engine].decoding > 0 {
      addParts(engine, 1, makeup.fixed)
      engines[engine].clock.attention += makeup.attention
      addParts(engine, 1, makeup.hidden)
      engines[engine].clock.jitter += jitter
      let interference = makeup.time - makeup.decode
      engines[engine].clock.interference += interference
      for place in header.classes.indices where chunks[place] > 0 {
        engineBlame[engine * header.classes.count + place] +=
          interference * chunks[place] / tokens
      }
    }
    var index = engines[engine].prefillHead
    while index >= 0 {
      trailChunk(index, jitter, time: makeup.time, tokens: tokens)
      index = requests[Int(index)].nextPrefill
    }
  }

  /// Prompt tokens of the step by class.
  private mutating func countChunks(_ engine: Int) -> Ticks {
    for place in chunks.indices { chunks[place] = 0 }
    var tokens: Ticks = 0
    var index = engines[engine].prefillHead
    while index >= 0 {
      let live = requests[Int(index)]
      chunks[Int(live.classIndex)] += Ticks(live.chunk)
      tokens += Ticks(live.chunk)
      index = live.nextPrefill
    }
    return tokens
  }

  /// What the step was to a prompt in it.
  private mutating func trailChunk(
    _ request: Int32, _ jitter: Ticks, time: Ticks, tokens: Ticks
  ) {
    let index = Int(request)
    guard !trails[index].isPreempted else { return }
    let interference = time - trails[index].alone
    trails[index].prefill += trails[index].alone
    trails[index].interference += interference
    trails[index].jitter += jitter
    let (own, ownClass) = (Ticks(requests[index].chunk), Int(requests[index].classIndex))
    guard tokens > own else { return }
    for place in header.classes.indices where chunks[place] > 0 {
      let others = chunks[place] - (place == ownClass ? own : 0)
      blame[index * header.classes.count + place] += interference * others / (tokens - own)
    }
  }
}
