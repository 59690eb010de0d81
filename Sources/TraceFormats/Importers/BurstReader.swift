import Domain

/// Reads BurstGPT's CSV, of either version: seconds from the first day's midnight, and lengths.
///
/// Failed requests have no response tokens. Version 1 names no sessions; rows of later ones that
/// name one belong to it. No row says what its prompt holds.
struct BurstReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set = ["Timestamp"]
  private var rows = BurstRows()

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] { BurstRows.account + [.sessionPerRow] }

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool { try rows.begin(bytes, &cursor, &draft) }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) { try rows.read(bytes, &cursor, &draft) }
}

/// The same with the sessions that rows name.
struct BurstSessionReader: ItemReader {
  static let shape = ItemShape.scattered
  static let times: Set = ["Timestamp"]
  private var rows = BurstRows()

  init(_ options: ImportOptions) {}

  var account: [FieldAccount] {
    BurstRows.account + [
      FieldAccount("Session ID", .kept, "a request waits for the session's one before it"),
      FieldAccount("Elapsed time", .dropped, "a replay has its own"),
    ]
  }

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool { try rows.begin(bytes, &cursor, &draft) }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) { try rows.read(bytes, &cursor, &draft) }
}

private struct BurstRows {
  private var columns = CSVColumns()

  static let account = [
    FieldAccount("Timestamp", .kept, "seconds from the first day's midnight"),
    FieldAccount("Request tokens", .kept),
    FieldAccount("Response tokens", .kept, "0 where a request failed"), .unshared,
    FieldAccount("Model", .synthesized, "from the command line; the source's is dropped"),
    FieldAccount("Total tokens", .dropped, "the sum of both"),
    FieldAccount("Log Type", .dropped, "conversations and API calls are one class"),
  ]

  private static let names = [
    "Timestamp", "Request tokens", "Response tokens", "Session ID", "Elapsed time", "Model",
    "Total tokens", "Log Type",
  ]

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    try columns.readHeader(
      bytes, &cursor, known: Self.names, needed: 3,
      help: "BurstGPT's columns are \(Self.names.joined(separator: ", "))", &draft)
    return true
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var request = DraftRequest()
    request.line = cursor.line
    var session: String?
    for column in columns.indices {
      try columns.separate(column, bytes, &cursor)
      switch columns.field(column) {
      case 0: request.time = try cursor.time(bytes, unit: 1_000_000_000, "Timestamp")
      case 1: request.input = try cursor.count(bytes, ImportedHeader.inputs, "Request tokens")
      case 2: request.output = try cursor.count(bytes, ImportedHeader.outputs, "Response tokens")
      case 3:
        let name = cursor.cell(bytes)
        if !name.isEmpty, name != "-1" { session = name }
      default: cursor.skipCell(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    if columns.has(3) {
      request.session = Int32(session.map { draft.sessions.number($0) } ?? -1)
      if request.session < 0 { request.session = draft.loneSession() }
      (request.keepsTime, request.beginsTurn) = (true, true)
    }
    draft.requests.append(request)
  }
}
