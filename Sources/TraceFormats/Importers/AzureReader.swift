import Domain

/// Reads the Azure LLM inference traces of 2023, 2024 and 2025: CSV of `TIMESTAMP`,
/// `ContextTokens`, `GeneratedTokens`, and `NumImages` in the last.
///
/// Timestamps are wall clock with up to nine digits of a second; time starts at the first row. The
/// source has no content, so no prompt shares anything. Constant memory.
struct AzureReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set = ["TIMESTAMP"]
  static let columns = "TIMESTAMP,ContextTokens,GeneratedTokens"
  private var columns = CSVColumns()
  private var isPlain = false
  private var date = KnownDay()

  init(_ options: ImportOptions) {}

  let countsFromStart = false

  var account: [FieldAccount] {
    [
      FieldAccount("TIMESTAMP", .kept, "from the first row on"),
      FieldAccount("ContextTokens", .kept), FieldAccount("GeneratedTokens", .kept),
      .unshared, .sessionPerRow, .model,
    ]
  }

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    try columns.readHeader(
      bytes, &cursor, known: ["TIMESTAMP", "ContextTokens", "GeneratedTokens"], needed: 3,
      help: "Azure's columns are \(Self.columns)", &draft)
    isPlain = columns.isPlain(3)
    return true
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var request = DraftRequest()
    request.line = cursor.line
    if isPlain {
      request.time = try cursor.wallClock(bytes, &date)
      try cursor.expectComma(bytes)
      request.input = try cursor.tokens(bytes, "ContextTokens")
      try cursor.expectComma(bytes)
      request.output = try cursor.outputTokens(bytes, "GeneratedTokens")
      try cursor.expectEndOfLine(bytes)
      draft.requests.append(request)
      return
    }
    for column in columns.indices {
      try columns.separate(column, bytes, &cursor)
      switch columns.field(column) {
      case 0: request.time = try cursor.wallClock(bytes, &date)
      case 1: request.input = try cursor.tokens(bytes, "ContextTokens")
      case 2: request.output = try cursor.outputTokens(bytes, "GeneratedTokens")
      default: cursor.skipCell(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    draft.requests.append(request)
  }
}
