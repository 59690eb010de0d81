import Domain

/// A request on its way, token by token.
final class LiveSequence {
  enum State {
    case arriving, waiting, transferring, joining, loading, loaded, prefilling, decoding, gone
  }

  let session: Session
  let record: Int
  let node: TraceRecord
  let sent: Ticks
  let service: Int
  let path: BlockTree.Path
  var extended: BlockTree.Path?
  let isMeasured: Bool

  var state = State.waiting
  var isCancelled = false
  var isHandover = false
  var hasCounted = false
  var engine = 0
  var source: Int?
  var generated = 0
  var computed = 0
  var chunk = 0
  var cachedTokens = 0
  /// Leading path blocks that are the cache's; the rest of `held` is private.
  var shared = 0
  var held = 0
  var pinned: [Int] = []
  /// Blocks that it has in host memory, having given way.
  var swapped = 0
  var prefillFrom: Ticks = 0
  var sourceShared = 0
  var sourceHeld = 0
  var sourcePinned: [Int] = []
  var tokens: [Ticks] = []
  var first: Ticks?
  var visible: Ticks = -1
  var stall: Ticks = 0
  var inStep = false
  var key: Ticks = 0
  var spent: Spent

  init(
    _ session: Session, _ record: Int, _ sent: Ticks, _ service: Int, _ path: BlockTree.Path,
    isMeasured: Bool
  ) {
    (self.session, self.record, node) = (session, record, session.trace.records[record])
    (self.sent, self.service, self.path, self.isMeasured) = (sent, service, path, isMeasured)
    spent = Spent(since: sent)
  }

  var input: Int { Int(node.inputTokens) }
  var output: Int { Int(node.outputTokens) }
  var target: Int { input + generated }
}

/// A session that has started.
final class Session {
  enum State { case pending, scheduled, sent, complete, cancelled }

  let trace: TraceSession
  let ordinal: Int
  let tenant: Int
  let start: Ticks
  var states: [State]
  var paths: [BlockTree.Path] = []
  var dependents: [[Int]]
  var dependencies: [[Int]]
  var turnStarts: [Int: Ticks] = [:]
  var visible: [Int: Ticks] = [:]
  var sequences: [Int: LiveSequence] = [:]
  /// By pool.
  var affinity: [Int: Int] = [:]
  /// By record: when it was ready, due and complete, and the place of its outcome.
  var ready: [Int: Ticks] = [:]
  var due: [Int: Ticks] = [:]
  var completed: [Int: Ticks] = [:]
  var outcomes: [Int: Int] = [:]
  var firstSent: Ticks?
  var lastToken: Ticks?
  var think: Nanoseconds = 0
  var isCutShort = false
  var isOver = false

  init(_ trace: TraceSession, ordinal: Int, tenant: Int, start: Ticks) {
    (self.trace, self.ordinal, self.tenant, self.start) = (trace, ordinal, tenant, start)
    let count = trace.records.count
    states = Array(repeating: .pending, count: count)
    dependents = Array(repeating: [], count: count)
    dependencies = trace.records.indices.map { index in
      let record = trace.records[index]
      if record.firstDependency < 0 { return index == 0 ? [] : [index - 1] }
      let first = Int(record.firstDependency)
      return trace.dependencies[first..<(first + Int(record.dependencyCount))].map(Int.init)
    }
    for (index, list) in dependencies.enumerated() {
      for dependency in list { dependents[dependency].append(index) }
    }
  }

  func needed(_ record: Int) -> Int {
    let node = trace.records[record]
    return node.firstDependency < 0
      ? dependencies[record].count : Int(min(node.needed, node.dependencyCount))
  }

  func isReady(_ record: Int) -> Bool {
    dependencies[record].count { states[$0] == .complete } >= needed(record)
  }

  func isHopeless(_ record: Int) -> Bool {
    states[record] == .pending
      && dependencies[record].count { states[$0] != .cancelled } < needed(record)
  }
}
