import Domain

/// A session that has started, with the graph of its records.
struct LiveSession: ~Copyable {
  enum RecordState: UInt8 {
    case pending
    /// An event will make it due.
    case scheduled
    /// A request in the table.
    case sent
    case complete
    case cancelled

    var isOver: Bool { self == .complete || self == .cancelled }
  }

  var ordinal: Int32 = 0
  var classIndex: Int32 = 0
  var tenant: Int32 = 0
  var start: Ticks = 0
  var isCutShort = false
  var isEndedByWindow = false
  var isOver = true

  /// One record of the graph, and where it stands.
  struct Node {
    var record: TraceRecord
    var state = RecordState.pending
    /// Dependencies still to complete before it is ready.
    var waits: Int32 = 0
    /// Dependencies that are complete or can still be.
    var hopes: Int32 = 0
    /// First of a chain of dependents through `edges`, beside `follows`.
    var firstEdge: Int32 = -1
    /// Completion time of a turn start; first visible token of an answer; request slot while sent.
    var mark: Int64 = -1
    /// Just the record before it must be complete.
    var follows: Bool { record.firstDependency < 0 }
  }

  var nodes = Column<Node>()
  /// Reverse edges that lead elsewhere than to the next record.
  var edges = Column<(record: Int32, next: Int32)>()

  /// Where each of its private contexts ends.
  var paths: [PathEnd] = []
  /// Number of the shared context that each private one hangs from; 0 for none.
  var roots: [Int32] = []
  /// By pool, under session affinity: the engine that took its first request; −1 before.
  var affinity: [Int32] = []
  /// Segments to let go at the end.
  var segments: [Int32] = []

  /// The sound of its spoken answers, in the order of their speech records.
  var playbacks: [Playback] = []
  /// By record: index of the speech that plays a request, −1 for none. Empty without speech.
  private var speechOf: [Int32] = []

  /// By record, and the session's dependency lists; empty unless paths are recorded.
  var trails = Column<RecordTrail>()
  var dependencies: [Int32] = []
  /// Of its requests that have finished: how many, and the sum of their rows.
  var finished = 0
  var rowSum = InlineArray<13, Ticks>(repeating: 0)

  /// Records that are not over.
  var open = 0
  /// Requests in the table, cancelled ones that have not left their engine included. While there
  /// are any, the session's segments keep their names.
  var inFlight = 0
  var firstSent: Ticks = -1
  var lastToken: Ticks = -1
  var think: Nanoseconds = 0

  /// Takes the records over and links what depends on what.
  ///
  /// - Parameter trails: Whether to keep what its critical path is made of.
  mutating func load(_ session: borrowing TraceSession, trails isRecorded: Bool) {
    let count = session.records.count
    trails.removeAll()
    if isRecorded {
      for _ in 0..<count { trails.append(RecordTrail()) }
      dependencies = session.dependencies
      finished = 0
      rowSum = InlineArray(repeating: 0)
    }
    nodes.removeAll()
    // A slot outlives its session: without this each would grow to the longest of thousands.
    nodes.refit(count)
    for record in session.records { nodes.append(Node(record: record)) }
    open = count
    isEndedByWindow = session.isEndedByWindow
    (firstSent, lastToken, think, isCutShort, isOver) = (-1, -1, 0, false, false)
    edges.removeAll()
    edges.refit(session.dependencies.count)
    // Backwards, so that each chain lists dependents in rising order.
    for index in stride(from: count - 1, through: 0, by: -1) { link(index, session) }
    playbacks.removeAll(keepingCapacity: true)
    speechOf.removeAll(keepingCapacity: true)
    if !session.speeches.isEmpty { loadSpeeches(session) }
  }

  private mutating func loadSpeeches(_ session: borrowing TraceSession) {
    speechOf.append(contentsOf: repeatElement(-1, count: nodes.count))
    for (index, speech) in session.speeches.enumerated() {
      let first = nodes[Int(speech.record)].record.firstDependency
      let request = first < 0 ? speech.record - 1 : session.dependencies[Int(first)]
      let node = nodes[Int(request)].record
      speechOf[Int(request)] = Int32(index)
      playbacks.append(
        Playback(speech, request: request, visible: node.outputTokens - node.reasoningTokens))
    }
  }

  /// Whether all that comes of a request that has ended is a tool's work, with nothing else under
  /// way.
  func waitsForTool(after record: Int) -> Bool {
    guard inFlight == 0, record + 1 < nodes.count else { return false }
    let node = nodes[record + 1]
    return node.follows && node.record.kind == .wait && node.record.cause == .tool
  }

  /// Index of the speech that plays a request.
  func speech(of request: Int) -> Int? {
    guard !speechOf.isEmpty, speechOf[request] >= 0 else { return nil }
    return Int(speechOf[request])
  }

  private mutating func link(_ index: Int, _ session: borrowing TraceSession) {
    let record = nodes[index].record
    if record.firstDependency < 0 {
      guard index > 0 else { return }
      (nodes[index].waits, nodes[index].hopes) = (1, 1)
      return
    }
    let first = Int(record.firstDependency)
    for place in first..<(first + Int(record.dependencyCount)) {
      connect(Int(session.dependencies[place]), to: index)
    }
    nodes[index].waits = min(record.needed, record.dependencyCount)
    nodes[index].hopes = record.dependencyCount
  }

  private mutating func connect(_ from: Int, to index: Int) {
    edges.append((record: Int32(index), next: nodes[from].firstEdge))
    nodes[from].firstEdge = Int32(edges.count - 1)
  }
}
