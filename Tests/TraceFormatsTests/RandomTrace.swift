import Domain

/// A trace held in memory.
struct ArraySource: TraceSource {
  var header: TraceHeader
  var sessions: [TraceSession]
  private var index = 0

  init(_ header: TraceHeader, _ sessions: [TraceSession]) {
    (self.header, self.sessions) = (header, sessions)
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    guard index < sessions.count else {
      session.removeAll()
      return false
    }
    session = sessions[index]
    index += 1
    return true
  }
}

/// Draws whole numbers one after the other.
struct Dice {
  private let stream: RandomStream
  private var count = 0
  init(_ seed: UInt64) { stream = RandomStream(seed: seed) }

  mutating func roll(_ range: Range<Int>) -> Int {
    count += 1
    return range.lowerBound
      + Int(stream.numbered(count).bits >> 1) % (range.upperBound - range.lowerBound)
  }

  mutating func chance(_ percent: Int) -> Bool { roll(0..<100) < percent }
}

/// A random valid trace that uses all that a trace can say.
func randomTrace(seed: UInt64, sessions count: Int = 40) -> ArraySource {
  var dice = Dice(seed)
  var sharedLengths = [0]
  var sessions: [TraceSession] = []
  var start: Nanoseconds = 0
  let closed = count / 4
  for number in 0..<count {
    let isClosed = number < closed
    var session = TraceSession(
      number: isClosed ? number : number - closed, classIndex: isClosed ? 1 : 2 * dice.roll(0..<2),
      tenant: ["t1", "t7", "Zürich \"west\"\n"][dice.roll(0..<3)])
    start += Int64(dice.roll(0..<5_000_000_000)) * Int64(dice.roll(0..<2))
    session.start = isClosed && dice.chance(60) ? nil : start
    if isClosed {
      session.pause = Int64(dice.roll(0..<9_000_000))
      session.isEndedByWindow = dice.roll(0..<4) == 0
      if session.start != nil { session.start = Int64(number) }
      start = 0
    }
    addContexts(&session, &sharedLengths, &dice)
    addRecords(&session, sharedLengths, &dice)
    sessions.append(session)
  }
  return ArraySource(randomHeader(closed: closed), sessions)
}

private func randomHeader(closed: Int) -> TraceHeader {
  TraceHeader(
    workload: "made/up \u{1}", seed: .max, fingerprint: "f00d", models: ["m1", "m2"],
    agents: ["planner", "worker \\ 2", "third"], tools: ["grep", "build"],
    classes: [
      TraceClass(
        name: "users", priority: .high, deadline: 7_000_000_000,
        slo: [Bound(metric: .ttft, value: 2e8), Bound(metric: .tpsPerUser, value: 33.25)]),
      TraceClass(
        name: "back/ground", priority: .batch, isMeasuredWhole: true,
        closed: .init(sessions: closed, until: 99_000_000_000, total: 17)),
      TraceClass(name: "Ü\"\\"),
    ],
    duration: 100_000_000_000, measuredFrom: 5, measuredUntil: 90_000_000_000,
    assertions: [
      Assertion(
        text: "p99.9 ttft of users < 200ms", statistic: .percentile(99.9), metric: .ttft,
        subject: .trafficClass("users"), comparison: .below, bound: 2e8),
      Assertion(
        text: "max stall of agent planner <= 1s", statistic: .max, metric: .stall,
        subject: .agent("planner"), comparison: .atMost, bound: 1e9),
      Assertion(
        text: "mean e2e of tenant t7 > 0.1", statistic: .mean, metric: .e2e,
        subject: .tenant("t7"), comparison: .above, bound: 0.1),
      Assertion(
        text: "goodput >= 95%", statistic: nil, metric: .goodput, subject: .everything,
        comparison: .atLeast, bound: 0.95),
    ],
    blocks: BlockIdentity(tokens: 64, rounding: .floor),
    account: [FieldAccount("timestamp", .kept), FieldAccount("turn", .inferred, "from \"t\"")])
}

private func addContexts(
  _ session: inout TraceSession, _ sharedLengths: inout [Int], _ dice: inout Dice
) {
  for _ in 0..<dice.roll(0..<3) {
    let parent = dice.roll(0..<sharedLengths.count)
    let whole = sharedLengths[parent]
    let keep = dice.chance(40) ? dice.roll(0..<(whole + 1)) : nil
    let tokens = keep ?? 0 > 0 && dice.chance(30) ? 0 : dice.roll(1..<3000)
    session.sharedContexts.append(SharedContext(parent: parent, keep: keep, tokens: tokens))
    sharedLengths.append((keep ?? whole) + tokens)
  }
}

