import Domain

/// What each request of a session waits for, with all that is no request folded into times.
struct RequestGraph {
  /// One thing that a request waits for, and the time from its end until the request is sent.
  struct Origin {
    /// Index of a record; −1 is the session's start.
    var request: Int32
    /// Spent on tools.
    var tools: Nanoseconds
    /// Spent otherwise: thinking, pauses, listening, the sound of answers.
    var other: Nanoseconds
    /// The tool of the last tool wait; −1 for none.
    var tool: Int32 = -1

    var delay: Nanoseconds { tools + other }
  }

  /// More are not told one by one.
  static let mostOrigins = 1024

  private var pool: [Origin] = []
  private var ranges: [Range<Int>] = []
  private var waits: [Range<Int>] = []
  /// A join goes on before all it could wait for have ended.
  private(set) var hasPartialJoin = false
  private(set) var hasCancel = false

  mutating func build(_ session: borrowing TraceSession, _ times: ExportTimes) {
    pool.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    waits.removeAll(keepingCapacity: true)
    for index in session.records.indices {
      let record = session.records[index]
      hasPartialJoin = hasPartialJoin || record.needed < record.dependencyCount
      hasCancel = hasCancel || record.cancelFrom >= 0
      let start = pool.count
      if record.firstDependency < 0 {
        if index == 0 { add(Origin(request: -1, tools: 0, other: 0), from: start) }
        if index > 0 { addAll(of: index - 1, from: start) }
      } else {
        let first = Int(record.firstDependency)
        for dependency in session.dependencies[first..<(first + Int(record.dependencyCount))] {
          addAll(of: Int(dependency), from: start)
        }
        if record.dependencyCount == 0 { add(Origin(request: -1, tools: 0, other: 0), from: start) }
      }
      let isTool = record.kind == .wait && record.cause == .tool
      let length =
        record.kind == .speech ? times.ends[index] - times.starts[index] : record.delay
      for place in start..<pool.count {
        let most = Ticks.horizonNanoseconds
        if isTool {
          pool[place].tools = min(most, pool[place].tools + min(most, length))
          pool[place].tool = Int32(record.actor)
        } else {
          pool[place].other = min(most, pool[place].other + min(most, length))
        }
      }
      waits.append(start..<pool.count)
      if record.kind == .request {
        pool.append(Origin(request: Int32(index), tools: 0, other: 0))
        ranges.append((pool.count - 1)..<pool.count)
      } else {
        ranges.append(start..<pool.count)
      }
    }
  }

  /// What a request waits for.
  func origins(of record: Int) -> ArraySlice<Origin> { pool[waits[record]] }

  private mutating func addAll(of record: Int, from start: Int) {
    for place in ranges[record] { add(pool[place], from: start) }
  }

  /// Adds one; of the same request the longer wait counts.
  private mutating func add(_ origin: Origin, from start: Int) {
    for place in start..<pool.count where pool[place].request == origin.request {
      if origin.delay > pool[place].delay { pool[place] = origin }
      return
    }
    if pool.count - start < Self.mostOrigins { pool.append(origin) }
  }
}
