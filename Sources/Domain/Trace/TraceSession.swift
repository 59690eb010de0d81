/// One session of a trace, whole: what it appends to prompts and what happens after what.
///
/// A buffer that readers fill and the replayer copies from, so its arrays are reused.
public struct TraceSession: Hashable, Sendable {
  /// Number within its class: from 0, the order of starts; for several clients, of the merged
  /// starts.
  public var number: Int
  /// Index into `TraceHeader.classes`.
  public var classIndex: Int
  /// Name of the tenant who pays.
  public var tenant: String
  /// When it starts. In a closed class, nil for sessions that start when another ends.
  public var start: Nanoseconds?
  /// In a closed class: how long after that end.
  public var pause: Nanoseconds
  /// Shared contexts that this session is the first to use; their numbers go on from the last one.
  public var sharedContexts: [SharedContext]
  /// Contexts of this session alone; a parent stands before its children.
  public var contexts: [PrivateContext]
  /// In such an order that dependencies stand before what depends on them.
  public var records: [TraceRecord]
  /// Dependency lists of records that have other than one.
  public var dependencies: [Int32]
  /// One for each speech record, in their order.
  public var speeches: [Speech]

  /// It ended early, since the next prompt would not have fitted the model's window.
  public var isEndedByWindow = false

  public init(
    number: Int = 0, classIndex: Int = 0, tenant: String = "t1", start: Nanoseconds? = 0,
    pause: Nanoseconds = 0, sharedContexts: [SharedContext] = [],
    contexts: [PrivateContext] = [], records: [TraceRecord] = [], dependencies: [Int32] = [],
    speeches: [Speech] = []
  ) {
    (self.number, self.classIndex, self.tenant) = (number, classIndex, tenant)
    (self.start, self.pause, self.sharedContexts) = (start, pause, sharedContexts)
    (self.contexts, self.records, self.dependencies) = (contexts, records, dependencies)
    self.speeches = speeches
  }

  /// Empties the arrays and keeps their room.
  public mutating func removeAll() {
    sharedContexts.empty()
    contexts.empty()
    records.empty()
    dependencies.empty()
    speeches.empty()
  }
}

extension Array {
  /// Removes all and keeps the room. Arrays of one element or none, as buffers of short sessions
  /// are, don't take the way of a long one.
  @inlinable
  package mutating func empty() {
    if count > 1 { removeAll(keepingCapacity: true) } else { _ = popLast() }
  }
}

/// Names a context: the root, a shared one by its number in the trace, or a session's own by index.
public struct ContextReference: Hashable, Sendable {
  /// 0 is the root, n > 0 the shared context number n, −1 − i the session's own with index i.
  public var code: Int32
  public init(code: Int32) { self.code = code }
  public static let root = ContextReference(code: 0)
  public static func shared(_ number: Int) -> Self { .init(code: Int32(number)) }
  public static func own(_ index: Int) -> Self { .init(code: -1 - Int32(index)) }
  public var isShared: Bool { code >= 0 }
  /// Number of a shared context (0 is the root).
  public var sharedNumber: Int { Int(code) }
  /// Index of a session's own context.
  public var ownIndex: Int { Int(-1 - code) }
}

/// A piece of content that prompts of several sessions extend. Number 1 is the first of a trace.
public struct SharedContext: Hashable, Sendable {
  /// Number of the context it extends; 0 is the root.
  public var parent: Int32
  /// How much of the parent's path, counted from the root, it extends; −1 for all of it.
  public var keep: Int32
  /// Tokens it appends. 0 is allowed with a `keep` of at least 1: the context then names the
  /// leading part of another path, which a prompt needs that ends within a context.
  public var tokens: Int32
  public init(parent: Int, keep: Int? = nil, tokens: Int) {
    (self.parent, self.keep, self.tokens) = (Int32(parent), Int32(keep ?? -1), Int32(tokens))
  }
}

/// A piece of content that only prompts of one session extend.
public struct PrivateContext: Hashable, Sendable {
  public var parent: ContextReference
  /// Tokens it appends, at least 1.
  public var tokens: Int32
  public init(parent: ContextReference, tokens: Int) {
    (self.parent, self.tokens) = (parent, Int32(tokens))
  }
}
