import Domain

extension SessionParsing {
  mutating func readRequest(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    let fresh = try cursor.integer(bytes, NativeLimit.tokens, "request")
    var record = TraceRecord(.request)
    (record.turn, record.model, record.actor) = (turn, model, agent)
    var parent: ContextReference?
    var kept: Int?
    var seen = SeenKeys()
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      guard let key = keys.find(bytes, range) else {
        throw unknownKey(bytes, range, cursor, among: Self.requestKeys)
      }
      try seen.add(key, cursor, range)
      switch key {
      case .out:
        record.outputTokens = Int32(try cursor.integer(bytes, NativeLimit.output, "out"))
      case .kept: kept = try cursor.integer(bytes, 1...NativeLimit.tokens.upperBound, "kept")
      case .reasoning:
        record.reasoningTokens = Int32(try cursor.integer(bytes, NativeLimit.output, "reasoning"))
      case .input: record.inputTokens = Int32(try cursor.integer(bytes, NativeLimit.tokens, "in"))
      case .keptOwn: record.extended = try ownReference("kept-own", bytes, &cursor)
      case .keptShared: record.extended = try sharedReference("kept-shared", bytes, &cursor)
      case .model:
        record.model = UInt16(try index(bytes, &cursor, header.models.count, "model"))
      case .agent:
        record.actor = UInt16(try index(bytes, &cursor, header.agents.count, "agent"))
      case .answer: record.isAnswer = try cursor.bool(bytes)
      case .compaction: record.isCompaction = try cursor.bool(bytes)
      case .shared, .extends, .prompt, .own:
        guard parent == nil else {
          throw cursor.error("a prompt extends one context", at: range.lowerBound)
        }
        parent = try readReference(key, bytes, &cursor, session)
      default:
        guard try readCommon(key, bytes, &cursor, &record, &session) else {
          throw unknownKey(bytes, range, cursor, among: Self.requestKeys)
        }
      }
    }
    try finishRequest(&record, parent ?? .root, fresh, kept, seen, cursor, &session)
    try append(record, seen, cursor, &session)
  }

  private static let requestKeys: [NativeKey] = [
    .shared, .extends, .prompt, .own, .out, .reasoning, .input, .kept, .keptOwn, .keptShared,
    .model,
    .agent, .turn, .after, .needed, .delay, .offset, .cancel, .answer, .compaction,
  ]

  private mutating func finishRequest(
    _ record: inout TraceRecord, _ parent: ContextReference, _ fresh: Int, _ kept: Int?,
    _ seen: SeenKeys, _ cursor: LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    record.prompt = parent
    if fresh > 0 {
      record.prompt = .own(session.contexts.count)
      try appendOwn(parent, fresh, cursor, &session)
    }
    guard record.model < header.models.count, record.actor < header.agents.count else {
      throw cursor.error(
        "a request needs a model and an agent, the header names none", at: cursor.lineStart)
    }
    let whole = lengths[record.prompt]
    if !seen.has(.input) { record.inputTokens = Int32(whole) }
    guard record.inputTokens <= whole else {
      throw cursor.error(
        "\"in\" is more than the \(whole) tokens of the prompt's context", at: cursor.lineStart)
    }
    guard record.reasoningTokens <= record.outputTokens else {
      throw cursor.error("\"reasoning\" is more than \"out\"", at: cursor.lineStart)
    }
    if let kept {
      guard record.extended == .root else {
        throw cursor.error("\"kept\" stands beside another context kept", at: cursor.lineStart)
      }
      record.extended = .own(session.contexts.count)
      try appendOwn(record.prompt, kept, cursor, &session)
    }
    (model, agent) = (record.model, record.actor)
  }

  mutating func readOther(
    _ kind: NativeKey, _ bytes: Span<UInt8>, _ cursor: inout LineCursor,
    _ session: inout TraceSession
  ) throws(TraceError) {
    var record = TraceRecord(.wait)
    record.turn = turn
    try readKind(kind, bytes, &cursor, &record)
    var seen = SeenKeys()
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      guard let key = keys.find(bytes, range) else {
        throw unknownKey(bytes, range, cursor, among: Self.otherKeys)
      }
      try seen.add(key, cursor, range)
      switch key {
      case .tool where kind == .wait:
        record.actor = UInt16(try index(bytes, &cursor, header.tools.count, "tool"))
      case .calls where record.kind == .wait:
        record.calls = Int32(try cursor.integer(bytes, NativeLimit.number, "calls"))
      case .turn where record.kind != .wait && record.kind != .join,
        .delay where record.kind == .wait, .needed where record.kind == .join:
        throw cursor.error("the line says \"\(key.name)\" already", at: range.lowerBound)
      default:
        guard try readCommon(key, bytes, &cursor, &record, &session) else {
          throw unknownKey(bytes, range, cursor, among: Self.otherKeys)
        }
      }
    }
    try append(record, seen, cursor, &session)
  }

  private static let otherKeys: [NativeKey] = [
    .tool, .calls, .turn, .after, .needed, .delay, .offset, .cancel,
  ]

  private func readKind(
    _ kind: NativeKey, _ bytes: Span<UInt8>, _ cursor: inout LineCursor,
    _ record: inout TraceRecord
  ) throws(TraceError) {
    switch kind {
    case .turn, .answered:
      record.kind = kind == .turn ? .turnStart : .turnEnd
      record.turn = Int32(try cursor.integer(bytes, NativeLimit.number, "turn"))
    case .join:
      record.kind = .join
      record.needed = Int32(try cursor.integer(bytes, NativeLimit.number, "join"))
    default:
      switch kind {
      case .pause: record.cause = .pause
      case .think: record.cause = .think
      case .listen: record.cause = .listen
      default: record.cause = .tool
      }
      record.delay = Int64(try cursor.integer(bytes, NativeLimit.time, "a wait"))
      if kind == .wait, header.tools.isEmpty {
        throw cursor.error("a wait is for a tool, the header names none", at: cursor.lineStart)
      }
    }
  }

  /// Keys of records of every kind; false for others.
  func readCommon(
    _ key: NativeKey, _ bytes: Span<UInt8>, _ cursor: inout LineCursor,
    _ record: inout TraceRecord, _ session: inout TraceSession
  ) throws(TraceError) -> Bool {
    switch key {
    case .turn: record.turn = Int32(try cursor.integer(bytes, NativeLimit.number, "turn"))
    case .after: try readAfter(bytes, &cursor, &record, &session)
    case .needed: record.needed = Int32(try cursor.integer(bytes, NativeLimit.number, "needed"))
    case .delay: record.delay = Int64(try cursor.integer(bytes, NativeLimit.time, "delay"))
    case .offset: record.offset = Int64(try cursor.integer(bytes, NativeLimit.time, "offset"))
    case .cancel:
      record.cancelFrom = Int32(
        try index(bytes, &cursor, session.records.count + 1, "cancel"))
    default: return false
    }
    return true
  }

  private func readAfter(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ record: inout TraceRecord,
    _ session: inout TraceSession
  ) throws(TraceError) {
    let first = session.dependencies.count
    let place = cursor.position
    record.firstDependency = Int32(first)
    if cursor.take(bytes, UInt8(ascii: "[")) {
      if !cursor.take(bytes, UInt8(ascii: "]")) {
        repeat {
          let index = try index(bytes, &cursor, session.records.count, "after")
          session.dependencies.append(Int32(index))
        } while cursor.take(bytes, UInt8(ascii: ","))
        try cursor.expect(bytes, UInt8(ascii: "]"))
      }
    } else {
      let index = try index(bytes, &cursor, session.records.count, "after")
      session.dependencies.append(Int32(index))
    }
    let count = session.dependencies.count - first
    record.dependencyCount = Int32(count)
    guard count <= session.records.count else {
      throw cursor.error("\"after\" names a record twice", at: place)
    }
    if count > 1 {
      let sorted = session.dependencies[first...].sorted()
      for index in 1..<count where sorted[index] == sorted[index - 1] {
        throw cursor.error("\"after\" names record \(sorted[index]) twice", at: place)
      }
    }
  }

  /// An index below `count` of something that must stand before.
  private func index(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ count: Int, _ what: StaticString
  ) throws(TraceError) -> Int {
    cursor.skipSpace(bytes)
    let place = cursor.position
    let value = try cursor.integer(bytes, NativeLimit.number, what)
    guard value < count else {
      throw cursor.error(
        "\(what) \(value) doesn't exist", at: place,
        help: count == 0 ? "there are none yet" : "there are \(count) up to here, counted from 0")
    }
    return value
  }

  mutating func append(
    _ record: TraceRecord, _ seen: SeenKeys, _ cursor: LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    var record = record
    if !seen.has(.needed), record.kind != .join { record.needed = record.dependencyCount }
    guard record.needed <= record.dependencyCount else {
      throw cursor.error(
        "needs \(record.needed) of \(record.dependencyCount) records", at: cursor.lineStart)
    }
    guard session.records.count < NativeLimit.records else {
      throw cursor.error("more than \(NativeLimit.records) records in one session")
    }
    turn = record.turn
    session.records.append(record)
  }
}
