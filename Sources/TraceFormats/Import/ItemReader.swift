import Domain

/// Reads the items of one format: rows of text, or documents.
protocol ItemReader {
  /// How its items make sessions.
  static var shape: ItemShape { get }
  /// Names of who asks, by `DraftRequest.agent`.
  static var agents: [String] { get }
  /// Names of tools, where the format has them whatever the input.
  static var tools: [String] { get }

  init(_ options: ImportOptions)

  /// How the source identifies equal content; nil where the tree says all.
  var blocks: BlockIdentity? { get }
  /// What becomes of the fields of every input of this format.
  var account: [FieldAccount] { get }
  /// Fields of the account that say when requests are sent.
  static var times: Set<String> { get }
  /// Whether what was read lacks a field of the account.
  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool
  /// What stands in for fields that what was read lacks.
  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount]
  /// Zero of the source's clock is the start of the trace, unless it is more than 13 days ago.
  var countsFromStart: Bool { get }

  /// Reads what stands before the first item of an input, such as the columns' names.
  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool

  /// Reads one item and adds its requests, maybe none.
  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError)

  /// Links requests of different items, when all have been read. Only of scattered formats.
  ///
  /// - Returns: what is wrong with requests by index, which are then left out.
  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError]
}

enum ItemShape {
  /// An item is a session; they stand in order of time.
  case sessions
  /// Requests of a session are scattered over the input.
  case scattered
  /// An item is a JSON document and a session.
  case documents
}

extension ItemReader {
  static var agents: [String] { ["all"] }
  static var tools: [String] { [] }
  var blocks: BlockIdentity? { nil }
  var countsFromStart: Bool { true }

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool { draft.met.lacks(field) }
  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] { [] }

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool { false }

  mutating func finish(_ draft: inout ImportDraft) -> [Int: TraceError] { [:] }
}

/// Accounts that several formats share.
extension FieldAccount {
  /// Name of the account of when sessions start.
  static let start = "session start"
  static let noStart = FieldAccount(
    start, .synthesized, "all at once; `--arrivals` draws them")
  static let unshared = FieldAccount(
    "prompt content", .synthesized, "the source has none: nothing is shared")
  static let sessionPerRow = FieldAccount("session", .synthesized, "one for each row")
  static let model = FieldAccount("model", .synthesized, "from the command line")
  static let outputsNotShared = FieldAccount(
    "output content", .inferred, "not reused: hashes name prompts only")
}
