import Domain

/// Reads AIPerf's conversations: a JSON line each, with the texts or messages of its turns and, in
/// the form for graphs, the conversations that a turn forks and spawns.
///
/// A turn is added to all turns and answers before it. A fork goes on from that; a spawned
/// conversation starts afresh, and the turn to join at waits for it. Texts are taken for a token
/// per 4 bytes.
struct AIPerfTurnsReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["timestamp"]
  private let usualOutput: Int
  private var met: Set<String> = []
  private var hasGuessedOutput = false
  private var conversations: [Conversation] = []
  private var numbers: [String: Int] = [:]

  private struct Conversation {
    var line: Int
    var turns: Range<Int>
  }

  /// What starts after a turn, by index of the turn's request.
  private struct Branch {
    var turn: Int
    var child: String
    var forks: Bool
    /// The turn of the conversation that waits for it; nil for none.
    var joinAt: Int?
  }
  private var branches: [Branch] = []

  init(_ options: ImportOptions) { usualOutput = options.outputTokens }

  var account: [FieldAccount] {
    [
      FieldAccount("session_id", .kept),
      FieldAccount("turns", .kept, "each added to what was said"),
      FieldAccount("delay", .kept, "milliseconds after the answer before"),
      FieldAccount("timestamp", .kept, "milliseconds from the start, of a first turn"),
      FieldAccount("text", .inferred, "a token for every 4 bytes"),
      FieldAccount("messages", .inferred, "a token for every 4 bytes of text"),
      FieldAccount("max_tokens", .inferred, "as the output's length"),
      FieldAccount("forks", .kept, "they go on from prompt and answer"),
      FieldAccount("spawns", .kept, "afresh; joined at the next turn or at join_at"),
      FieldAccount("model", .synthesized, "from the command line; the source's is dropped"),
      FieldAccount("tools", .dropped, "definitions of tools are not counted"),
      FieldAccount("extra", .dropped),
    ]
  }

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool {
    field == "text" ? met.isDisjoint(with: Self.texts) : !met.contains(field)
  }

  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] {
    var found: [FieldAccount] = []
    if hasGuessedOutput {
      found.append(
        FieldAccount("output length", .synthesized, "\(usualOutput) tokens where no key says it"))
    }
    if !met.contains("timestamp") { found.append(.noStart) }
    return found
  }

  private static let texts: Set = ["text", "texts", "content"]

  private static let known: Set = [
    "session_id", "turns", "role", "text", "texts", "content", "messages", "delay", "timestamp",
    "max_tokens", "output_length", "forks", "spawns", "model", "tools", "extra", "type",
  ]

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let start = cursor
    var fields = try JSONFields(JSONNode(bytes, &cursor), start, "a conversation")
    try cursor.expectEndOfLine(bytes)
    var name: String?
    if let node = fields.optional("session_id") { name = try fields.string(node, "session_id") }
    if let name, numbers[name] != nil {
      throw start.error("session_id \"\(name)\" stands twice")
    }
    for unknown in ["orchestrator", "pre_session_spawns", "rounds", "spawns"] {
      guard let node = fields.optional(unknown) else { continue }
      if case .bool(false) = node.value { continue }
      if case .array(let list) = node.value, list.isEmpty { continue }
      throw start.error(
        "\"\(unknown)\" of a conversation is not read", at: node.place,
        help: "turns with \"spawns\" are")
    }
    met.formUnion(fields.names)
    let turns = try fields.array("turns")
    guard !turns.isEmpty else { throw start.error("\"turns\" is missing or empty") }
    let first = draft.requests.count
    let session = draft.loneSession()
    var found: [Branch] = []
    var history = 0
    for (place, node) in turns.enumerated() {
      var turn = try JSONFields(node, start, "a turn")
      met.formUnion(turn.names)
      var request = try read(&turn, start, &draft)
      request.session = session
      if place > 0 {
        request.beginsTurn = true
        request.time = nil
        let earlier = draft.requests[draft.requests.count - 1]
        history = earlier.input + earlier.output
        request.input += history
        request.prompt = .extends(request: Int32(draft.requests.count - 1), keep: Int32(history))
      }
      guard request.input <= ImportedHeader.mostTokens else {
        throw start.error("the conversation grows to \(request.input) tokens", at: node.place)
      }
      try readBranches(&turn, place, turns.count, draft.requests.count, start, &found)
      draft.requests.append(request)
    }
    if let name { numbers[name] = conversations.count }
    branches += found
    conversations.append(
      Conversation(line: start.line, turns: first..<draft.requests.count))
  }

  private mutating func read(
    _ turn: inout JSONFields, _ cursor: LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> DraftRequest {
    var request = DraftRequest()
    request.line = cursor.line
    var bytes = 0
    for key in ["text", "texts", "content", "messages"] {
      if let node = turn.optional(key) { bytes += node.textBytes }
    }
    request.input = max(1, (bytes + 3) / 4)
    let length = try turn.integer("output_length", ImportedHeader.outputs)
    let limit = try turn.integer("max_tokens", ImportedHeader.outputs)
    request.output = length ?? limit ?? usualOutput
    if length == nil, limit == nil { hasGuessedOutput = true }
    if let delay = try turn.double("delay") { request.delay = Self.nanoseconds(delay) }
    if let time = try turn.double("timestamp") { request.time = Int(Self.nanoseconds(time)) }
    for name in turn.names where !Self.known.contains(name) {
      draft.dropped.add(name, line: cursor.line)
    }
    return request
  }

  private static func nanoseconds(_ milliseconds: Double) -> Nanoseconds {
    let most = Double(Ticks.horizonNanoseconds - 1)
    return Nanoseconds(min(most, max(0, (milliseconds * 1e6).rounded())))
  }

  private func readBranches(
    _ turn: inout JSONFields, _ place: Int, _ count: Int, _ request: Int, _ cursor: LineCursor,
    _ found: inout [Branch]
  ) throws(TraceError) {
    for node in try turn.array("forks") {
      var child = ""
      if case .string(let name) = node.value {
        child = name
      } else {
        var fork = try JSONFields(node, cursor, "a fork")
        child = try fork.string("child")
      }
      found.append(Branch(turn: request, child: child, forks: true))
    }
    for node in try turn.array("spawns") {
      var children: [String] = []
      var joinAt: Int?
      if case .string(let name) = node.value {
        children = [name]
      } else {
        var spawn = try JSONFields(node, cursor, "a spawn")
        children = try spawn.strings("children")
        joinAt = try spawn.integer("join_at", 0...1_000_000)
      }
      let join = joinAt ?? place + 1
      guard joinAt == nil || (join > place && join < count) else {
        throw cursor.error("\"join_at\" is no later turn", at: node.place)
      }
      let waiting = join < count ? request - place + join : nil
      for child in children {
        found.append(Branch(turn: request, child: child, forks: false, joinAt: waiting))
      }
    }
  }

  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] {
    var bad: [Int: TraceError] = [:]
    var links = SessionLinks(count: draft.requests.count)
    for conversation in conversations {
      for index in conversation.turns.dropFirst() {
        links.join(index, conversation.turns.lowerBound)
      }
    }
    var waits: [Int: [Int]] = [:]
    for branch in branches {
      guard let number = numbers[branch.child] else {
        bad[branch.turn] = TraceError(
          "it starts \"\(branch.child)\", which isn't there", line: draft.requests[branch.turn].line
        )
        continue
      }
      let child = conversations[number].turns
      guard waits[child.lowerBound] == nil else {
        bad[child.lowerBound] = TraceError(
          "\"\(branch.child)\" is started twice", line: conversations[number].line)
        continue
      }
      waits[child.lowerBound] = [branch.turn]
      links.join(child.lowerBound, branch.turn)
      if branch.forks { fork(child, from: branch.turn, &draft) }
      if let joining = branch.joinAt {
        waits[joining, default: [joining - 1]].append(child.upperBound - 1)
      }
    }
    // In a session of several conversations no request follows the one before it by default.
    for conversation in conversations {
      for index in conversation.turns {
        let others = waits[index] ?? (index > conversation.turns.lowerBound ? [index - 1] : [])
        draft.requests[index].dependencies = draft.list(others)
      }
    }
    links.write(to: &draft)
    return bad
  }

  /// A fork's turns hold all that was said where it began.
  private func fork(_ child: Range<Int>, from turn: Int, _ draft: inout ImportDraft) {
    let history = draft.requests[turn].input + draft.requests[turn].output
    for index in child {
      draft.requests[index].input = min(
        draft.requests[index].input + history, ImportedHeader.mostTokens)
      if index > child.lowerBound, case .extends(let other, let keep) = draft.requests[index].prompt
      {
        draft.requests[index].prompt = .extends(request: other, keep: keep + Int32(history))
      }
    }
    draft.requests[child.lowerBound].prompt = .extends(
      request: Int32(turn), keep: Int32(history))
  }
}

extension JSONNode {
  /// Bytes of all text in it, but for names of members and short words such as a role.
  var textBytes: Int {
    switch value {
    case .string(let text): text.utf8.count
    case .array(let elements): elements.reduce(0) { $0 + $1.textBytes }
    case .object(let members):
      members.reduce(0) { sum, member in
        ["role", "type", "name", "id", "tool_call_id"].contains(member.name)
          ? sum : sum + member.value.textBytes
      }
    default: 0
    }
  }
}
