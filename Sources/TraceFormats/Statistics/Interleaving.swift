import Domain

/// Brings requests of sessions that overlap into the order of their nominal times.
///
/// Sessions arrive in order of start, so whatever is due before the next start can be given out.
/// Memory grows with the sessions that are live at once.
struct Interleaving {
  struct Request: Comparable {
    var moment: Nanoseconds
    /// Order among requests of one moment: that of the trace.
    var sequence: Int
    var slot: Int
    var model: Int
    var input: Int
    var prompt: ContextForest.Place
    /// Up to what is computed; nil if that is no more than the prompt.
    var extended: ContextForest.Place?

    static func < (left: Request, right: Request) -> Bool {
      (left.moment, left.sequence) < (right.moment, right.sequence)
    }

    static func == (left: Request, right: Request) -> Bool { left.sequence == right.sequence }
  }

  /// What is kept of a session until its last request is given out.
  private struct Held {
    var serial = 0
    var nodes: [ContextForest.Node] = []
    var left = 0
  }

  private var heap = MinHeap<Request>()
  private var held: [Held] = []
  private var free: [Int] = []
  private var sequence = 0
  private var sessions = 0

  /// Takes in the requests of a session that starts at `start`.
  mutating func add(
    _ session: borrowing TraceSession, start: Nanoseconds, moments: [Nanoseconds],
    _ forest: borrowing ContextForest
  ) {
    sessions += 1
    let slot = free.popLast() ?? held.count
    if slot == held.count { held.append(Held()) }
    held[slot] = Held(serial: sessions, nodes: forest.own)
    for index in session.records.indices where session.records[index].kind == .request {
      let record = session.records[index]
      let (moment, overflows) = start.addingReportingOverflow(moments[index])
      held[slot].left += 1
      sequence += 1
      heap.insert(
        Request(
          moment: overflows ? .max : moment, sequence: sequence, slot: slot,
          model: Int(record.model), input: Int(record.inputTokens),
          prompt: forest.place(record.prompt), extended: forest.computed(record)))
    }
    if held[slot].left == 0 { free.append(slot) }
  }

  /// The earliest request, if it is due before `limit`.
  mutating func take(before limit: Nanoseconds) -> Request? {
    guard let first = heap.first, first.moment < limit else { return nil }
    return heap.popFirst()
  }

  /// Number of the session of a request that was taken, and its contexts.
  func session(of request: Request) -> (serial: Int, nodes: [ContextForest.Node]) {
    (held[request.slot].serial, held[request.slot].nodes)
  }

  /// Lets go of a request that was taken.
  mutating func release(_ request: Request) {
    held[request.slot].left -= 1
    guard held[request.slot].left == 0 else { return }
    held[request.slot].nodes = []
    free.append(request.slot)
  }
}