private func addRecords(_ session: inout TraceSession, _ shared: [Int], _ dice: inout Dice) {
  var lengths: [Int] = []
  for _ in 0..<dice.roll(0..<12) {
    let index = session.records.count
    var record = randomRecord(&dice)
    if record.kind == .request {
      addPrompt(&record, &session, &lengths, shared, &dice)
    }
    if index > 0, dice.chance(30) {
      record.firstDependency = Int32(session.dependencies.count)
      let chosen = (0..<index).filter { _ in dice.chance(40) }
      session.dependencies.append(contentsOf: chosen.map(Int32.init).reversed())
      record.dependencyCount = Int32(chosen.count)
      record.needed = Int32(dice.chance(60) ? chosen.count : dice.roll(0..<(chosen.count + 1)))
    }
    if dice.chance(10) { record.cancelFrom = Int32(dice.roll(0..<(session.records.count + 1))) }
    session.records.append(record)
    if record.kind == .request, dice.chance(40) { addSpeech(&session, &dice) }
  }
  for _ in 0..<dice.roll(0..<2) { _ = addContext(&session, &lengths, shared, &dice) }
}

/// Plays the request before, at once or after a wait that comes between.
private func addSpeech(_ session: inout TraceSession, _ dice: inout Dice) {
  let request = session.records.count - 1
  let visible = session.records[request].outputTokens - session.records[request].reasoningTokens
  guard visible > 0 else { return }
  var record = TraceRecord(.speech, turn: dice.roll(0..<3))
  if dice.chance(50) {
    session.records.append(TraceRecord(.wait, cause: .listen, delay: 5))
    record.firstDependency = Int32(session.dependencies.count)
    session.dependencies.append(Int32(request))
  }
  if dice.chance(50) { record.cancelFrom = Int32(dice.roll(0..<(session.records.count + 1))) }
  let perToken = Int64([300_000_000, 250_000_001][dice.roll(0..<2)])
  let cut = dice.roll(1..<max(2, Int(visible) * Int(perToken)))
  session.speeches.append(
    Speech(
      record: session.records.count, firstChunk: dice.roll(1..<3),
      synthesis: Int64(dice.roll(0..<90_000)), perToken: perToken,
      cut: dice.chance(50) ? Int64(cut) : -1))
  session.records.append(record)
}

private func randomRecord(_ dice: inout Dice) -> TraceRecord {
  let kind = TraceRecord.Kind.allCases[dice.chance(50) ? 0 : dice.roll(1..<5)]
  var record = TraceRecord(kind, turn: dice.roll(0..<3))
  switch kind {
  case .request:
    record.isAnswer = dice.chance(20)
    record.isCompaction = dice.chance(10)
    record.model = UInt16(dice.roll(0..<2))
    record.actor = UInt16(dice.roll(0..<3))
    record.outputTokens = Int32(dice.roll(0..<900))
    record.reasoningTokens = dice.chance(30) ? record.outputTokens / 2 : 0
  case .wait:
    record.cause = TraceRecord.Cause.allCases[dice.roll(0..<4)]
    if record.cause == .tool { record.actor = UInt16(dice.roll(0..<2)) }
    record.calls = Int32(dice.roll(0..<4))
  default: break
  }
  if kind == .wait || dice.chance(20) { record.delay = Int64(dice.roll(0..<9_000_000_000)) }
  if dice.chance(20) { record.offset = Int64(dice.roll(0..<9_000_000_000)) }
  return record
}

private func addPrompt(
  _ record: inout TraceRecord, _ session: inout TraceSession, _ lengths: inout [Int],
  _ shared: [Int], _ dice: inout Dice
) {
  record.prompt =
    dice.chance(70)
    ? addContext(&session, &lengths, shared, &dice) : anyContext(lengths, shared, &dice)
  for _ in 0..<dice.roll(0..<2) { _ = addContext(&session, &lengths, shared, &dice) }
  switch dice.roll(0..<4) {
  case 0: break
  case 1: record.extended = anyContext(lengths, shared, &dice)
  case 2: record.extended = addContext(&session, &lengths, shared, &dice)
  default:
    session.contexts.append(PrivateContext(parent: record.prompt, tokens: 77))
    lengths.append(length(record.prompt, lengths, shared) + 77)
    record.extended = .own(lengths.count - 1)
  }
  let whole = length(record.prompt, lengths, shared)
  record.inputTokens = Int32(dice.chance(80) ? whole : whole - min(whole, dice.roll(0..<64)))
}

private func addContext(
  _ session: inout TraceSession, _ lengths: inout [Int], _ shared: [Int], _ dice: inout Dice
) -> ContextReference {
  let parent = anyContext(lengths, shared, &dice)
  let tokens = dice.roll(1..<2000)
  session.contexts.append(PrivateContext(parent: parent, tokens: tokens))
  lengths.append(length(parent, lengths, shared) + tokens)
  return .own(lengths.count - 1)
}

private func anyContext(
  _ lengths: [Int], _ shared: [Int], _ dice: inout Dice
) -> ContextReference {
  dice.chance(60) && !lengths.isEmpty
    ? .own(dice.roll(0..<lengths.count)) : .shared(dice.roll(0..<shared.count))
}

private func length(_ context: ContextReference, _ lengths: [Int], _ shared: [Int]) -> Int {
  context.isShared ? shared[context.sharedNumber] : lengths[context.ownIndex]
}
