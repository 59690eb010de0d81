import Domain

/// All that fitting looks at in a trace.
struct FitSample {
  var header: TraceHeader
  var agents: [AgentSample]
  var classes: [ClassSample]
  var heads: [HeadTally]
  /// Moments at which requests are sent if every one is answered at once, of open classes.
  var sends: [Nanoseconds] = []
  var inputs: [Int] = []
  var outputs: [Int] = []
  var requestsPerSession: [Int] = []
  var promptTokens = 0
  var idealTokens = 0
  /// Requests of branches, which are not fitted.
  var branches = 0
  var spoken = 0
  /// Of a source of single requests in which conversations were found.
  var rows: Rows?
  /// Beyond the last start if the trace has no length of its own.
  var length: Nanoseconds = 0

  struct Rows {
    var headTokens = 0
    /// Turns at which another agent begins: conversations of more turns are other users.
    var bounds = [1]
    /// What a user adds in a later turn, in the median; 1 if there is none.
    var usualInput = 1
  }

  init(_ header: TraceHeader) {
    self.header = header
    agents = header.agents.map { AgentSample(name: $0) }
    classes = header.classes.map { ClassSample($0) }
    heads = header.agents.map { _ in HeadTally() }
  }

  /// Share of the prompt tokens that a cache without limit reuses.
  var reuse: Double { promptTokens > 0 ? Double(idealTokens) / Double(promptTokens) : 0 }
}

/// What was seen of a traffic class.
struct ClassSample {
  let trafficClass: TraceClass
  /// Of sessions that have one.
  var starts: [Nanoseconds] = []
  var followers = 0
  var pauses: [Int] = []
  /// Sessions of each tenant, in order of appearance.
  var tenants: [(name: String, sessions: Int)] = []
  private var places: [String: Int] = [:]
  /// Sessions by agent of their first request.
  var agents: [Int: Int] = [:]

  init(_ trafficClass: TraceClass) { self.trafficClass = trafficClass }

  mutating func add(_ session: borrowing TraceSession) {
    if let start = session.start {
      starts.append(start)
    } else {
      followers += 1
      pauses.append(Int(session.pause))
    }
    if let place = places[session.tenant] {
      tenants[place].sessions += 1
    } else {
      places[session.tenant] = tenants.count
      tenants.append((session.tenant, 1))
    }
  }
}

/// How often conversations of an agent begin with each shared context.
struct HeadTally {
  private(set) var conversations = 0
  /// By level from the root, by number of the context: uses, tokens and the tenants that use it.
  private(set) var levels: [[Int: Use]] = []

  struct Use {
    var parent: Int
    var count = 0
    var tokens: Int
    var tenant: String
    var hasSeveralTenants = false
  }

  mutating func add(_ head: [Int], tenant: String, _ forest: borrowing ContextForest) {
    conversations += 1
    for (level, number) in head.enumerated() {
      if level == levels.count { levels.append([:]) }
      let node = forest.shared[number]
      var use =
        levels[level][number]
        ?? Use(
          parent: level > 0 ? head[level - 1] : 0, tokens: Int(node.end - node.start),
          tenant: tenant)
      use.count += 1
      if use.tenant != tenant { use.hasSeveralTenants = true }
      levels[level][number] = use
    }
  }
}

/// Reads a trace for fitting.
enum Sampling {
  typealias Opening = () throws(TraceError) -> any TraceSource

  /// - Parameter open: Opens the trace anew; it is read once or twice.
  static func sample(_ open: Opening) throws(TraceError) -> FitSample {
    var source = try open()
    guard source.header.seed == nil, source.header.blocks != nil, let head = try head(&source)
    else { return try sample(try open(), rows: nil) }
    return try sample(try open(), rows: head)
  }

  /// The common head of a source of single requests; nil for any other.
  private static func head(_ source: inout any TraceSource) throws(TraceError) -> Int? {
    var forest = ContextForest()
    var head = CommonHead()
    var session = TraceSession()
    while try source.next(&session) {
      guard session.records.count == 1, session.records[0].kind == .request else { return nil }
      forest.begin(session)
      head.add(session.records[0], forest)
    }
    return head.tokens(block: source.header.blocks?.tokens ?? 1)
  }

  private static func sample(
    _ source: any TraceSource, rows head: Int?
  ) throws(TraceError) -> FitSample {
    var source = source
    var sample = FitSample(source.header)
    var reader = SampleReader(source.header, head: head)
    var session = TraceSession()
    while try source.next(&session) { reader.add(session, &sample) }
    reader.finish(&sample)
    return sample
  }
}

/// Takes sessions into a sample, one after the other.
private struct SampleReader {
  private let block: Int
  private let head: Int?
  private let isOpen: [Bool]
  private var forest = ContextForest()
  private var ideal: IdealReuse
  private var times = NominalTimes()
  private var reading = ConversationReading()
  private var threads: RowThreads
  private var last: Nanoseconds = 0

  private static let names = ["one-shot", "follow-up", "conversation"]

  init(_ header: TraceHeader, head: Int?) {
    block = header.blocks?.tokens ?? TraceSurvey.blockTokens
    self.head = head
    isOpen = header.classes.map { $0.closed == nil }
    ideal = IdealReuse(models: header.models.count)
    threads = RowThreads(headTokens: head ?? 0, blockTokens: block)
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
    guard head == nil else { return }
    sample.requestsPerSession.append(requests)
    sample.classes[session.classIndex].add(session)
    reading.read(session, forest)
    addConversations(session, &sample)
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

  private func addConversations(
    _ session: borrowing TraceSession, _ sample: inout FitSample
  ) {
    for (index, conversation) in reading.conversations.enumerated() {
      if index == 0 {
        sample.classes[session.classIndex].agents[conversation.agent, default: 0] += 1
      }
      guard !conversation.isBranch else {
        sample.branches += conversation.requests.count
        continue
      }
      sample.agents[conversation.agent].add(conversation)
      sample.heads[conversation.agent].add(conversation.head, tenant: session.tenant, forest)
      if let parent = conversation.parent {
        let agent = reading.conversations[parent].agent
        sample.agents[agent].addChild(conversation.agent, session: sample.requestsPerSession.count)
      }
    }
  }

  func finish(_ sample: inout FitSample) {
    let starts = sample.header.seed == nil ? sample.sends.count : 0
    sample.length =
      sample.header.hasLength
      ? sample.header.duration : last + max(1, last / Nanoseconds(max(starts - 1, 1)))
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
