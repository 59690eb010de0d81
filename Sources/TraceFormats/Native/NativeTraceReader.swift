public import Domain

/// Reads a trace in Baton's own format (`Docs/TraceFormat.md`).
///
/// Memory grows with the longest line, the largest session and 4 bytes per shared context. After an
/// error nothing more can be read.
public struct NativeTraceReader: TraceSource {
  public private(set) var header: TraceHeader
  private var feed: LineFeed
  private var parser: SessionParsing
  private var isAtEnd = false

  /// Reads the header line.
  public init(chunks: @escaping ByteChunks) throws(TraceError) {
    try self.init(feed: LineFeed(isDigesting: true, chunks: chunks))
  }

  init(feed: LineFeed) throws(TraceError) {
    var feed = feed
    guard try feed.fill() else {
      throw TraceError("the trace is empty", line: 1, help: "its first line must be a header")
    }
    var cursor = LineCursor(feed)
    header = try readNativeHeader(feed.bytes.span, &cursor)
    (feed.position, feed.line) = (cursor.position, 2)
    self.feed = feed
    parser = SessionParsing(header: header)
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    if isAtEnd { return false }
    parser.startSession()
    while try feed.fill() {
      var cursor = LineCursor(feed)
      let step = try parser.readLine(feed, &cursor, &session)
      if step == .sessionIsWhole {
        parser.counts.add(session.records.span)
        return true
      }
      let endLine = feed.line
      if step == .end {
        try parser.checkDigest(feed.digestUpToPosition(), endLine)
      }
      feed.position = cursor.position
      feed.line += 1
      if step == .end {
        try readTail()
        isAtEnd = true
        return false
      }
    }
    throw TraceError(
      "the trace is truncated: its last line is missing", line: feed.line,
      help: "a whole trace ends with a line {\"end\":SESSIONS,…}; write it again")
  }

  /// Nothing but blank lines may follow the last line.
  private mutating func readTail() throws(TraceError) {
    while try feed.fill() {
      var cursor = LineCursor(feed)
      let isBlank = cursor.takeEndOfLine(feed.bytes.span)
      guard isBlank else {
        throw cursor.error("there is more after the trace's last line")
      }
      feed.position = cursor.position
      feed.line += 1
    }
  }
}
