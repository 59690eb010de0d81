public import Domain

/// Reads Mooncake's JSON lines: `timestamp` (ms), `input_length`, `output_length`, `hash_ids`.
///
/// Each row is a session of one request. Hashes name blocks of 512 tokens and are chained, so those
/// seen before are a leading part of the list; the rest becomes one shared context below them.
/// Memory grows with the number of distinct blocks, 8 bytes each.
public struct MooncakeReader: TraceSource {
  public let header: TraceHeader
  private var feed: LineFeed
  private var names = BlockNames()
  private var contexts = 0
  private var sessions = 0
  private var last: Nanoseconds = 0
  private var ids: [Int] = []

  static let blockTokens = 512

  init(feed: LineFeed, model: String) {
    self.feed = feed
    header = ImportedHeader.make(
      format: "mooncake", model: model,
      fingerprint: ImportedHeader.fingerprint("mooncake", feed.bytes),
      blocks: BlockIdentity(tokens: MooncakeReader.blockTokens, rounding: .ceil),
      account: [
        FieldAccount("timestamp", .kept, "milliseconds"), FieldAccount("input_length", .kept),
        FieldAccount("output_length", .kept), FieldAccount("hash_ids", .kept, "as a tree"),
        FieldAccount("session", .synthesized, "one for each row"),
        FieldAccount("model", .synthesized, "from the command line"),
      ])
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    while try feed.fill() {
      var cursor = LineCursor(feed)
      if cursor.takeEndOfLine(feed.bytes.span) {
        feed.position = cursor.position
        feed.line += 1
        continue
      }
      try readRow(&cursor, &session)
      feed.position = cursor.position
      feed.line += 1
      return true
    }
    return false
  }

  private mutating func readRow(
    _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    let start = cursor.position
    var fields = MooncakeFields()
    fields.ids = ids
    ids = []
    fields.ids.removeAll(keepingCapacity: true)
    try fields.read(feed.bytes.span, &cursor)
    ids = fields.ids
    let time = try fields.required(fields.time, "timestamp", cursor, start)
    let input = try fields.required(fields.input, "input_length", cursor, start)
    let output = try fields.required(fields.output, "output_length", cursor, start)
    guard time >= last else {
      throw cursor.error(
        "timestamps go back in time", at: start, help: "sort the rows by `timestamp`")
    }
    let blocks = (max(1, input) + Self.blockTokens - 1) / Self.blockTokens
    guard ids.isEmpty || ids.count == blocks else {
      throw cursor.error(
        "\(ids.count) hash_ids for \(input) input tokens", at: start,
        help: "blocks of 512 tokens make \(blocks)")
    }
    last = Nanoseconds(time)
    session.number = sessions
    session.start = Nanoseconds(time)
    sessions += 1
    let prompt = ids.isEmpty ? ownPrompt(input, &session) : sharedPrompt(&session)
    session.records.append(ImportedHeader.request(prompt: prompt, input: input, output: output))
  }

  private func ownPrompt(_ input: Int, _ session: inout TraceSession) -> ContextReference {
    session.contexts.append(PrivateContext(parent: .root, tokens: max(1, input)))
    return .own(0)
  }

  /// The path that the row's blocks name; blocks not seen before become a shared context.
  private mutating func sharedPrompt(_ session: inout TraceSession) -> ContextReference {
    var known = 0
    var place = BlockNames.Place(context: 0, depth: 0)
    while known < ids.count, let found = names.place(ids[known]), found.depth == known + 1 {
      place = found
      known += 1
    }
    let fresh = ids.count - known
    if fresh == 0, isWhole(place) { return .shared(Int(place.context)) }
    contexts += 1
    session.sharedContexts.append(
      SharedContext(
        parent: Int(place.context), keep: known * Self.blockTokens,
        tokens: fresh * Self.blockTokens))
    for index in known..<ids.count {
      names.set(
        ids[index], BlockNames.Place(context: Int32(contexts), depth: Int32(index + 1)))
    }
    ends.append(Int32(ids.count))
    return .shared(contexts)
  }

  /// By shared context: blocks of its whole path.
  private var ends: [Int32] = []

  private func isWhole(_ place: BlockNames.Place) -> Bool {
    place.context > 0 && ends[Int(place.context) - 1] == place.depth
  }
}

/// The fields of one row.
struct MooncakeFields {
  var time: Int?
  var input: Int?
  var output: Int?
  var ids: [Int] = []

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    try cursor.expect(bytes, UInt8(ascii: "{"))
    repeat {
      let range = try cursor.key(bytes)
      try readValue(named: text(bytes, range), at: range.lowerBound, bytes, &cursor)
    } while cursor.take(bytes, UInt8(ascii: ","))
    try cursor.expect(bytes, UInt8(ascii: "}"))
    try cursor.expectEndOfLine(bytes)
  }

  private mutating func readValue(
    named name: String, at place: Int, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    switch name {
    case "timestamp": time = try cursor.milliseconds(bytes)
    case "input_length":
      input = try cursor.integer(bytes, 0...ImportedHeader.mostTokens, "input_length")
    case "output_length":
      output = try cursor.integer(bytes, 0...ImportedHeader.mostOutput, "output_length")
    case "hash_ids":
      try cursor.expect(bytes, UInt8(ascii: "["))
      if cursor.take(bytes, UInt8(ascii: "]")) { return }
      repeat {
        ids.append(try cursor.integer(bytes, 0...(1 << 59), "a hash id"))
      } while cursor.take(bytes, UInt8(ascii: ","))
      try cursor.expect(bytes, UInt8(ascii: "]"))
    default:
      let known = ["timestamp", "input_length", "output_length", "hash_ids"]
      throw cursor.error(
        "unknown key \"\(name)\"", at: place,
        help: nearestName(to: name, among: known).map { "did you mean \"\($0)\"?" }
          ?? "expected one of \(known.joined(separator: ", "))")
    }
  }

  private func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var name: [UInt8] = []
    for index in range { name.append(bytes[index]) }
    return String(decoding: name, as: UTF8.self)
  }

  func required(
    _ value: Int?, _ name: String, _ cursor: LineCursor, _ place: Int
  ) throws(TraceError) -> Int {
    guard let value else { throw cursor.error("\"\(name)\" is missing", at: place) }
    return value
  }
}

extension LineCursor {
  /// Milliseconds, whole or with a fraction, as nanoseconds.
  mutating func milliseconds(_ bytes: Span<UInt8>) throws(TraceError) -> Int {
    skipSpace(bytes)
    let start = position
    var whole = 0
    while position < end, bytes[position] &- 0x30 < 10, position - start < 14 {
      whole = whole * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    guard position > start else { throw unexpected(bytes, expected: "milliseconds") }
    var time = whole * 1_000_000
    if peek(bytes) == UInt8(ascii: ".") {
      position += 1
      var unit = 100_000
      while position < end, bytes[position] &- 0x30 < 10 {
        time += Int(bytes[position] - 0x30) * unit
        unit /= 10
        position += 1
      }
    }
    guard time < Ticks.horizonNanoseconds else {
      throw error("the timestamp is beyond 13 days", at: start)
    }
    return time
  }
}
