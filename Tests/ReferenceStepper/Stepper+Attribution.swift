import Domain

/// Time by component, and the class that interfered, of one sequence.
struct Spent {
  var time: [Component: Ticks] = [:]
  /// The same when it had its first token.
  var early: [Component: Ticks] = [:]
  var blame: [Int: Ticks] = [:]
  var earlyBlame: [Int: Ticks] = [:]
  var since: Ticks
  var isPreempted = false

  init(since: Ticks) { self.since = since }

  /// Everything since the last change of phase goes to one component.
  mutating func pass(_ component: Component, until now: Ticks) {
    time[component, default: 0] += now - since
    since = now
  }
}

/// What a step in flight is made of.
struct StepContents {
  var duration: Ticks = 0
  var time: Ticks = 0
  var cost = StepCost(base: [0])
  var plain = StepCost(base: [0])
  var decoding = 0
  var context: Int64 = 0
  var hasPrefill = false
}

/// A critical path that is walked from its end.
private struct PathBack {
  let start: Ticks
  /// How far back it was walked.
  var at: Ticks
  var row: [Component: Ticks] = [:]
  /// What isn't requests'.
  var spans: [LongSession.Span] = []

  /// Everything back to a moment goes to one component.
  mutating func pass(_ component: Component, until earlier: Ticks) {
    row[component, default: 0] += at - earlier
    let span = LongSession.Span(component, from: earlier - start, to: at - start)
    if at > earlier { spans.insert(span, at: 0) }
    at = earlier
  }

  mutating func add(_ parts: [(Component, Ticks)], until earlier: Ticks) {
    for (component, time) in parts { row[component, default: 0] += time }
    at = earlier
  }
}

extension ReferenceStepper {
  /// Divides the step that has just ended among those that were in it.
  func divide(_ engine: Engine) {
    let step = engine.contents
    let inStep = engine.admitted.filter(\.inStep)
    let chunks = inStep.filter { $0.state == .prefilling }
    for sequence in inStep where !sequence.spent.isPreempted {
      var parts: [Component: Ticks] = [.jitter: step.duration - step.time]
      if sequence.state == .decoding {
        parts.merge(decodeParts(step)) { $0 + $1 }
      } else {
        parts[.prefill] = alone(sequence, step)
        parts[.interference] = step.time - alone(sequence, step)
      }
      for (component, time) in parts { sequence.spent.time[component, default: 0] += time }
      blame(sequence, parts[.interference] ?? 0, chunks.filter { $0 !== sequence })
      sequence.spent.since = now
    }
  }

  private func alone(_ sequence: LiveSequence, _ step: StepContents) -> Ticks {
    guard sequence.chunk > 0 else { return 0 }
    let before = (0..<sequence.chunk).reduce(0) { $0 + sequence.computed + $1 }
    return min(
      step.time,
      step.plain.step(
        sequences: 0, context: 0, prefillTokens: sequence.chunk, prefillContext: Int64(before)))
  }

  private func decodeParts(_ step: StepContents) -> [Component: Ticks] {
    let n = step.decoding
    let whole = step.cost.step(
      sequences: n, context: step.context, prefillTokens: 0, prefillContext: 0)
    let decode = step.hasPrefill ? min(step.time, whole) : step.time
    let fixed = step.cost.fixedParts(sequences: n)
    let keys = step.context * step.cost.perContext(sequences: n)
    let isHidden = keys <= step.cost.floor(sequences: n)
    let attention = fixed.attention + (isHidden ? 0 : keys)
    let hidden = isHidden ? step.cost.floorParts(sequences: n) : StepParts()
    let (exchange, verify) = (fixed.exchange + hidden.exchange, fixed.verify + hidden.verify)
    return [
      .attention: attention, .exchange: exchange, .draft: fixed.draft, .verify: verify,
      .interference: step.time - decode,
      .ffn: decode - attention - exchange - fixed.draft - verify,
    ]
  }

  private func blame(
    _ sequence: LiveSequence, _ interference: Ticks, _ others: [LiveSequence]
  ) {
    let tokens = others.reduce(0) { $0 + $1.chunk }
    guard tokens > 0 else { return }
    for place in header.classes.indices {
      let theirs = others.filter { $0.session.trace.classIndex == place }
        .reduce(0) { $0 + $1.chunk }
      sequence.spent.blame[place, default: 0] += interference * Ticks(theirs) / Ticks(tokens)
    }
  }

