import Domain

/// Makes sessions of a program, one after the other, in buffers that are reused.
struct SessionBuilder: Sendable {
  let program: Program
  /// Set when draws are counted.
  var draws: DrawRecord?
  var shared = SharedContexts()

  // The session that is being made.
  var stream = RandomStream(seed: 0)
  var tenant = ""
  var classModel = Program.none
  var turn = 0
  var lastSpeech = LastSpeech()
  /// Set when the next prompt would not fit the model's window: nothing more is made.
  var hasEnded = false
  /// Why the session can't be held by a trace; set with `hasEnded`.
  var failure: String?

  // Buffers.
  var heads: [Head]
  var ownContexts: [OwnContext] = []
  var turnSizes: [Int] = []
  /// Last records of the children of open steps, a stack.
  var ends: [Int32] = []
  var calls = CallBuffers()
  /// Last request of a branch of the turn's own conversation, −1 for none.
  var branchAnswer: Int32 = -1

  /// Contexts of an agent in this session.
  struct Head: Sendable {
    var isKnown = false
    var reference = ContextReference.root
    var tokens = 0
  }

  /// A context of the agent's list that is the session's alone.
  struct OwnContext: Sendable {
    var context: Int
    var parent: ContextReference
    var reference: ContextReference
  }

  /// More records than this make a session too large for a trace.
  static let largestSession = 1 << 21
  /// More tokens than this make a prompt too large for a trace.
  static let largestPrompt = 1 << 30

  init(program: Program) {
    self.program = program
    heads = Array(repeating: Head(), count: program.agents.count)
  }

  /// Fills `session`, all but its number, class and start.
  ///
  /// - Parameter stream: the session's own, of which all its draws are a pure function.
  /// - Returns: whether it was cut short by a model's window.
  mutating func build(
    agent: Int, classModel: Int, stream: RandomStream, into session: inout TraceSession
  ) throws(TraceError) -> Bool {
    (self.stream, tenant, self.classModel) = (stream, session.tenant, classModel)
    (hasEnded, failure, lastSpeech) = (false, nil, LastSpeech())
    for index in heads.indices { heads[index].isKnown = false }
    ownContexts.removeAll(keepingCapacity: true)
    turnSizes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    runTurns(of: agent, &session)
    if let failure { throw TraceError(failure, line: 0) }
    return hasEnded
  }

  mutating func draw(_ sampler: Int, _ stream: RandomStream) -> Int {
    let value = program.samplers.span[sampler].draw(stream)
    if draws != nil { draws?.program[sampler].add(value) }
    return value
  }

  /// The size of a copy, which every session that uses it draws anew and which counts once.
  mutating func drawCopy(_ sampler: Int, _ stream: RandomStream) -> Int {
    let value = program.samplers.span[sampler].draw(stream)
    if draws != nil, draws?.isFirst(stream) == true { draws?.program[sampler].add(value) }
    return value
  }

  /// Appends a record that comes after `last`; −1 is the session's start.
  @discardableResult
  mutating func add(
    _ record: TraceRecord, after last: Int32, _ session: inout TraceSession
  ) -> Int32 {
    let index = Int32(session.records.count)
    var record = record
    record.turn = Int32(turn)
    if last != index - 1 {
      record.firstDependency = Int32(session.dependencies.count)
      record.dependencyCount = last < 0 ? 0 : 1
      record.needed = record.dependencyCount
      if last >= 0 { session.dependencies.append(last) }
    }
    session.records.append(record)
    if session.records.count > SessionBuilder.largestSession {
      fail("session \(session.number) has more than \(SessionBuilder.largestSession) records")
    }
    return index
  }

  /// Appends a wait.
  mutating func addWait(
    _ cause: TraceRecord.Cause, _ length: Int, after last: Int32, actor: Int = 0, calls: Int = 0,
    _ session: inout TraceSession
  ) -> Int32 {
    var record = wait(cause, length, session)
    (record.actor, record.calls) = (UInt16(actor), Int32(calls))
    return add(record, after: last, &session)
  }

  mutating func wait(
    _ cause: TraceRecord.Cause, _ length: Int, _ session: borrowing TraceSession
  ) -> TraceRecord {
    if length >= Ticks.horizonNanoseconds {
      fail("session \(session.number) has a wait that is longer than a trace can be")
    }
    return TraceRecord(.wait, cause: cause, delay: Nanoseconds(length))
  }

  mutating func fail(_ message: String) {
    if failure == nil { failure = message }
    hasEnded = true
  }

  mutating func failPrompt(_ session: borrowing TraceSession) {
    fail(
      "session \(session.number) has a prompt of more than \(SessionBuilder.largestPrompt) tokens")
  }
}
