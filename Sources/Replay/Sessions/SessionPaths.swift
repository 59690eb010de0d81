import Domain

/// Lays a session's private contexts into the tree of segments.
///
/// A conversation is a chain of prompts and outputs, hundreds long. Contexts that can only be used
/// one after the other become one segment, so that paths stay a few segments deep.
struct SessionPaths: ~Copyable {
  private var children = Column<Int32>()
  private var onlyChild = Column<Int32>()
  /// The last record that every request using a context or one below it comes after or is.
  private var forerunner = Column<Int32>()
  /// Requests whose prompt or output ends at a context, and the last of them.
  private var uses = Column<Int32>()
  private var user = Column<Int32>()
  /// Segment that a chain goes on in; −1 if the context has none of its own.
  private var chain = Column<Int32>()
  /// `forerunner` of a context that no request uses.
  private static let unused: Int32 = -2

  /// Fills `session.paths` and `session.segments`.
  mutating func lay(
    _ trace: borrowing TraceSession, into session: inout LiveSession, tree: inout SegmentTree
  ) {
    let keeps = session.paths.capacity <= 2 * trace.contexts.count
    session.paths.removeAll(keepingCapacity: keeps)
    session.segments.removeAll(keepingCapacity: keeps)
    session.roots.removeAll(keepingCapacity: keeps)
    guard !trace.contexts.isEmpty else { return }
    survey(trace)
    for index in trace.contexts.indices { place(index, trace, &session, &tree) }
  }

  private mutating func survey(_ trace: borrowing TraceSession) {
    let count = trace.contexts.count
    children.refill(0, count: count)
    uses.refill(0, count: count)
    onlyChild.refill(-1, count: count)
    user.refill(-1, count: count)
    chain.refill(-1, count: count)
    forerunner.refill(Self.unused, count: count)
    for index in 0..<count {
      let parent = trace.contexts[index].parent
      guard !parent.isShared else { continue }
      children[parent.ownIndex] += 1
      onlyChild[parent.ownIndex] = Int32(index)
    }
    for index in trace.records.indices where trace.records[index].kind == .request {
      let record = trace.records[index]
      use(record.prompt, by: index, trace)
      use(record.extended, by: index, trace)
    }
    for index in (0..<count).reversed() where forerunner[index] != Self.unused {
      let parent = trace.contexts[index].parent
      if !parent.isShared { precede(parent.ownIndex, forerunner[index], trace) }
    }
  }

  private mutating func use(
    _ context: ContextReference, by record: Int, _ trace: borrowing TraceSession
  ) {
    guard !context.isShared else { return }
    uses[context.ownIndex] += 1
    user[context.ownIndex] = Int32(record)
    precede(context.ownIndex, Int32(record), trace)
  }

  private mutating func precede(
    _ context: Int, _ record: Int32, _ trace: borrowing TraceSession
  ) {
    var (one, other) = (forerunner[context], record)
    if one == Self.unused { one = other }
    while one != other {
      if one > other { one = required(one, trace) } else { other = required(other, trace) }
    }
    forerunner[context] = one
  }

  /// A record without which this one can't come; −1 for none.
  private func required(_ record: Int32, _ trace: borrowing TraceSession) -> Int32 {
    let node = trace.records[Int(record)]
    if node.kind == .speech {
      // An interruption comes while the request may still run, but not before it was sent.
      let first = node.firstDependency
      return required(first < 0 ? record - 1 : trace.dependencies[Int(first)], trace)
    }
    guard node.firstDependency >= 0 else { return record - 1 }
    guard node.dependencyCount > 0, node.needed >= node.dependencyCount else { return -1 }
    return trace.dependencies[Int(node.firstDependency)]
  }

  private mutating func place(
    _ index: Int, _ trace: borrowing TraceSession, _ session: inout LiveSession,
    _ tree: inout SegmentTree
  ) {
    let context = trace.contexts[index]
    let isOwn = !context.parent.isShared
    session.roots.append(
      isOwn ? session.roots[context.parent.ownIndex] : Int32(context.parent.sharedNumber))
    let parent =
      isOwn
      ? session.paths[context.parent.ownIndex] : tree.path(shared: context.parent.sharedNumber)
    if isOwn, chain[context.parent.ownIndex] >= 0, goesOn(context.parent.ownIndex, trace) {
      let segment = chain[context.parent.ownIndex]
      let end = parent.tokens + context.tokens
      let blocks = tree.blocks(tokens: end)
      tree.segments[Int(segment)].length += blocks - parent.blocks
      session.paths.append(PathEnd(segment: segment, blocks: blocks, tokens: end))
      chain[index] = segment
      return
    }
    let path = tree.extend(parent, tokens: context.tokens)
    session.paths.append(path)
    guard path.segment != parent.segment else { return }
    session.segments.append(path.segment)
    chain[index] = path.segment
  }

  /// Whether a context and its only child can share a segment: whatever ends at the context is over
  /// before anything below it is used, so no pin or age can tell them apart.
  private func goesOn(_ context: Int, _ trace: borrowing TraceSession) -> Bool {
    guard children[context] == 1, uses[context] <= 1 else { return false }
    var record = forerunner[Int(onlyChild[context])]
    guard user[context] >= 0, record != Self.unused else { return true }
    while record > user[context] { record = required(record, trace) }
    return record == user[context]
  }
}
