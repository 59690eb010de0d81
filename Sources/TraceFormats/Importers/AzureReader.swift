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
      fingerprint: ImportedHeader.fingerprint("azure", feed.bytes),
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
    session.number = sessions
    session.start = Nanoseconds(time)
    sessions += 1
    session.contexts.append(PrivateContext(parent: .root, tokens: max(1, input)))
    session.records.append(
      ImportedHeader.request(prompt: .own(0), input: input, output: output))
  }
}

extension LineCursor {
  /// `2023-11-16 18:17:03.9799600` in nanoseconds since the year 0 of the civil calendar.
  mutating func wallClock(_ bytes: Span<UInt8>) throws(TraceError) -> Int {
    let year = try digits(bytes, 4, then: "-")
    let month = try digits(bytes, 2, then: "-")
    let day = try digits(bytes, 2, then: " ")
    let hour = try digits(bytes, 2, then: ":")
    let minute = try digits(bytes, 2, then: ":")
    let second = try digits(bytes, 2, then: nil)
    var fraction = 0
    if peek(bytes) == UInt8(ascii: ".") {
      position += 1
      var unit = 100_000_000
      while position < end, bytes[position] &- 0x30 < 10 {
        fraction += Int(bytes[position] - 0x30) * unit
        unit /= 10
        position += 1
      }
    }
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { throw error("expected a date and time such as 2023-11-16 18:17:03.9799600") }
    let seconds = (daysBefore(year, month, day) * 24 + hour) * 3600 + minute * 60 + second
    return seconds * 1_000_000_000 + fraction
  }

  private mutating func digits(
    _ bytes: Span<UInt8>, _ count: Int, then separator: Unicode.Scalar?
  ) throws(TraceError) -> Int {
    var value = 0
    for _ in 0..<count {
      let digit = peek(bytes) &- 0x30
      guard digit < 10 else {
        throw unexpected(bytes, expected: "a date and time such as 2023-11-16 18:17:03.9799600")
      }
      value = value * 10 + Int(digit)
      position += 1
    }
    if let separator { try expectExactly(bytes, UInt8(ascii: separator)) }
    return value
  }

  private mutating func expectExactly(_ bytes: Span<UInt8>, _ byte: UInt8) throws(TraceError) {
    guard peek(bytes) == byte else {
      throw unexpected(bytes, expected: "a date and time such as 2023-11-16 18:17:03.9799600")
    }
    position += 1
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar, by counting March as the first
  /// month.
  private func daysBefore(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
