import Domain

/// Reads the lines of one session after the other.
struct SessionParsing {
  enum Step { case goOn, sessionIsWhole, end }

  let header: TraceHeader
  let keys = NativeKeyTable()
  let classNames: [[UInt8]]
  var lengths = ContextLengths()
  var counts = TraceCounts()
  var isInSession = false
  // What lines leave out when it is as before.
  var turn: Int32 = 0
  var model: UInt16 = 0
  var agent: UInt16 = 0
  var perToken: Nanoseconds = 0
  var firstChunk: Int32 = 0
  private var declared: (counts: TraceCounts, digest: String, column: Int)?
  var order: SessionOrder

  init(header: TraceHeader) {
    self.header = header
    classNames = header.classes.map { Array($0.name.utf8) }
    order = SessionOrder(classes: header.classes)
  }

  mutating func startSession() {
    isInSession = false
    (turn, model, agent, perToken, firstChunk) = (0, 0, 0, 0, 0)
    lengths.startSession()
  }

  /// Reads one line; one that belongs to the next session is left unread.
  mutating func readLine(
    _ feed: borrowing LineFeed, _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) -> Step {
    let bytes = feed.bytes.span
    try cursor.expect(bytes, UInt8(ascii: "{"))
    let range = try cursor.key(bytes)
    let key = keys.find(bytes, range)
    switch key {
    case .request, .wait, .pause, .think, .listen, .turn, .answered, .join, .speech, .content:
      guard isInSession, let key else {
        throw cursor.error(
          "this record stands before any session", at: range.lowerBound,
          help: "a line {\"session\":\"CLASS/NUMBER\",…} must come first")
      }
      if key == .request {
        try readRequest(bytes, &cursor, &session)
      } else if key == .content {
        try readContent(bytes, &cursor, &session)
      } else if key == .speech {
        try readSpeech(bytes, &cursor, &session)
      } else {
        try readOther(key, bytes, &cursor, &session)
      }
    case .session:
      if isInSession { return .sessionIsWhole }
      try readSession(bytes, &cursor, &session)
      isInSession = true
    case .context:
      if isInSession { return .sessionIsWhole }
      try readShared(bytes, &cursor, &session)
    case .end:
      if isInSession { return .sessionIsWhole }
      guard session.sharedContexts.isEmpty else {
        throw cursor.error("no session follows the contexts before this line")
      }
      try readEnd(bytes, &cursor)
      return .end
    default:
      let kinds: [NativeKey] = [
        .context, .session, .content, .request, .wait, .pause, .think, .listen, .turn, .answered,
        .join, .speech, .end,
      ]
      throw unknownKey(bytes, range, cursor, among: kinds, "a line can't begin with")
    }
    return .goOn
  }

  func unknownKey(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ cursor: LineCursor, among keys: [NativeKey],
    _ text: String = "unknown key"
  ) -> TraceError {
    var written: [UInt8] = []
    for index in range { written.append(bytes[index]) }
    let name = String(decoding: written, as: UTF8.self)
    let names = keys.map(\.name)
    let nearest = nearestName(to: name, among: names)
    return cursor.error(
      "\(text) \"\(name)\"", at: range.lowerBound,
      help: nearest.map { "did you mean \"\($0)\"?" }
        ?? "expected one of \(names.joined(separator: ", "))")
  }

  /// After a value: whether another key follows. Ends the line if not.
  func hasMore(_ bytes: Span<UInt8>, _ cursor: inout LineCursor) throws(TraceError) -> Bool {
    if cursor.take(bytes, UInt8(ascii: ",")) { return true }
    guard cursor.take(bytes, UInt8(ascii: "}")) else {
      throw cursor.unexpected(bytes, expected: "\",\" or \"}\"")
    }
    try cursor.expectEndOfLine(bytes)
    return false
  }

  private mutating func readEnd(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    var read = TraceCounts()
    var digest: String?
    var column = 0
    read.sessions = try cursor.integer(bytes, 0...Int.max, "end")
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      var name: [UInt8] = []
      for index in range { name.append(bytes[index]) }
      switch String(decoding: name, as: UTF8.self) {
      case "requests": read.requests = try cursor.integer(bytes, 0...Int.max, "requests")
      case "records": read.records = try cursor.integer(bytes, 0...Int.max, "records")
      case "digest":
        column = cursor.position - cursor.lineStart + 1
        digest = try cursor.string(bytes)
      default:
        throw cursor.error(
          "unknown key \"\(String(decoding: name, as: UTF8.self))\"", at: range.lowerBound,
          help: "expected one of requests, records, digest")
      }
    }
    guard read == counts else {
      throw cursor.error(
        "the trace isn't whole: its last line counts \(read.text), read were \(counts.text)",
        at: cursor.lineStart)
    }
    declared = (read, digest ?? "", column)
    try order.finish(cursor)
  }

  func checkDigest(_ digest: TraceDigest?, _ line: Int) throws(TraceError) {
    guard let digest, let declared else { return }
    guard digest.text == declared.digest else {
      throw TraceError(
        "the trace was changed: its digest is \"\(digest.text)\"", line: line,
        column: declared.column, help: "if the change was meant, write this digest here")
    }
  }
}

extension TraceCounts {
  var text: String { "\(sessions) sessions, \(requests) requests, \(records) records" }
}
