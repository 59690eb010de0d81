import Domain

/// What one conversation of a session does, request by request: an agent and its growing prompt.
struct Conversation {
  /// Index into the header's agents.
  var agent: Int
  /// Of a child or branch: the conversation that it comes from.
  var parent: Int?
  /// Whether it begins with its parent's prompt.
  var isBranch = false
  /// Shared contexts at the head of its first prompt, outermost first.
  var head: [Int] = []
  var headTokens = 0
  var requests: [Request] = []

  struct Request {
    /// Record in the session.
    var record: Int
    var turn: Int
    var input: Int
    var output: Int
    var reasoning: Int
    /// Prompt tokens beyond what the conversation had before, and at its start beyond the head.
    var appended: Int
    /// Prompt tokens that an earlier prompt of the conversation has too; all of the head at its
    /// start.
    var kept: Int
    /// When its turn is due from the session's start on, whatever ended before; nil if it isn't.
    var due: Due?
    var isCompaction: Bool
    /// The prompt went back to the head, or lost much of what it had.
    var isReset: Bool
    /// The prompt holds a part of the one before it, and goes on from there.
    var goesBack = false
    /// Waits since the request before: of tools, of the user, of others.
    var waits: [Wait]
    /// Children that began since the request before, by conversation.
    var children: [Int]
  }

  struct Due {
    var moment: Int
    var lateness: Agent.Lateness
  }

  struct Wait {
    var cause: TraceRecord.Cause
    var length: Int
    var tool: Int
    var calls: Int
  }
}

/// Tells the conversations of sessions apart, by which prompts extend which.
///
/// A buffer: arrays are reused from session to session.
struct ConversationReading {
  /// The source names blocks, so that paths end at whole ones.
  private let isOfBlocks: Bool
  /// The trace isn't one that Baton generated, whose branches are what they say.
  private let isForeign: Bool
  private(set) var conversations: [Conversation] = []
  /// By own context: conversation whose path it was a tip of; −1 for none.
  private var owners: [Int32] = []
  /// By conversation: context of its last prompt and of what that left.
  private var tips: [(prompt: ContextReference, extended: ContextReference)] = []
  private var owner: [Int32] = []

  init(isOfBlocks: Bool, isForeign: Bool) {
    (self.isOfBlocks, self.isForeign) = (isOfBlocks, isForeign)
  }

  /// Reads a session; the forest holds its contexts.
  mutating func read(_ session: borrowing TraceSession, _ forest: borrowing ContextForest) {
    conversations.removeAll(keepingCapacity: true)
    tips.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    owners.append(contentsOf: repeatElement(-1, count: session.contexts.count))
    owner.removeAll(keepingCapacity: true)
    owner.append(contentsOf: repeatElement(-1, count: session.records.count))
    for index in session.records.indices where session.records[index].kind == .request {
      add(index, session, forest)
    }
  }

  private mutating func add(
    _ index: Int, _ session: borrowing TraceSession, _ forest: borrowing ContextForest
  ) {
    let record = session.records[index]
    let place = find(record, forest)
    let conversation: Int
    var (isReset, before, kept) = (false, 0, 0)
    if let found = place, restarts(found.conversation, record) {
      conversation = begin(record, parent: 0, isBranch: false, forest)
    } else if let found = place,
      continues(found.conversation, found.context, index, session)
    {
      conversation = found.conversation
      before = known(conversation, record)
      // What is left of a longer prompt starts something new.
      kept = Int(forest.node(found.context).end)
      isReset = Int(record.inputTokens) < before * 3 / 4 && kept < before * 3 / 4
    } else if let found = place {
      conversation = begin(record, parent: found.conversation, isBranch: true, forest)
      before = Int(forest.place(found.context).depth)
    } else if let found = summarized(by: record) {
      conversation = found
      isReset = true
    } else if let main = conversations.first, main.agent == Int(record.actor) {
      conversation = 0
      isReset = true
    } else {
      let parent = conversations.isEmpty ? nil : 0
      conversation = begin(record, parent: parent, isBranch: false, forest)
    }
    if isReset { before = conversations[conversation].headTokens }
    if conversations[conversation].requests.isEmpty, !conversations[conversation].isBranch {
      before = conversations[conversation].headTokens
    }
    if kept == 0 { kept = before }
    let earlier = conversations[conversation].requests.last
    let goesBack =
      isForeign && !isOfBlocks && !isReset && earlier?.isCompaction == false
      && kept < earlier?.input ?? 0
    let last = earlier?.record ?? -1
    conversations[conversation].requests.append(
      Conversation.Request(
        record: index, turn: Int(record.turn), input: Int(record.inputTokens),
        output: Int(record.outputTokens), reasoning: Int(record.reasoningTokens),
        appended: max(0, Int(record.inputTokens) - before), kept: kept,
        due: due(index, session), isCompaction: record.isCompaction,
        isReset: isReset, goesBack: goesBack, waits: waits(before: index, after: last, session),
        children: []))
    owner[index] = Int32(conversation)
    tips[conversation] = (record.prompt, record.extended)
    mark(record.prompt, conversation, forest)
    mark(record.extended, conversation, forest)
  }

  /// Gives the path of a context to a conversation, as far as it is nobody's.
  private mutating func mark(
    _ context: ContextReference, _ conversation: Int, _ forest: borrowing ContextForest
  ) {
    var context = context
    while !context.isShared, owners[context.ownIndex] < 0 {
      owners[context.ownIndex] = Int32(conversation)
      context = forest.own[context.ownIndex].parent
    }
  }

