import Domain

/// The tree of contexts of a trace: the shared ones, and those of one session.
///
/// A place in it is a context and a depth in tokens from the root, at most that context's end.
struct ContextForest {
  struct Node {
    /// What it extends: a context that has tokens of its own, or the root.
    var parent: ContextReference
    /// Depth at which it leaves the parent's path, and where its own tokens end.
    var start: Int32
    var end: Int32
  }

  struct Place: Hashable {
    var context: ContextReference
    var depth: Int32
    static let root = Place(context: .root, depth: 0)
  }

  private(set) var shared: [Node] = [Node(parent: .root, start: 0, end: 0)]
  private(set) var own: [Node] = []

  /// Takes in the contexts that a session brings and forgets those of the one before.
  mutating func begin(_ session: borrowing TraceSession) {
    for context in session.sharedContexts {
      let keep = context.keep < 0 ? nil : context.keep
      let from = place(.shared(Int(context.parent)), keep: keep)
      shared.append(
        Node(parent: from.context, start: from.depth, end: from.depth + context.tokens))
    }
    own.removeAll(keepingCapacity: true)
    for context in session.contexts {
      let from = place(context.parent)
      own.append(Node(parent: from.context, start: from.depth, end: from.depth + context.tokens))
    }
  }

  func node(_ context: ContextReference) -> Node {
    context.isShared ? shared[context.sharedNumber] : own[context.ownIndex]
  }

  /// The path that a request leaves in a cache beyond its prompt: the last token of an output is
  /// never computed. Nil if the record names no such path, or nothing of it is computed.
  func computed(_ record: TraceRecord) -> Place? {
    guard record.extended != .root else { return nil }
    var place = place(record.extended)
    place.depth = min(place.depth, record.inputTokens + record.outputTokens - 1)
    return place.depth > node(place.context).start ? place : nil
  }

  /// The end of a context, or the part of its path that is kept, at the context whose tokens those
  /// are.
  func place(_ context: ContextReference, keep: Int32? = nil) -> Place {
    var context = context
    var node = node(context)
    let depth = min(keep ?? node.end, node.end)
    while context != .root, depth <= node.start {
      context = node.parent
      node = self.node(context)
    }
    return Place(context: context, depth: depth)
  }
}
