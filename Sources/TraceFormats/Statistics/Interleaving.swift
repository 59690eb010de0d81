import Domain

/// Brings requests of sessions that overlap into the order of their nominal times.
///
/// Sessions arrive in order of start, so whatever is due before the next start can be given out.
/// Memory grows with the sessions that are live at once.
struct Interleaving {
  struct Request {
    var moment: Nanoseconds
    /// Order among requests of one moment: that of the trace.
    var sequence: Int
    var slot: Int
    var model: Int
    var input: Int
    var prompt: ContextForest.Place
    /// Up to what is computed; nil if that is no more than the prompt.
    var extended: ContextForest.Place?
  }

  /// What is kept of a session until its last request is given out.
  private struct Held {
    var serial = 0
    var nodes: [ContextForest.Node] = []
    var left = 0
  }

  private var heap: [Request] = []
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
      heap.append(
        Request(
          moment: overflows ? .max : moment, sequence: sequence, slot: slot,
          model: Int(record.model), input: Int(record.inputTokens),
          prompt: forest.place(record.prompt), extended: forest.computed(record)))
      rise()
    }
    if held[slot].left == 0 { free.append(slot) }
  }

  /// The earliest request, if it is due before `limit`.
  mutating func take(before limit: Nanoseconds) -> Request? {
    guard let first = heap.first, first.moment < limit, let last = heap.popLast() else {
      return nil
    }
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first
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

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (heap[left], heap[right])
    return a.moment != b.moment ? a.moment < b.moment : a.sequence < b.sequence
  }

  private mutating func rise() {
    var child = heap.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var smallest = parent
      for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count {
        if isBefore(child, smallest) { smallest = child }
      }
      guard smallest != parent else { return }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
