import Domain

/// Makes sessions of a program, one after the other, in buffers that are reused.
struct SessionBuilder: Sendable {
  let program: Program
  var shared = SharedContexts()

  // The session that is being made.
  var stream = RandomStream(seed: 0)
  var tenant = ""
  var classModel = Program.none
  var turn = 0
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
  static let largestSession = 1 << 24
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
    (hasEnded, failure) = (false, nil)
    for index in heads.indices { heads[index].isKnown = false }
    ownContexts.removeAll(keepingCapacity: true)
    turnSizes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    runTurns(of: agent, &session)
    if let failure { throw TraceError(failure, line: 0) }
    return hasEnded
  }

  func draw(_ sampler: Int, _ stream: RandomStream) -> Int {
    program.samplers[sampler].draw(stream)
  }

  // MARK: Records

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

  /// Appends a wait, unless it is of no length.
  mutating func addWait(
    _ cause: TraceRecord.Cause, _ length: Int, after last: Int32, actor: Int = 0, calls: Int = 0,
    _ session: inout TraceSession
  ) -> Int32 {
    if length >= Ticks.horizonNanoseconds {
      fail("session \(session.number) has a wait that is longer than a trace can be")
    }
    return add(
      TraceRecord(.wait, cause: cause, actor: actor, calls: calls, delay: Nanoseconds(length)),
      after: last, &session)
  }

  mutating func fail(_ message: String) {
    if failure == nil { failure = message }
    hasEnded = true
  }

  // MARK: Contexts

  /// A conversation of an agent, with its contexts as its path.
  mutating func start(_ agent: Int, _ session: inout TraceSession) -> Conversation {
    let own = program.agents[agent].model
    var conversation = Conversation(agent: agent, model: own >= 0 ? own : classModel)
    let head = head(of: agent, &session)
    (conversation.head, conversation.headTokens) = (head.reference, head.tokens)
    (conversation.base, conversation.baseTokens) = (head.reference, head.tokens)
    return conversation
  }

  private mutating func head(of agent: Int, _ session: inout TraceSession) -> Head {
    if heads[agent].isKnown { return heads[agent] }
    var head = Head(isKnown: true)
    let code = program.agents[agent]
    for position in code.firstContext..<(code.firstContext + code.contextCount) {
      extend(&head, by: program.contextLists[position], &session)
    }
    heads[agent] = head
    return head
  }

  private mutating func extend(
    _ head: inout Head, by context: Int, _ session: inout TraceSession
  ) {
    let sharing = program.contexts[context].sharing
    let sampler = program.contexts[context].sampler
    let names = (program.contexts[context].workloadName, program.contexts[context].name)
    if sharing == .session {
      let place = stream.named(Use.context).named(names.0).named(names.1)
      let tokens = draw(sampler, place.named(Use.size))
      if tokens > 0 { extend(&head, byOwn: context, tokens: tokens, &session) }
      return
    }
    let pick = stream.named(Use.pick).named(names.0).named(names.1)
    let copy = program.contexts[context].copies.index(at: pick.uniform)
    let place = program.contexts[context].stream
    let group = sharing == .everyone ? 0 : shared.group(of: tenant)
    let copies =
      sharing == .everyone ? place.named(Use.everyone) : place.named(Use.tenant).named(tenant)
    let tokens = draw(sampler, copies.numbered(copy))
    guard tokens > 0 else { return }
    guard head.reference.isShared else {
      // What follows private content is never shared.
      return extend(&head, byOwn: context, tokens: tokens, &session)
    }
    let parent = head.reference.sharedNumber
    let (number, isNew) = shared.number(parent: parent, context: context, group: group, copy: copy)
    if isNew { session.sharedContexts.append(SharedContext(parent: parent, tokens: tokens)) }
    head.reference = .shared(number)
    head.tokens += tokens
  }

  private mutating func extend(
    _ head: inout Head, byOwn context: Int, tokens: Int, _ session: inout TraceSession
  ) {
    let parent = head.reference
    head.tokens += tokens
    if let known = ownContexts.first(where: { $0.context == context && $0.parent == parent }) {
      head.reference = known.reference
      return
    }
    head.reference = .own(session.contexts.count)
    session.contexts.append(PrivateContext(parent: parent, tokens: tokens))
    ownContexts.append(OwnContext(context: context, parent: parent, reference: head.reference))
  }

  /// Names the whole path of a conversation by a context.
  mutating func name(_ conversation: inout Conversation, _ session: inout TraceSession) {
    let tokens = conversation.tokens
    if conversation.output >= 0 {
      let request = Int(conversation.output)
      if session.records[request].extended == .root {
        session.records[request].extended = .own(session.contexts.count)
        session.contexts.append(
          PrivateContext(parent: conversation.base, tokens: conversation.outputTokens))
      }
      conversation.base = session.records[request].extended
    }
    if conversation.appended > 0 {
      let parent = conversation.base
      conversation.base = .own(session.contexts.count)
      session.contexts.append(PrivateContext(parent: parent, tokens: conversation.appended))
    }
    (conversation.baseTokens, conversation.output) = (tokens, -1)
    (conversation.outputTokens, conversation.appended) = (0, 0)
  }
}
