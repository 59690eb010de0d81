public import Domain

/// Reads a trace once and finds what it holds.
///
/// - Complexity: memory grows with shared contexts, 13 bytes each, with the sessions that are live
///   at once, with the pieces that the largest cache holds, and with the trace's seconds; not with
///   its requests.
public struct TraceSurvey {
  /// Room of the caches that reuse is shown for, in tokens.
  public static let capacities = [300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000]
  /// Blocks of traces that name none, as the backend's plans have them.
  public static let blockTokens = 64
  /// Windows of the index of dispersion, in seconds.
  public static let windows = [1, 10, 60, 600, 3600]

  private let header: TraceHeader
  private var summary = TraceSummary()
  private var forest = ContextForest()
  private var ideal: IdealReuse
  private var reuse: CapacityReuse
  /// The source's blocks, or those of the backend's plans.
  private let identity: BlockIdentity
  private var times = NominalTimes()
  private var watch: AnomalyWatch
  private var branches = BranchCount()
  private var turns: [Int] = []
  /// Of open classes: only those start by a process of their own.
  private var openStarts = SecondCounts()
  private var openSends = SecondCounts()
  private var last: Nanoseconds = 0

  public init(_ header: TraceHeader, capacities: [Int] = TraceSurvey.capacities) {
    self.header = header
    watch = AnomalyWatch(header)
    ideal = IdealReuse(models: header.models.count)
    identity = header.blocks ?? BlockIdentity(tokens: TraceSurvey.blockTokens, rounding: .ceil)
    summary.reuse.blockTokens = identity.tokens
    reuse = CapacityReuse(
      capacities: capacities, blocks: header.blocks, defaultBlock: summary.reuse.blockTokens)
    summary.agents = header.agents.map { TraceSummary.Share(name: $0) }
    summary.classes = header.classes.map { TraceSummary.Share(name: $0.name) }
    summary.tools = header.tools.map { TraceSummary.ToolUse(name: $0) }
  }

  /// Reads a source to its end.
  public static func summary(
    of source: inout any TraceSource, capacities: [Int] = TraceSurvey.capacities
  ) throws(TraceError) -> TraceSummary {
    var survey = TraceSurvey(source.header, capacities: capacities)
    var session = TraceSession()
    while try source.next(&session) { survey.add(session) }
    return survey.finish()
  }

  /// Takes in the next session of the trace.
  public mutating func add(_ session: borrowing TraceSession) {
    summary.sessions += 1
    summary.classes[session.classIndex].sessions += 1
    forest.begin(session)
    ideal.begin(forest)
    times.place(session)
    if header.seed == nil { watch.add(session) }
    for index in session.records.indices {
      let record = session.records[index]
      switch record.kind {
      case .request: addRequest(record, session)
      case .wait: addWait(record)
      case .turnStart, .turnEnd, .join, .speech: continue
      }
    }
    addShape(session)
    guard let start = session.start else {
      summary.followers += 1
      return
    }
    last = max(last, start)
    place(session, start: start)
  }

  public mutating func finish() -> TraceSummary {
    reuse.flush(before: .max, forest)
    let isOpenEnded = header.duration >= Ticks.horizonNanoseconds
    summary.length = isOpenEnded ? last : header.duration
    summary.reuse.capacities = reuse.result()
    for window in TraceSurvey.windows {
      let starts = openStarts.dispersion(window: window, length: summary.length)
      let sends = openSends.dispersion(window: window, length: summary.length)
      guard let windows = starts?.windows ?? sends?.windows else { continue }
      summary.dispersion.append(
        TraceSummary.Dispersion(
          window: window, windows: windows, sessions: starts?.index, requests: sends?.index))
    }
    if header.seed == nil { summary.anomalies = watch.findings(summary) }
    return summary
  }

  private mutating func addRequest(_ record: TraceRecord, _ session: borrowing TraceSession) {
    let (input, output) = (Int(record.inputTokens), Int(record.outputTokens))
    summary.requests += 1
    if record.isCompaction { summary.compactions += 1 }
    summary.input.add(input)
    summary.output.add(output)
    if record.reasoningTokens > 0 { summary.reasoning.add(Int(record.reasoningTokens)) }
    summary.agents[Int(record.actor)].add(input: input, output: output)
    summary.classes[session.classIndex].add(input: input, output: output)
    let model = Int(record.model)
    let block = summary.reuse.blockTokens
    let known = ideal.touch(forest.place(record.prompt), model: model, forest)
    summary.reuse.promptTokens += input
    summary.reuse.promptBlocks += identity.blocks(of: input)
    summary.reuse.idealBlocks += known / block
    summary.reuse.idealTokens += min(known / block * block, input)
    if let place = forest.computed(record) { _ = ideal.touch(place, model: model, forest) }
  }

  private mutating func addWait(_ record: TraceRecord) {
    let length = Int(record.delay)
    switch record.cause {
    case .think: summary.thinkTimes.add(length)
    case .pause, .listen: return
    case .tool:
      summary.toolWaits.add(length)
      guard summary.tools.indices.contains(Int(record.actor)) else { return }
      summary.tools[Int(record.actor)].calls += Int(record.calls)
      summary.tools[Int(record.actor)].waits.add(length)
    }
  }

  /// Requests of the session and of its turns, and how wide it gets.
  private mutating func addShape(_ session: borrowing TraceSession) {
    var (requests, widest) = (0, 1)
    turns.removeAll(keepingCapacity: true)
    if header.seed == nil { widest = branches.widest(session) }
    for index in session.records.indices {
      let record = session.records[index]
      if record.kind == .join { widest = max(widest, Int(record.dependencyCount)) }
      guard record.kind == .request else { continue }
      requests += 1
      let turn = Int(record.turn)
      if turn >= turns.count {
        turns.append(contentsOf: repeatElement(0, count: turn + 1 - turns.count))
      }
      turns[turn] += 1
    }
    summary.requestsPerSession.add(requests)
    summary.fanOut.add(widest)
    summary.turnsPerSession.add(turns.count { $0 > 0 })
    for count in turns where count > 0 { summary.requestsPerTurn.add(count) }
  }

  private mutating func place(_ session: borrowing TraceSession, start: Nanoseconds) {
    let isOpen = header.classes[session.classIndex].closed == nil
    summary.starts.add(at: start)
    if isOpen { openStarts.add(at: start) }
    for index in session.records.indices where session.records[index].kind == .request {
      let (moment, overflows) = start.addingReportingOverflow(times.moments[index])
      guard !overflows else { continue }
      summary.sends.add(at: moment)
      if isOpen { openSends.add(at: moment) }
    }
    if isOpen {
      reuse.add(session, start: start, moments: times.moments, forest)
    } else {
      reuse.hold(session, start: start, moments: times.moments, forest)
    }
  }
}
