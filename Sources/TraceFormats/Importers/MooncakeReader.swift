public import Domain

/// Reads Mooncake's JSON lines: `timestamp` (ms), `input_length`, `output_length`, `hash_ids`.
///
/// Each row is a session of one request. Hashes name blocks of 512 tokens and are chained, so those
/// seen before are a leading part of the list; the rest becomes one shared context below them. A
/// prompt that ends within a context gets one without tokens, which names the part.
/// Memory grows with the number of distinct blocks, 8 bytes each.
public struct MooncakeReader: TraceSource {
  public let header: TraceHeader
  private var feed: LineFeed
  private var names = BlockNames()
  private var contexts = 0
  private var sessions = 0
  private var last: Nanoseconds = 0
  private var ids: [Int] = []
  /// By number of a shared context: blocks of its whole path.
  private var ends: [Int32] = [0]

  static let blockTokens = 512

  init(feed: LineFeed, model: String) {
    self.feed = feed
    header = ImportedHeader.make(
      format: "mooncake", model: model,
      fingerprint: ImportedHeader.fingerprint("mooncake", feed),
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
    ImportedHeader.begin(&session, number: sessions, start: last)
    sessions += 1
    let prompt =
      ids.isEmpty ? ownPrompt(input, &session) : try sharedPrompt(fields, cursor, &session)
    session.records.append(ImportedHeader.request(prompt: prompt, input: input, output: output))
  }

  private func ownPrompt(_ input: Int, _ session: inout TraceSession) -> ContextReference {
    session.contexts.append(PrivateContext(parent: .root, tokens: max(1, input)))
    return .own(0)
  }

  /// The path that the row's blocks name; blocks not seen before become a shared context.
  private mutating func sharedPrompt(
    _ fields: MooncakeFields, _ cursor: LineCursor, _ session: inout TraceSession
  ) throws(TraceError) -> ContextReference {
    let found = names.follow(fields.ids, context: Int32(contexts + 1))
    if let broken = found.broken {
      throw fields.brokenChain(broken.index, broken.earlier, feed.bytes.span, cursor)
    }
    let (known, place) = (found.count, found.place)
    let count = fields.ids.count
    if known == count {
      if isWhole(place, known) { return .shared(Int(place.context)) }
      // From now on its last block stands for the shorter path, so that it is named only once.
      let last = fields.ids[count - 1]
      names.set(last, BlockNames.Place(context: Int32(contexts + 1), before: place.before))
    }
    contexts += 1
    session.sharedContexts.append(
      SharedContext(
        parent: Int(place.context), keep: isWhole(place, known) ? nil : known * Self.blockTokens,
        tokens: (count - known) * Self.blockTokens))
    ends.append(Int32(count))
    return .shared(contexts)
  }

  /// Whether the path of the place's context ends with the `blocks` up to there.
  private func isWhole(_ place: BlockNames.Place, _ blocks: Int) -> Bool {
    Int(ends[Int(place.context)]) == blocks
  }
}
