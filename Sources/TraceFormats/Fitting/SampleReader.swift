import Domain

/// Takes sessions into a sample, one after the other.
struct SampleReader {
  private let block: Int
  private let head: Int?
  private let isOpen: [Bool]
  private var forest = ContextForest()
  private var ideal: IdealReuse
  private var times = NominalTimes()
  private var reading: ConversationReading
  private var threads: RowThreads
  private var last: Nanoseconds = 0
  /// Sessions of a trace of one class, whose kinds are told apart when all are known.
  private var held: [SessionKinds.Held]?

  private static let names = ["one-shot", "follow-up", "conversation"]

  init(_ header: TraceHeader, head: Int?) {
    block = header.blocks?.tokens ?? TraceSurvey.blockTokens
    self.head = head
    isOpen = header.classes.map { $0.closed == nil }
    ideal = IdealReuse(models: header.models.count)
    reading = ConversationReading(
      isOfBlocks: header.blocks != nil, isForeign: header.seed == nil)
    threads = RowThreads(headTokens: head ?? 0, blockTokens: block)
    held = header.seed == nil && header.classes.count == 1 && head == nil ? [] : nil
  }

  mutating func add(_ session: borrowing TraceSession, _ sample: inout FitSample) {
    forest.begin(session)
    ideal.begin(forest)
    times.place(session)
    sample.spoken += session.speeches.count
    var requests = 0
    for index in session.records.indices where session.records[index].kind == .request {
      requests += 1
      add(session.records[index], index, session, &sample)
    }
    last = max(last, session.start ?? 0)
    sample.longest = max(sample.longest, times.moments.max() ?? 0)
    guard head == nil else { return }
    sample.requestsPerSession.append(requests)
    reading.read(session, forest)
    let found = SessionKinds.Held(
      conversations: reading.conversations, tenant: session.tenant, start: session.start,
      pause: session.pause)
    if held != nil {
      held?.append(found)
    } else {
      take(found, classIndex: session.classIndex, main: nil, &sample)
    }
  }

  private mutating func add(
    _ record: TraceRecord, _ index: Int, _ session: borrowing TraceSession,
    _ sample: inout FitSample
  ) {
    let input = Int(record.inputTokens)
    sample.inputs.append(input)
    sample.outputs.append(Int(record.outputTokens))
    let known = ideal.touch(forest.place(record.prompt), model: Int(record.model), forest)
    let reused = min(known / block * block, input)
    sample.promptTokens += input
    sample.idealTokens += reused
    if let place = forest.computed(record) {
      _ = ideal.touch(place, model: Int(record.model), forest)
    }
    guard let start = session.start else { return }
    if isOpen[session.classIndex] {
      let (moment, overflows) = start.addingReportingOverflow(times.moments[index])
      if !overflows { sample.sends.append(moment) }
    }
    if head != nil {
      threads.add(record, start: start, classIndex: session.classIndex, known: reused, forest)
    }
  }

  /// Takes a session's conversations into the sample.
  ///
  /// - Parameter main: the agent that its own conversation is written as, if another.
  private func take(
    _ session: SessionKinds.Held, classIndex: Int, main: Int?, _ sample: inout FitSample
  ) {
    sample.classes[classIndex].add(
      start: session.start, pause: session.pause, tenant: session.tenant)
    sample.counted += 1
    func agent(_ index: Int) -> Int {
      index == 0 ? main ?? session.conversations[0].agent : session.conversations[index].agent
    }
    for (index, conversation) in session.conversations.enumerated() {
      if index == 0 { sample.classes[classIndex].agents[agent(0), default: 0] += 1 }
      guard !conversation.isBranch else {
        sample.branches += conversation.requests.count
        continue
      }
      sample.backs += conversation.requests.count { $0.goesBack }
      sample.agents[agent(index)].add(conversation)
      sample.heads[agent(index)].add(conversation.head, tenant: session.tenant, forest)
      if let parent = conversation.parent {
        sample.agents[agent(parent)].addChild(
          agent(index), session: sample.counted, turn: conversation.requests.first?.turn ?? 0)
      }
    }
  }

  /// Kinds of sessions become classes, each with an agent of its own.
  private func takeHeld(_ sessions: [SessionKinds.Held], _ sample: inout FitSample) {
    let kinds = SessionKinds(sessions)
    guard kinds.names.count > 1 else {
      for session in sessions { take(session, classIndex: 0, main: nil, &sample) }
      return
    }
    sample.kinds = kinds.names
    let first = sample.agents.count
    sample.agents += kinds.names.map { name in
      var agent = AgentSample(name: name)
      agent.isTask = name != SessionKinds.talkName
      return agent
    }
    sample.heads += kinds.names.map { _ in HeadTally() }
    let declared = sample.classes[0].trafficClass
    sample.classes = kinds.names.map { name in
      var copy = declared
      copy.name = name
      return ClassSample(copy)
    }
    for (session, kind) in zip(sessions, kinds.kinds) {
      take(session, classIndex: kind, main: first + kind, &sample)
    }
  }

  func finish(_ sample: inout FitSample) {
    let starts = sample.header.seed == nil ? sample.sends.count : 0
    sample.length =
      sample.header.hasLength
      ? sample.header.duration : last + max(1, last / Nanoseconds(max(starts - 1, 1)))
    if let held { takeHeld(held, &sample) }
    guard let head else { return }
    let threads = threads.threads
    var rows = FitSample.Rows(headTokens: head)
    // Who asks once or twice is another user than who goes on, where there are enough of each.
    let counts = [1, 2, 3].map { turns in
      threads.count { turns < 3 ? $0.inputs.count == turns : $0.inputs.count >= turns }
    }
    if counts.allSatisfy({ $0 >= 100 }) {
      rows.bounds = [1, 2, 3]
    } else if min(counts[0], counts[1] + counts[2]) >= 100 {
      rows.bounds = [1, 2]
    }
    let names = rows.bounds.count < 3 ? ["one-shot", "conversation"] : Self.names
    if rows.bounds.count > 1 {
      sample.agents = rows.bounds.indices.map { AgentSample(name: names[$0]) }
      sample.classes = rows.bounds.indices.map { ClassSample(TraceClass(name: names[$0])) }
    }
    for thread in threads {
      let place = (rows.bounds.lastIndex { $0 <= thread.inputs.count }) ?? 0
      sample.requestsPerSession.append(thread.inputs.count)
      sample.agents[place].add(thread, headTokens: head)
      sample.classes[place].starts.append(thread.starts[0])
      sample.classes[place].agents[place, default: 0] += 1
    }
    let inputs = SampleSet(sample.agents.flatMap(\.inputs))
    rows.usualInput = inputs.count > 0 ? max(1, inputs.quantile(0.5)) : 1
    sample.rows = rows
  }
}
