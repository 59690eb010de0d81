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
  /// Requests that hold only a part of the prompt before theirs.
  var backs = 0
  /// Sessions taken in so far.
  var counted = 0
  var spoken = 0
  /// Kinds of sessions that were told apart.
  var kinds: [String] = []
  /// Of a source of single requests in which conversations were found.
  var rows: Rows?
  /// Beyond the last start if the trace has no length of its own.
  var length: Nanoseconds = 0
  /// Longest session, if every request were answered at once.
  var longest: Nanoseconds = 0

  /// The source says nothing of when sessions start: all begin at once because something has to be
  /// written.
  var hasNoStarts: Bool {
    header.seed == nil && requestsPerSession.count > 1
      && classes.allSatisfy { seen in seen.starts.allSatisfy { $0 == seen.starts[0] } }
  }

  var isOneSession: Bool { requestsPerSession.count == 1 }

  /// How often sessions without starts are written, so that there are some 768 to compare.
  var times: Int { max(1, 768 / max(requestsPerSession.count, 1)) }

  /// When sessions start says nothing.
  var isUntimed: Bool { hasNoStarts || isOneSession }

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

  mutating func add(start: Nanoseconds?, pause: Nanoseconds, tenant: String) {
    if let start {
      starts.append(start)
    } else {
      followers += 1
      pauses.append(Int(pause))
    }
    if let place = places[tenant] {
      tenants[place].sessions += 1
    } else {
      places[tenant] = tenants.count
      tenants.append((tenant, 1))
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
