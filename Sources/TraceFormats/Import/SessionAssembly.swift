import Domain

/// Makes a trace's session of a source's requests.
struct SessionAssembly {
  private var contents = SessionTree()
  /// By place of the request in the session.
  private var prompts: [SessionTree.Path] = []
  private var extended: [SessionTree.Path?] = []
  /// By index of a request in the draft: its place in the session, and its record.
  private var places: [Int32] = []
  private var records: [Int32] = []
  /// By number of a piece: its context.
  private var pieceContexts: [Int32] = []
  /// By local name of a block: a path that it lies on.
  private var localBlocks: [Int: SessionTree.Path] = [:]
  private var hasDependent: [Bool] = []
  private var leaves: [Int32] = []

  /// - Parameters:
  ///   - requests: indices in the draft, in such an order that what is needed stands first.
  ///   - start: when the session starts; `number` and class are set by the caller.
  mutating func write(
    _ requests: borrowing [Int32], of draft: inout ImportDraft, start: Nanoseconds,
    to session: inout TraceSession
  ) {
    session.start = start
    locate(requests, in: draft)
    placePrompts(requests, &draft, &session)
    if requests.count == 1 {
      contents.write(to: &session)
      let request = draft.requests[Int(requests[0])]
      var record = record(0, request)
      (record.turn, record.isAnswer) = (1, true)
      session.records.append(record)
    } else {
      contents.write(to: &session)
      writeTurns(requests, draft, start, &session)
    }
  }

  /// The same for most sessions of most traces, one request that shares nothing or what its hashes
  /// say; false if it is of another kind.
  mutating func writeAlone(
    _ request: DraftRequest, of draft: inout ImportDraft, to session: inout TraceSession
  ) -> Bool {
    let input = max(1, request.input)
    var prompt = ContextReference.root
    var known = 0
    switch request.prompt {
    case .unshared: break
    case .chain(let last, let blocks):
      prompt = draft.tree.context(last: last, blocks: Int(blocks), &session)
      known = Int(blocks) * draft.tree.blockTokens
    default: return false
    }
    if input > known {
      session.contexts.append(PrivateContext(parent: prompt, tokens: input - known))
      prompt = .own(0)
    }
    session.records.append(
      TraceRecord(
        .request, isCompaction: request.isCompaction, isAnswer: true, actor: Int(request.agent),
        turn: 1, prompt: prompt, inputTokens: input, outputTokens: request.output,
        reasoningTokens: min(request.reasoning, request.output)))
    return true
  }

  private mutating func locate(_ requests: borrowing [Int32], in draft: borrowing ImportDraft) {
    let more = draft.requests.count - places.count
    if more > 0 {
      places.append(contentsOf: repeatElement(-1, count: more))
      records.append(contentsOf: repeatElement(-1, count: more))
    }
    for place in requests.indices { places[Int(requests[place])] = Int32(place) }
  }

  // MARK: Prompts

  private mutating func placePrompts(
    _ requests: borrowing [Int32], _ draft: inout ImportDraft, _ session: inout TraceSession
  ) {
    contents.removeAll()
    if !localBlocks.isEmpty { localBlocks.removeAll(keepingCapacity: true) }
    prompts.removeAll(keepingCapacity: true)
    extended.removeAll(keepingCapacity: true)
    for place in requests.indices {
      let request = draft.requests[Int(requests[place])]
      let base = base(of: request, draft.requests, &draft, &session)
      prompts.append(contents.append(max(1, request.input) - Int(base.end), below: base))
      extended.append(nil)
    }
  }

  /// What the prompt begins with.
  private mutating func base(
    of request: DraftRequest, _ all: [DraftRequest], _ draft: inout ImportDraft,
    _ session: inout TraceSession
  ) -> SessionTree.Path {
    switch request.prompt {
    case .unshared: return .root
    case .chain(let last, let blocks):
      let context = draft.tree.context(last: last, blocks: Int(blocks), &session)
      let end = Int(blocks) * draft.tree.blockTokens
      return SessionTree.Path(node: -1, base: context, end: Int32(end))
    case .local(let first, let count):
      return localPath(first..<(first + Int(count)), draft)
    case .piece(let number):
      let context = context(ofPiece: Int(number), &draft, &session)
      var end = 0
      var piece = Int(number)
      while piece >= 0 {
        end += Int(draft.pieces[piece].tokens)
        piece = Int(draft.pieces[piece].parent)
      }
      return SessionTree.Path(node: -1, base: .shared(context), end: Int32(end))
    case .extends(let other, let keep):
      let place = Int(places[Int(other)])
      let depth = min(Int(keep), request.input)
      guard place >= 0, place < prompts.count, depth > 0 else { return .root }
      if depth <= Int(prompts[place].end) { return contents.cut(prompts[place], at: depth) }
      let whole =
        extended[place] ?? contents.append(all[Int(other)].output, below: prompts[place])
      extended[place] = whole
      return contents.cut(whole, at: depth)
    }
  }

  /// The path of blocks that are named within the session.
  private mutating func localPath(
    _ range: Range<Int>, _ draft: borrowing ImportDraft
  ) -> SessionTree.Path {
    let block = draft.tree.blockTokens
    var known = range.lowerBound
    var path = SessionTree.Path.root
    while known < range.upperBound, let found = localBlocks[draft.localIDs[known]] {
      path = found
      known += 1
    }
    path = contents.cut(path, at: (known - range.lowerBound) * block)
    path = contents.append((range.upperBound - known) * block, below: path)
    while known < range.upperBound {
      localBlocks[draft.localIDs[known]] = path
      known += 1
    }
    return path
  }

