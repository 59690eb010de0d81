import Domain

/// A session that has started, with the graph of its records.
struct LiveSession {
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

  var records: [TraceRecord] = []
  var states: [RecordState] = []
  /// Dependencies still to complete before a record is ready.
  var waits: [Int32] = []
  /// Dependencies that are complete or can still be.
  var hopes: [Int32] = []
  /// Completion time of turn starts; first visible token of answers; request slot while sent.
  var marks: [Int64] = []
  /// Reverse edges: for each record the first of a chain through `edges`.
  var firstEdge: [Int32] = []
  var edges: [(record: Int32, next: Int32)] = []

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

  /// Records that are not over.
  var open = 0
  /// Requests in the table, cancelled ones that have not left their engine included. While there
  /// are any, the session's segments keep their names.
  var inFlight = 0
  var firstSent: Ticks = -1
  var lastToken: Ticks = -1
  var think: Nanoseconds = 0

  /// Takes the records over and links what depends on what.
  mutating func load(_ session: borrowing TraceSession) {
    records.removeAll(keepingCapacity: true)
    records.append(contentsOf: session.records)
    let count = records.count
    open = count
    isEndedByWindow = session.isEndedByWindow
    (firstSent, lastToken, think, isCutShort, isOver) = (-1, -1, 0, false, false)
    refill(&states, .pending, count)
    refill(&waits, 0, count)
    refill(&hopes, 0, count)
    refill(&marks, -1, count)
    refill(&firstEdge, -1, count)
    edges.removeAll(keepingCapacity: true)
    // Backwards, so that each chain lists dependents in rising order.
    for index in stride(from: count - 1, through: 0, by: -1) { link(index, session) }
    playbacks.removeAll(keepingCapacity: true)
    speechOf.removeAll(keepingCapacity: true)
    if !session.speeches.isEmpty { loadSpeeches(session) }
  }

  private mutating func loadSpeeches(_ session: borrowing TraceSession) {
    refill(&speechOf, -1, records.count)
    for (index, speech) in session.speeches.enumerated() {
      let first = records[Int(speech.record)].firstDependency
      let request = first < 0 ? speech.record - 1 : session.dependencies[Int(first)]
      let node = records[Int(request)]
      speechOf[Int(request)] = Int32(index)
      playbacks.append(
        Playback(speech, request: request, visible: node.outputTokens - node.reasoningTokens))
    }
  }

  /// Index of the speech that plays a request.
  func speech(of request: Int) -> Int? {
    guard !speechOf.isEmpty, speechOf[request] >= 0 else { return nil }
    return Int(speechOf[request])
  }

  private mutating func link(_ index: Int, _ session: borrowing TraceSession) {
    let record = records[index]
    if record.firstDependency < 0 {
      guard index > 0 else { return }
      connect(index - 1, to: index)
      (waits[index], hopes[index]) = (1, 1)
      return
    }
    let first = Int(record.firstDependency)
    for place in first..<(first + Int(record.dependencyCount)) {
      connect(Int(session.dependencies[place]), to: index)
    }
    waits[index] = min(record.needed, record.dependencyCount)
    hopes[index] = record.dependencyCount
  }

  private mutating func connect(_ from: Int, to index: Int) {
    edges.append((record: Int32(index), next: firstEdge[from]))
    firstEdge[from] = Int32(edges.count - 1)
  }

  private func refill<T>(_ array: inout [T], _ value: T, _ count: Int) {
    array.removeAll(keepingCapacity: true)
    array.append(contentsOf: repeatElement(value, count: count))
  }
}
