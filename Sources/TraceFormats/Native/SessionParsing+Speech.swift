import Domain

// Lines of speech: how a request's answer is played.
extension SessionParsing {
  private static let speechKeys: [NativeKey] = [.perToken, .chunk, .cut, .turn, .after, .cancel]

  mutating func readSpeech(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    var record = TraceRecord(.speech)
    record.turn = turn
    var speech = Speech(
      record: session.records.count, firstChunk: Int(firstChunk),
      synthesis: Int64(try cursor.integer(bytes, NativeLimit.time, "speech")),
      perToken: perToken)
    var seen = SeenKeys()
    while try hasMore(bytes, &cursor) {
      let range = try cursor.key(bytes)
      guard let key = keys.find(bytes, range), Self.speechKeys.contains(key) else {
        throw unknownKey(bytes, range, cursor, among: Self.speechKeys)
      }
      try seen.add(key, cursor, range)
      switch key {
      case .perToken:
        let limits = 1...NativeLimit.time.upperBound
        speech.perToken = Int64(try cursor.integer(bytes, limits, "per-token"))
      case .chunk:
        let limits = 1...NativeLimit.output.upperBound
        speech.firstChunk = Int32(try cursor.integer(bytes, limits, "chunk"))
      case .cut:
        speech.cut = Int64(try cursor.integer(bytes, 1...NativeLimit.time.upperBound, "cut"))
      default: _ = try readCommon(key, bytes, &cursor, &record, &session)
      }
    }
    try check(speech, record, cursor, session)
    (perToken, firstChunk) = (speech.perToken, speech.firstChunk)
    session.speeches.append(speech)
    try append(record, seen, cursor, &session)
  }

  /// Speech plays what one request says, once, and no longer than a replay can be.
  private func check(
    _ speech: Speech, _ record: TraceRecord, _ cursor: LineCursor,
    _ session: borrowing TraceSession
  ) throws(TraceError) {
    let request = played(by: record, at: session.records.count, session)
    guard let request, session.records[request].kind == .request else {
      throw cursor.error(
        "speech plays one request before it", at: cursor.lineStart,
        help: "name that request with \"after\"")
    }
    for other in session.speeches {
      let index = Int(other.record)
      guard played(by: session.records[index], at: index, session) == request else { continue }
      throw cursor.error("record \(request) is played twice", at: cursor.lineStart)
    }
    let node = session.records[request]
    guard node.outputTokens > node.reasoningTokens else {
      throw cursor.error(
        "record \(request) has no visible tokens to be played", at: cursor.lineStart)
    }
    guard speech.perToken > 0, speech.firstChunk > 0 else {
      throw cursor.error(
        "a session's first speech needs \"per-token\" and \"chunk\"", at: cursor.lineStart)
    }
    let tokens = Int(node.outputTokens - node.reasoningTokens)
    let length = Speech.length(
      tokens: tokens, perToken: speech.perToken, synthesis: speech.synthesis)
    guard let length else {
      throw cursor.error("speech that is longer than a replay can be", at: cursor.lineStart)
    }
    guard speech.cut < length - speech.synthesis else {
      throw cursor.error(
        "\"cut\" is not within the \(length - speech.synthesis) ns of sound", at: cursor.lineStart,
        help: "leave it out if the answer is heard to its end")
    }
  }

  /// The one record that a speech record depends on.
  private func played(
    by record: TraceRecord, at index: Int, _ session: borrowing TraceSession
  ) -> Int? {
    if record.firstDependency < 0 { return index > 0 ? index - 1 : nil }
    return record.dependencyCount == 1
      ? Int(session.dependencies[Int(record.firstDependency)]) : nil
  }
}
