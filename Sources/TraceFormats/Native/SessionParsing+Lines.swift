import Domain

// Lines that are not records: sessions and contexts.
extension SessionParsing {
  mutating func readSession(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    cursor.skipSpace(bytes)
    let place = cursor.position
    let name = try cursor.string(bytes)
    (session.classIndex, session.number) = try sessionName(name, cursor, place)
    (session.tenant, session.start, session.pause) = ("t1", nil, 0)
    session.isEndedByWindow = false
    var seen = SeenKeys()
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      let key = keys.find(bytes, range)
      try seen.add(key, cursor, range)
      switch key {
      case .tenant: session.tenant = try cursor.string(bytes)
      case .at: session.start = Int64(try cursor.integer(bytes, NativeLimit.time, "at"))
      case .pause: session.pause = Int64(try cursor.integer(bytes, NativeLimit.time, "pause"))
      case .full: session.isEndedByWindow = try cursor.bool(bytes)
      default: throw unknownKey(bytes, range, cursor, among: [.tenant, .at, .pause, .full])
      }
    }
    try order.add(session, cursor)
  }

  /// `CLASS/NUMBER`; a class name may hold slashes itself.
  private func sessionName(
    _ name: String, _ cursor: LineCursor, _ place: Int
  ) throws(TraceError) -> (classIndex: Int, number: Int) {
    let text = Array(name.utf8)
    guard let slash = text.lastIndex(of: UInt8(ascii: "/")),
      let number = Int(String(decoding: text[(slash + 1)...], as: UTF8.self)),
      (0..<Int(Int32.max)).contains(number)
    else {
      throw cursor.error("expected \"CLASS/NUMBER\", found \"\(name)\"", at: place)
    }
    guard let index = classNames.firstIndex(where: { $0.elementsEqual(text[..<slash]) }) else {
      let written = String(decoding: text[..<slash], as: UTF8.self)
      let names = header.classes.map(\.name)
      throw cursor.error(
        "there is no class \"\(written)\"", at: place,
        help: nearestName(to: written, among: names).map { "did you mean \"\($0)\"?" }
          ?? "the header has \(names.joined(separator: ", "))")
    }
    return (index, number)
  }

  mutating func readShared(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    let next = lengths.sharedCount + 1
    guard next <= NativeLimit.sharedContexts else { throw cursor.error("too many contexts") }
    cursor.skipSpace(bytes)
    let place = cursor.position
    guard try cursor.integer(bytes, NativeLimit.number, "context") == next else {
      throw cursor.error("expected context number \(next)", at: place)
    }
    var parent = 0
    var keep: Int?
    var tokens: Int?
    var (keepPlace, tokensPlace) = (0, 0)
    var seen = SeenKeys()
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      let key = keys.find(bytes, range)
      try seen.add(key, cursor, range)
      switch key {
      case .extends: parent = try cursor.integer(bytes, 0...(next - 1), "extends")
      case .keep:
        keepPlace = cursor.position
        keep = try cursor.integer(bytes, NativeLimit.tokens, "keep")
      case .tokens:
        tokensPlace = cursor.position
        tokens = try cursor.integer(bytes, NativeLimit.tokens, "tokens")
      default: throw unknownKey(bytes, range, cursor, among: [.extends, .keep, .tokens])
      }
    }
    let whole = lengths[.shared(parent)]
    guard keep ?? 0 <= whole else {
      throw cursor.error(
        "context \(next) keeps more than the \(whole) tokens of context \(parent)", at: keepPlace)
    }
    guard let tokens else { throw cursor.error("\"tokens\" is missing", at: cursor.lineStart) }
    guard tokens > 0 || keep ?? 0 > 0 else {
      throw cursor.error(
        "context \(next) has no tokens", at: tokensPlace,
        help: "only with \"keep\" may it have none: it then names the start of another")
    }
    try checkLength((keep ?? whole) + tokens, cursor)
    let context = SharedContext(parent: parent, keep: keep, tokens: tokens)
    lengths.appendShared(context)
    session.sharedContexts.append(context)
  }

  mutating func readContent(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    let tokens = try cursor.integer(bytes, 1...NativeLimit.tokens.upperBound, "content")
    var parent: ContextReference?
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      guard parent == nil, let key = keys.find(bytes, range),
        let reference = try readReference(key, bytes, &cursor, session)
      else {
        throw unknownKey(bytes, range, cursor, among: [.shared, .extends, .prompt, .own])
      }
      parent = reference
    }
    try appendOwn(parent ?? .root, tokens, cursor, &session)
  }

  /// Adds a context of the session's own.
  mutating func appendOwn(
    _ parent: ContextReference, _ tokens: Int, _ cursor: LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    guard session.contexts.count < NativeLimit.records else {
      throw cursor.error("more than \(NativeLimit.records) contexts in one session")
    }
    try checkLength(lengths[parent] + tokens, cursor)
    let context = PrivateContext(parent: parent, tokens: tokens)
    lengths.appendOwn(context)
    session.contexts.append(context)
  }

  func checkLength(_ tokens: Int, _ cursor: LineCursor) throws(TraceError) {
    guard tokens <= NativeLimit.tokens.upperBound else {
      throw cursor.error(
        "a context of \(tokens) tokens", at: cursor.lineStart,
        help: "it may have \(NativeLimit.tokens.upperBound) at most")
    }
  }

  /// The context that one of the four ways to name one names; nil for other keys.
  func readReference(
    _ key: NativeKey, _ bytes: Span<UInt8>, _ cursor: inout LineCursor,
    _ session: borrowing TraceSession
  ) throws(TraceError) -> ContextReference? {
    switch key {
    case .shared:
      return try sharedReference("shared", bytes, &cursor)
    case .own:
      return try ownReference("own", bytes, &cursor)
    case .extends, .prompt:
      cursor.skipSpace(bytes)
      let place = cursor.position
      let index = try cursor.integer(bytes, NativeLimit.number, "record")
      guard index < session.records.count, session.records[index].kind == .request else {
        throw cursor.error("record \(index) is no request before this one", at: place)
      }
      let record = session.records[index]
      if key == .prompt { return record.prompt }
      guard record.extended != .root else {
        throw cursor.error(
          "record \(index) keeps no context to extend", at: place,
          help: "give that request \"kept\", the tokens of its output that stay")
      }
      return record.extended
    default: return nil
    }
  }

  func ownReference(
    _ what: StaticString, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) -> ContextReference {
    cursor.skipSpace(bytes)
    let place = cursor.position
    let index = try cursor.integer(bytes, NativeLimit.number, what)
    guard index < lengths.ownCount else {
      throw cursor.error("the session has no context \(index) yet", at: place)
    }
    return .own(index)
  }

  func sharedReference(
    _ what: StaticString, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) -> ContextReference {
    cursor.skipSpace(bytes)
    let place = cursor.position
    let number = try cursor.integer(bytes, 1...Int(Int32.max), what)
    guard number <= lengths.sharedCount else {
      throw cursor.error("there is no shared context \(number) yet", at: place)
    }
    return .shared(number)
  }
}

/// Which keys a line has had.
struct SeenKeys {
  private var bits: UInt64 = 0

  mutating func add(
    _ key: NativeKey?, _ cursor: LineCursor, _ range: Range<Int>
  ) throws(TraceError) {
    guard let key else { return }
    let bit = UInt64(1) << UInt64(key.rawValue)
    guard bits & bit == 0 else {
      throw cursor.error("\"\(key.name)\" stands twice", at: range.lowerBound)
    }
    bits |= bit
  }

  func has(_ key: NativeKey) -> Bool { bits & (UInt64(1) << UInt64(key.rawValue)) != 0 }
}