  /// Keeps the row of a request that has ended.
  func recordSpent(_ sequence: LiveSequence) {
    attribution.requests += Component.ofRequests.map { sequence.spent.time[$0] ?? 0 }
    let growing = [Component.queue, .preemption, .interference, .jitter]
    attribution.early += growing.map { sequence.spent.early[$0] ?? 0 }
    attribution.engines.append(Int32(sequence.engine))
    attribution.interferers.append(worst(sequence.spent.blame))
    attribution.earlyInterferers.append(worst(sequence.spent.earlyBlame))
  }

  private func worst(_ blame: [Int: Ticks]) -> Int16 {
    let most = blame.values.max() ?? 0
    return Int16((most > 0 ? blame.filter { $0.value == most }.keys.min() : nil) ?? -1)
  }

  // MARK: Sessions

  /// Walks back from the record that was complete last.
  func recordPath(_ session: Session) {
    var path = PathBack(start: session.start, at: now)
    let done = session.completed.filter { session.states[$0.key] == .complete }
    var record = done.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    while let current = record {
      path.pass(.other, until: session.completed[current] ?? path.at)
      var before = back(session, current)
      let node = session.trace.records[current]
      let ready = session.ready[current] ?? session.start
      switch node.kind {
      case .request: path.add(rowOf(session, current), until: session.due[current] ?? path.at)
      case .wait:
        let causes: [TraceRecord.Cause: Component] = [
          .tool: .tool, .pause: .pause, .think: .think, .listen: .listen,
        ]
        let length = min(Ticks(nanoseconds: node.delay), path.at - ready)
        path.pass(causes[node.cause] ?? .other, until: path.at - length)
      case .speech:
        path.pass(.speech, until: ready)
        guard let request = before else { break }
        let parts = part(session, request, until: ready)
        path.add(parts, until: path.at - parts.reduce(0) { $0 + $1.1 })
        before = back(session, request)
      case .turnStart, .turnEnd, .join: break
      }
      record = before
    }
    path.pass(.other, until: session.start)
    attribution.sessions += Component.allCases.map { path.row[$0] ?? 0 }
    ended.append(LongSession(result.sessions[result.sessions.count - 1], spans: path.spans))
  }

  /// Of each class the three measured sessions that took longest without think time.
  func longestSessions() -> LongestSessions {
    var longest = LongestSessions()
    for index in header.classes.indices {
      let own = ended.filter { session in
        let outcome = session.outcome
        let isInside = (header.measuredFrom..<header.measuredUntil).contains(outcome.start)
        return Int(outcome.classIndex) == index && !outcome.isCutShort && outcome.length > 0
          && (isInside || header.classes[index].isMeasuredWhole)
      }
      let ranked = own.sorted { first, second in
        let (a, b) = (first.outcome, second.outcome)
        let (x, y) = (max(0, a.total - a.think), max(0, b.total - b.think))
        return x == y ? a.session < b.session : x > y
      }
      for session in ranked.prefix(3) { longest.insert(session) }
    }
    return longest
  }

  private func rowOf(_ session: Session, _ record: Int) -> [(Component, Ticks)] {
    guard let outcome = session.outcomes[record] else { return [] }
    return Array(zip(Component.ofRequests, attribution.request(outcome)))
  }

  private func part(
    _ session: Session, _ record: Int, until end: Ticks
  ) -> [(Component, Ticks)] {
    let row = rowOf(session, record)
    let whole = row.reduce(Int128(0)) { $0 + Int128($1.1) }
    guard whole > 0, let due = session.due[record] else { return [] }
    let length = end - due
    let parts = row.map { ($0.0, Ticks(Int128($0.1) * Int128(length) / whole)) }
    return parts + [(.ffn, length - parts.reduce(0) { $0 + $1.1 })]
  }

  private func back(_ session: Session, _ record: Int) -> Int? {
    if session.trace.records[record].kind == .speech { return session.dependencies[record][0] }
    let ready = session.ready[record]
    return session.dependencies[record].first { session.completed[$0] == ready }
  }
}