  private mutating func context(
    ofPiece number: Int, _ draft: inout ImportDraft, _ session: inout TraceSession
  ) -> Int {
    let more = draft.pieces.count - pieceContexts.count
    if more > 0 { pieceContexts.append(contentsOf: repeatElement(0, count: more)) }
    var missing: [Int] = []
    var next = number
    while next >= 0, pieceContexts[next] == 0 {
      missing.append(next)
      next = Int(draft.pieces[next].parent)
    }
    var parent = next >= 0 ? Int(pieceContexts[next]) : 0
    for piece in missing.reversed() {
      parent = draft.tree.context(below: parent, tokens: draft.pieces[piece].tokens, &session)
      pieceContexts[piece] = Int32(parent)
    }
    return Int(pieceContexts[number])
  }

  private func record(_ place: Int, _ request: DraftRequest) -> TraceRecord {
    var record = TraceRecord(
      .request, isCompaction: request.isCompaction, actor: Int(request.agent),
      prompt: contents.reference(prompts[place]), inputTokens: max(1, request.input),
      outputTokens: request.output, reasoningTokens: min(request.reasoning, request.output))
    if let extended = extended[place] { record.extended = contents.reference(extended) }
    return record
  }

  // MARK: Turns

  private mutating func writeTurns(
    _ requests: borrowing [Int32], _ draft: borrowing ImportDraft, _ start: Nanoseconds,
    _ session: inout TraceSession
  ) {
    markDependents(requests, draft)
    let first = draft.requests[Int(requests[0])].time
    var turn = 0
    var answer = -1
    leaves.removeAll(keepingCapacity: true)
    for place in requests.indices {
      let request = draft.requests[Int(requests[place])]
      let begins = place == 0 || request.beginsTurn
      if begins, turn > 0 { endTurn(turn, answer, &session) }
      if begins { (turn, answer) = (turn + 1, -1) }
      var offset: Nanoseconds = -1
      if request.keepsTime, place > 0, let first, let time = request.time {
        offset = Nanoseconds(max(0, time - first))
      }
      let after = dependencies(of: place, request, draft)
      append(request, place, turn, begins, offset, after, &session)
      let index = session.records.count - 1
      records[Int(requests[place])] = Int32(index)
      if !hasDependent[place] { leaves.append(Int32(index)) }
      if answer < 0 || request.agent == 0 || session.records[answer].actor != 0 { answer = index }
    }
    endTurn(turn, answer, &session)
  }

  /// Whether a later request of the same turn waits for it.
  private mutating func markDependents(
    _ requests: borrowing [Int32], _ draft: borrowing ImportDraft
  ) {
    hasDependent.removeAll(keepingCapacity: true)
    hasDependent.append(contentsOf: repeatElement(false, count: requests.count))
    var turnStart = 0
    for place in requests.indices {
      let request = draft.requests[Int(requests[place])]
      if request.beginsTurn { turnStart = place }
      guard let range = request.dependencies else {
        if place > turnStart { hasDependent[place - 1] = true }
        continue
      }
      for index in range {
        let other = Int(places[Int(draft.dependencies[index])])
        if other >= turnStart { hasDependent[other] = true }
      }
    }
  }

  /// Records that a request waits for; nil for the one before it.
  private func dependencies(
    of place: Int, _ request: DraftRequest, _ draft: borrowing ImportDraft
  ) -> [Int32]? {
    guard place > 0, let range = request.dependencies else { return nil }
    return range.map { records[Int(draft.dependencies[$0])] }
  }

  private func append(
    _ request: DraftRequest, _ place: Int, _ turn: Int, _ begins: Bool, _ offset: Nanoseconds,
    _ after: [Int32]?, _ session: inout TraceSession
  ) {
    var after = after
    func add(_ record: TraceRecord) {
      var record = record
      record.turn = Int32(turn)
      if let list = after { record.depend(on: list, &session) }
      after = nil
      session.records.append(record)
    }
    let waits = request.delay > 0 || (begins && offset >= 0)
    if waits, place > 0 {
      var wait = TraceRecord(.wait, cause: request.cause, delay: request.delay)
      if request.cause == .tool { (wait.actor, wait.calls) = (request.tool, request.calls) }
      wait.offset = offset
      add(wait)
    }
    if begins { add(TraceRecord(.turnStart)) }
    var record = record(place, request)
    if !waits || place == 0 { record.offset = offset }
    add(record)
  }

  private mutating func endTurn(_ turn: Int, _ answer: Int, _ session: inout TraceSession) {
    if answer >= 0 { session.records[answer].isAnswer = true }
    var end = TraceRecord(.turnEnd)
    end.turn = Int32(turn)
    if leaves != [Int32(session.records.count - 1)] { end.depend(on: leaves, &session) }
    session.records.append(end)
    leaves.removeAll(keepingCapacity: true)
  }
}

extension TraceRecord {
  /// Makes it wait for all of these records.
  fileprivate mutating func depend(on list: [Int32], _ session: inout TraceSession) {
    if list.count == 1, Int(list[0]) == session.records.count - 1 { return }
    firstDependency = Int32(session.dependencies.count)
    dependencyCount = Int32(list.count)
    needed = Int32(list.count)
    session.dependencies.append(contentsOf: list)
  }
}