  /// The nearest tip on the way from a prompt to the root.
  private func find(
    _ record: TraceRecord, _ forest: borrowing ContextForest
  ) -> (conversation: Int, context: ContextReference)? {
    var context = record.prompt
    while !context.isShared {
      let found = owners[context.ownIndex]
      if found >= 0 { return (Int(found), context) }
      context = forest.own[context.ownIndex].parent
    }
    // A conversation may begin with nothing but shared contexts.
    guard context != .root,
      let found = tips.indices.first(where: { tips[$0].prompt == context })
    else { return nil }
    return (found, context)
  }

  /// Whether a request is the first of another child: it is of a child's agent, and its prompt goes
  /// back to what that one began with, which all children of the session begin with.
  private func restarts(_ conversation: Int, _ record: TraceRecord) -> Bool {
    guard conversation > 0, let first = conversations[conversation].requests.first,
      let last = conversations[conversation].requests.last, !last.isCompaction
    else { return false }
    return conversations[conversation].agent == Int(record.actor)
      && !conversations[conversation].isBranch
      && Int(record.inputTokens) <= first.input * 5 / 4 && Int(record.inputTokens) < last.input
  }

  /// The conversation of the request's agent that was summarized last and has nothing after that.
  private func summarized(by record: TraceRecord) -> Int? {
    conversations.lastIndex {
      $0.agent == Int(record.actor) && $0.requests.last?.isCompaction == true
    }
  }

  /// Whether a request that extends a tip goes on with the conversation, and is no branch of it.
  private func continues(
    _ conversation: Int, _ context: ContextReference, _ index: Int,
    _ session: borrowing TraceSession
  ) -> Bool {
    let record = session.records[index]
    guard conversations[conversation].agent == Int(record.actor) else { return false }
    guard let last = conversations[conversation].requests.last else { return true }
    if tips[conversation].prompt == context || tips[conversation].extended == context {
      return true
    }
    if Int(record.turn) > last.turn { return true }
    // Behind a summary a prompt begins anew, with what the conversation began with.
    if last.isCompaction { return true }
    // Of a source of blocks the end of a prompt that fills none is lost; and who goes back in its
    // own prompt, with nobody beside it, begins anew from there.
    return isOfBlocks || (isForeign && waits(index, for: last.record, session))
  }

  /// Whether a record waits, at once or by way of others, for an earlier one of its session.
  private func waits(
    _ index: Int, for earlier: Int, _ session: borrowing TraceSession
  ) -> Bool {
    var (open, seen) = ([index], Set<Int>())
    while let place = open.popLast() {
      if place == earlier { return true }
      guard place > earlier, seen.insert(place).inserted else { continue }
      let record = session.records[place]
      guard record.firstDependency >= 0 else {
        open.append(place - 1)
        continue
      }
      for number in 0..<Int(record.dependencyCount) {
        open.append(Int(session.dependencies[Int(record.firstDependency) + number]))
      }
    }
    return false
  }

  /// When the turn is due that a request begins.
  private func due(_ index: Int, _ session: borrowing TraceSession) -> Conversation.Due? {
    var place = index - 1
    while place >= 0, session.records[place].kind != .request {
      let record = session.records[place]
      guard record.kind == .turnStart else {
        place -= 1
        continue
      }
      guard record.offset >= 0 else { return nil }
      let isAlone = record.firstDependency >= 0 && record.dependencyCount == 0
      return Conversation.Due(
        moment: Int(record.offset),
        lateness: record.cancelFrom >= 0 ? .cancel : isAlone ? .overlap : .wait)
    }
    return nil
  }

  /// Tokens of a conversation that the next prompt has if nothing is forgotten: reasoning goes
  /// when the turn is over.
  private func known(_ conversation: Int, _ record: TraceRecord) -> Int {
    let requests = conversations[conversation].requests
    guard let last = requests.last else { return 0 }
    var tokens = last.input + last.output
    guard last.turn != Int(record.turn) else { return tokens }
    for request in requests.reversed() {
      guard request.turn == last.turn else { break }
      tokens -= request.reasoning
    }
    return tokens
  }

  private mutating func begin(
    _ record: TraceRecord, parent: Int?, isBranch: Bool, _ forest: borrowing ContextForest
  ) -> Int {
    var conversation = Conversation(agent: Int(record.actor), parent: parent, isBranch: isBranch)
    if !isBranch {
      var context = record.prompt
      while !context.isShared { context = forest.own[context.ownIndex].parent }
      while context != .root {
        let node = forest.shared[context.sharedNumber]
        if conversation.head.isEmpty { conversation.headTokens = Int(node.end) }
        conversation.head.append(context.sharedNumber)
        context = node.parent
      }
      conversation.head.reverse()
    }
    conversations.append(conversation)
    tips.append((.root, .root))
    return conversations.count - 1
  }

  /// What a request waited for since `last`, along its first dependencies.
  private mutating func waits(
    before index: Int, after last: Int, _ session: borrowing TraceSession
  ) -> [Conversation.Wait] {
    var found: [Conversation.Wait] = []
    var place = index
    while true {
      let record = session.records[place]
      if record.kind == .wait {
        found.append(
          Conversation.Wait(
            cause: record.cause, length: Int(record.delay), tool: Int(record.actor),
            calls: Int(record.calls)))
      }
      if record.firstDependency < 0 {
        place -= 1
      } else if record.dependencyCount == 1 {
        place = Int(session.dependencies[Int(record.firstDependency)])
      } else {
        break
      }
      guard place > last, place >= 0, session.records[place].kind != .request else { break }
    }
    return found.reversed()
  }
}
