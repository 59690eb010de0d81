import Domain

/// One request of a source, as its reader understood it.
struct DraftRequest {
  /// What is known of the prompt's content.
  enum Prompt: Hashable {
    /// Nothing: it shares nothing.
    case unshared
    /// It begins with this many blocks of `PromptTree`, of which the last one has this name.
    case chain(last: Int, blocks: Int32)
    /// It begins with blocks that have these names in its session alone: a slice of
    /// `ImportDraft.localIDs`.
    case local(first: Int, count: Int32)
    /// Its first tokens are those of prompt and output of an earlier request of the item or session
    /// (by index as in `dependencies`), from the start of the path.
    case extends(request: Int32, keep: Int32)
    /// It begins with the shared piece that has this number among `ImportDraft.pieces`.
    case piece(Int32)
  }

  /// On the source's clock in nanoseconds; nil where it has none.
  var time: Int?
  var input = 0
  var output = 0
  var reasoning = 0
  var prompt = Prompt.unshared
  /// Number of the session it belongs to, among `ImportDraft.sessions`; −1 if its item is a
  /// session.
  var session: Int32 = -1
  /// Slice of `ImportDraft.dependencies`; nil for the session's request before it.
  var dependencies: Range<Int>?
  /// From the end of what it depends on until it is sent, and what that time is spent on.
  var delay: Nanoseconds = 0
  var cause = TraceRecord.Cause.think
  var tool: UInt16 = 0
  var calls: Int32 = 1
  /// Not sent before its own `time`, whenever what it depends on ended.
  var keepsTime = false
  var agent: UInt16 = 0
  /// It begins a turn; the first of a session always does.
  var beginsTurn = false
  var isCompaction = false
  var line = 0
  /// Number of the item that it came with.
  var item: Int32 = 0
}

/// What readers fill: requests of one item, or of a whole input whose sessions are scattered.
struct ImportDraft {
  /// A start of prompts that a source names without block hashes.
  struct Piece: Hashable {
    var tokens: Int32
    /// Number of the piece it extends; −1 for none.
    var parent: Int32
  }

  var requests: [DraftRequest] = []
  /// Indices of requests: those of the item's, from 0 on, or of the whole input.
  var dependencies: [Int32] = []
  var localIDs: [Int] = []
  var sessions = NameTable()
  /// Tenants by number of the session, where the source names them.
  var tenants: [Int32: String] = [:]
  var tools = NameTable()
  var agents: NameTable
  var tree: PromptTree
  var pieces: [Piece] = []
  /// Fields met that are not kept, beside those that every input of the format has.
  var dropped = DroppedFields()
  var met = FieldsMet()

  init<Reader: ItemReader>(_ reader: Reader) {
    tree = PromptTree(blockTokens: reader.blocks?.tokens ?? 1)
    (tools, agents) = (NameTable(Reader.tools), NameTable(Reader.agents))
  }

  /// Number of a tool; the last one that there is room for stands for all more.
  mutating func tool(_ name: String) -> UInt16 { Self.number(name, in: &tools) }

  /// Number of who asks, likewise.
  mutating func agent(_ name: String) -> UInt16 { Self.number(name, in: &agents) }

  private static func number(_ name: String, in table: inout NameTable) -> UInt16 {
    let known = table.find(name)
    return UInt16(known ?? (table.names.count < 60_000 ? table.number(name) : 59_999))
  }

  /// A session of its own, for a request whose source names none.
  mutating func loneSession(of request: Int? = nil) -> Int32 {
    Int32(sessions.number("\u{0}\(request ?? requests.count)"))
  }

  struct Mark {
    var requests: Int
    var dependencies: Int
    var localIDs: Int
  }

  var mark: Mark {
    Mark(
      requests: requests.count, dependencies: dependencies.count, localIDs: localIDs.count)
  }

  /// Forgets what an item that turned out bad has added.
  mutating func rollBack(to mark: Mark) {
    requests.removeSubrange(mark.requests...)
    dependencies.removeSubrange(mark.dependencies...)
    localIDs.removeSubrange(mark.localIDs...)
  }

  /// Forgets the last item, where items are sessions.
  mutating func clear() {
    requests.empty()
    // Mostly they are, and emptying costs more than asking.
    if !dependencies.isEmpty { dependencies.empty() }
    if !localIDs.isEmpty { localIDs.empty() }
  }

  /// A prompt of blocks that are named within their session.
  mutating func addLocal(_ ids: borrowing [Int]) -> DraftRequest.Prompt {
    guard !ids.isEmpty else { return .unshared }
    let first = localIDs.count
    for index in ids.indices { localIDs.append(ids[index]) }
    return .local(first: first, count: Int32(ids.count))
  }

  /// Adds to the lists what a request is to depend on.
  mutating func list(_ others: some Sequence<Int>) -> Range<Int> {
    let start = dependencies.count
    for other in others { dependencies.append(Int32(other)) }
    return start..<dependencies.count
  }
}

/// Fields of a source that Baton has no place for, in the order they were met.
struct DroppedFields {
  private(set) var names: [String] = []
  /// Where each first stood.
  private(set) var lines: [Int] = []
  private var known: Set<String> = []
  /// More are not told apart.
  static let most = 64

  func has(_ name: String) -> Bool { known.contains(name) }

  mutating func add(_ name: String, line: Int) {
    guard names.count < Self.most, known.insert(name).inserted else { return }
    names.append(name)
    lines.append(line)
  }
}
