import Domain

/// What the time of requests is spent on (replay semantics, §8).
extension Simulation {
  mutating func startTrail(_ request: Int32) {
    let index = Int(request)
    let trail = Trail(since: now)
    if index < trails.count {
      trails[index] = trail
    } else {
      trails.append(trail)
      for _ in header.classes {
        blame.append(0)
        blameMarks.append(0)
      }
    }
    for place in blameRow(request) { blame[place] = 0 }
  }

  /// Place of each class of a request in `blame` and `blameMarks`.
  private mutating func blameRow(_ request: Int32) -> Range<Int> {
    let width = header.classes.count
    return (Int(request) * width)..<((Int(request) + 1) * width)
  }

  mutating func trailRouted(_ request: Int32) {
    trails[Int(request)].host = now - trails[Int(request)].since
    trails[Int(request)].since = now
  }

  mutating func trailAdmitted(_ request: Int32) {
    let index = Int(request)
    // Until it is back where it was, all of its time goes to `preemption`.
    guard !trails[index].isPreempted else { return }
    trails[index].queue += now - trails[index].since
    trails[index].since = now
  }

  mutating func trailPreempted(_ request: Int32) {
    guard !trails[Int(request)].isPreempted else { return }
    trails[Int(request)].isPreempted = true
    trails[Int(request)].since = now
  }

  mutating func trailPrefilled(_ request: Int32) {
    let index = Int(request)
    if trails[index].isPreempted {
      trails[index].preemption += now - trails[index].since
      trails[index].isPreempted = false
    }
    trails[index].since = now
    guard requests[index].firstToken < 0 else { return }
    let trail = trails[index]
    trails[index].early = EarlyTrail(
      queue: trail.queue, preemption: trail.preemption, interference: trail.interference,
      jitter: trail.jitter, interferer: interferer(request))
  }

  mutating func trailJoined(_ request: Int32) {
    let index = Int(request)
    if trails[index].isPreempted {
      trails[index].preemption += now - trails[index].since
      trails[index].isPreempted = false
    } else {
      trails[index].transfer += now - trails[index].since
    }
  }

  mutating func trailReloaded(_ request: Int32) {
    let index = Int(request)
    guard !trails[index].isPreempted else { return }
    trails[index].reload += now - trails[index].since
    trails[index].since = now
  }

  mutating func trailDecodes(_ request: Int32, _ engine: Int) {
    trails[Int(request)].since = now
    trails[Int(request)].mark = engines[engine].clock
    let first = engine * header.classes.count
    for (offset, place) in blameRow(request).enumerated() {
      blameMarks[place] = engineBlame[first + offset]
    }
  }

  /// Adds what its engine's steps were spent on since it began to decode.
  mutating func trailStops(_ request: Int32, _ engine: Int) {
    let index = Int(request)
    let (clock, mark) = (engines[engine].clock, trails[index].mark)
    let interference = clock.interference - mark.interference
    let attention = clock.attention - mark.attention
    let exchange = clock.exchange - mark.exchange
    let (draft, jitter) = (clock.draft - mark.draft, clock.jitter - mark.jitter)
    let verify = clock.verify - mark.verify
    trails[index].interference += interference
    trails[index].attention += attention
    trails[index].exchange += exchange
    trails[index].draft += draft
    trails[index].verify += verify
    trails[index].jitter += jitter
    let time = now - trails[index].since
    trails[index].ffn += time - interference - attention - exchange - draft - verify - jitter
    trails[index].since = now
    let first = engine * header.classes.count
    for (offset, place) in blameRow(request).enumerated() {
      blame[place] += engineBlame[first + offset] - blameMarks[place]
    }
  }

  /// Keeps the row of a request that has ended.
  mutating func recordTrail(_ request: Int32) {
    let row = trails[Int(request)].row
    let session = Int(requests[Int(request)].slot)
    sessions[session].finished += 1
    attribution.requests.append(addingCapacity: Attribution.requestWidth) { rows in
      for place in row.indices { rows.append(row[place]) }
    }
    let early = trails[Int(request)].early.row
    attribution.early.append(addingCapacity: Attribution.earlyWidth) { rows in
      for place in early.indices { rows.append(early[place]) }
    }
    for place in row.indices { sessions[session].rowSum[place] += row[place] }
    attribution.engines.append(requests[Int(request)].engine)
    attribution.interferers.append(interferer(request))
    attribution.earlyInterferers.append(trails[Int(request)].early.interferer)
  }

  /// The class whose prompts interfered most so far; −1 for none.
  private mutating func interferer(_ request: Int32) -> Int16 {
    var (most, worst) = (Ticks(0), Int16(-1))
    for (offset, place) in blameRow(request).enumerated() where blame[place] > most {
      (most, worst) = (blame[place], Int16(offset))
    }
    return worst
  }
}
