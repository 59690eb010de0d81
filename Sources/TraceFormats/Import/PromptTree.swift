import Domain

/// Turns chains of block hashes into the tree of a trace's shared contexts.
///
/// A name stands for a block with all before it, so the last one of a prompt names its whole path.
/// Names met are remembered with the one they follow; a context is made when a session first needs
/// it, so that contexts are numbered in the order of sessions and not of rows.
/// Memory: 4 bytes for each distinct block whose name is small, and 8 more for each that follows
/// another than the name before its own.
struct PromptTree {
  var blockTokens: Int
  private var names = BlockNames()
  private var contexts = 0
  /// By number of a shared context: tokens of its whole path.
  private var ends: [Int32] = [0]
  private var fresh: [Link] = []

  private struct Link {
    var name: Int
    var before: Int
  }

  /// Contexts are made right after names are added, which saves looking them up again.
  var isEager = false
  /// The prompt added last, whose new blocks are named as parts of the next context already.
  private var pending: [Int] = []
  private var pendingKnown = BlockNames.Known()

  init(blockTokens: Int) { self.blockTokens = blockTokens }

  /// A name that doesn't follow the one it followed before.
  struct Break {
    var index: Int
    /// What it followed; −1 if it was the first.
    var earlier: Int
  }

  /// Takes in a prompt's names; nil if they are a chain with all before, and `ids` is then of no
  /// further use.
  mutating func add(_ ids: inout [Int]) -> Break? {
    settle()
    let next = isEager ? Int32(contexts + 1) : BlockNames.unplaced
    let known = names.follow(ids, context: next)
    if let broken = known.broken {
      if isEager { unplace(ids[..<broken.index]) }
      return Break(index: broken.index, earlier: broken.earlier)
    }
    if isEager {
      swap(&pending, &ids)
      pendingKnown = known
    }
    return nil
  }

  /// Takes back what the prompt added last was expected to become.
  private mutating func settle() {
    guard !pending.isEmpty else { return }
    unplace(pending[pendingKnown.count...])
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func unplace(_ ids: ArraySlice<Int>) {
    for id in ids {
      guard let place = names.place(id), place.context == contexts + 1 else { continue }
      names.set(id, BlockNames.Place(context: BlockNames.unplaced, before: place.before))
    }
  }

  /// The context of the path that ends with the block `last`; what isn't there yet becomes a shared
  /// context that `session` brings.
  mutating func context(
    last: Int, blocks: Int, _ session: inout TraceSession
  ) -> ContextReference {
    if pending.last == last, pending.count == blocks, pendingKnown.place.context >= 0 {
      let known = pendingKnown
      pending.removeAll(keepingCapacity: true)
      let depth = known.count * blockTokens
      if known.count == blocks {
        if isWhole(known.place, depth) { return .shared(Int(known.place.context)) }
        // From now on its last block stands for the shorter path, so that it is named only once.
        names.set(
          last, BlockNames.Place(context: Int32(contexts + 1), before: known.place.before))
      }
      place(known.place, depth: depth, tokens: (blocks - known.count) * blockTokens, &session)
      return .shared(contexts)
    }
    settle()
    return walk(last: last, blocks: blocks, &session)
  }

  /// The same for a prompt that was added some time ago.
  private mutating func walk(
    last: Int, blocks: Int, _ session: inout TraceSession
  ) -> ContextReference {
    fresh.removeAll(keepingCapacity: true)
    var known = BlockNames.Place(context: 0, before: -1)
    var name = last
    while name >= 0, let place = names.place(name) {
      if place.context > 0 {
        known = place
        break
      }
      fresh.append(Link(name: name, before: place.before))
      name = place.before
    }
    let depth = (blocks - fresh.count) * blockTokens
    if fresh.isEmpty {
      if isWhole(known, depth) { return .shared(Int(known.context)) }
      fresh.append(Link(name: last, before: known.before))
      place(known, depth: depth, tokens: 0, &session)
    } else {
      place(known, depth: depth, tokens: fresh.count * blockTokens, &session)
    }
    for link in fresh {
      names.set(link.name, BlockNames.Place(context: Int32(contexts), before: link.before))
    }
    return .shared(contexts)
  }

  /// The block that a block follows; −1 if it is the first, or isn't known.
  func before(_ name: Int) -> Int { names.place(name)?.before ?? -1 }

  /// A shared context of this many tokens below another one (0 for the root), made for a piece that
  /// is named otherwise than by hashes.
  mutating func context(
    below parent: Int, tokens: Int32, _ session: inout TraceSession
  ) -> Int {
    contexts += 1
    session.sharedContexts.append(SharedContext(parent: parent, tokens: Int(tokens)))
    ends.append(ends[parent] + tokens)
    return contexts
  }

  private mutating func place(
    _ known: BlockNames.Place, depth: Int, tokens: Int, _ session: inout TraceSession
  ) {
    contexts += 1
    session.sharedContexts.append(
      SharedContext(
        parent: Int(known.context), keep: isWhole(known, depth) ? nil : depth, tokens: tokens))
    ends.append(Int32(depth + tokens))
  }

  /// Whether the path of the place's context ends at this depth.
  private func isWhole(_ place: BlockNames.Place, _ depth: Int) -> Bool {
    Int(ends[Int(place.context)]) == depth
  }
}

/// Names for blocks that a source names by their content alone: equal content behind equal content
/// has one name, as `PromptTree` needs it.
struct ChainNames {
  private struct Link: Hashable {
    var before: Int
    var content: Int
  }
  private var names: [Link: Int] = [:]

  /// - Complexity: O(ids), and 40 bytes of memory for each distinct link.
  mutating func chain(_ contents: borrowing [Int], into ids: inout [Int]) {
    ids.removeAll(keepingCapacity: true)
    var before = -1
    for index in contents.indices {
      let link = Link(before: before, content: contents[index])
      before = names[link] ?? names.count
      if before == names.count { names[link] = before }
      ids.append(before)
    }
  }
}
