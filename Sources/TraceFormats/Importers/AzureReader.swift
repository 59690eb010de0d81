public import Domain

/// Reads the Azure LLM inference traces: CSV of `TIMESTAMP`, `ContextTokens`, `GeneratedTokens`.
///
/// Timestamps are wall clock with up to nine digits of a second; time starts at the first row. The
/// source has no content, so no prompt shares anything. Constant memory.
public struct AzureReader: TraceSource {
  public let header: TraceHeader
  private var feed: LineFeed
  private var first: Int?
  private var last: Nanoseconds = 0
  private var sessions = 0

  static let columns = "TIMESTAMP,ContextTokens,GeneratedTokens"

  init(feed: LineFeed, model: String) throws(TraceError) {
    var feed = feed
    header = ImportedHeader.make(
      format: "azure", model: model,
      fingerprint: ImportedHeader.fingerprint("azure", feed),
      account: [
        FieldAccount("TIMESTAMP", .kept, "from the first row on"),
        FieldAccount("ContextTokens", .kept), FieldAccount("GeneratedTokens", .kept),
        FieldAccount("prompt content", .synthesized, "nothing is shared"),
        FieldAccount("session", .synthesized, "one for each row"),
        FieldAccount("model", .synthesized, "from the command line"),
      ])
    var cursor = LineCursor(feed)
    guard cursor.takeWord(feed.bytes.span, Self.columns) else {
      throw cursor.error("expected the columns \(Self.columns)")
    }
    try cursor.expectEndOfLine(feed.bytes.span)
    feed.position = cursor.position
    feed.line = 2
    self.feed = feed
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    while try feed.fill() {
      var cursor = LineCursor(feed)
      let isBlank = cursor.takeEndOfLine(feed.bytes.span)
      if !isBlank { try readRow(&cursor, &session) }
      feed.position = cursor.position
      feed.line += 1
      if !isBlank { return true }
    }
    return false
  }

  private mutating func readRow(
    _ cursor: inout LineCursor, _ session: inout TraceSession
  ) throws(TraceError) {
    let start = cursor.position
    let comma = UInt8(ascii: ",")
    let moment = try cursor.wallClock(feed.bytes.span)
    try cursor.expect(feed.bytes.span, comma)
    let limit = ImportedHeader.mostTokens
    let input = try cursor.integer(feed.bytes.span, 0...limit, "ContextTokens")
    try cursor.expect(feed.bytes.span, comma)
    let most = ImportedHeader.mostOutput
    let output = try cursor.integer(feed.bytes.span, 0...most, "GeneratedTokens")
    try cursor.expectEndOfLine(feed.bytes.span)
    let time = moment - (first ?? moment)
    first = first ?? moment
    guard time >= last else {
      throw cursor.error("timestamps go back in time", at: start, help: "sort the rows by time")
    }
    guard time < Ticks.horizonNanoseconds else {
      throw cursor.error("the timestamp is more than 13 days after the first", at: start)
    }
    last = Nanoseconds(time)
    ImportedHeader.begin(&session, number: sessions, start: last)
    sessions += 1
    session.contexts.append(PrivateContext(parent: .root, tokens: max(1, input)))
    session.records.append(
      ImportedHeader.request(prompt: .own(0), input: input, output: output))
  }
}
