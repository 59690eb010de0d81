import Domain

/// What prompts find in a cache of limited room that forgets the least recently used.
///
/// Pieces are the blocks of the source where it names blocks, else whole contexts. A prompt's hit
/// ends at its first piece that is gone. A path is used from the root on.
struct CapacityReuse {
  private let capacities: [Int]
  private let blockTokens: Int?
  private var interleaving = Interleaving()
  private var stack: LRUStack
  /// Hits whose smallest sufficient capacity is this one.
  private var hitTokens: [Int]
  private var hitBlocks: [Int]
  private var promptTokens = 0
  private var promptBlocks = 0
  private let identity: BlockIdentity
  private var path: [Piece] = []

  private struct Piece {
    var key: LRUStack.Key
    var start: Int
    var end: Int
  }

  /// - Parameters:
  ///   - capacities: in tokens, rising.
  ///   - blocks: how the source names blocks; nil for a tree of contexts.
  init(capacities: [Int], blocks: BlockIdentity?, defaultBlock: Int) {
    self.capacities = capacities
    blockTokens = blocks?.tokens
    identity = blocks ?? BlockIdentity(tokens: defaultBlock, rounding: .ceil)
    stack = LRUStack(largest: capacities.last ?? 0)
    hitTokens = Array(repeating: 0, count: capacities.count)
    hitBlocks = hitTokens
  }

  /// Takes in a session of an open class; no later one starts before it.
  mutating func add(
    _ session: borrowing TraceSession, start: Nanoseconds, moments: [Nanoseconds],
    _ forest: borrowing ContextForest
  ) {
    flush(before: start, forest)
    hold(session, start: start, moments: moments, forest)
  }

  /// Takes in a session of a closed class, which stand before all others.
  mutating func hold(
    _ session: borrowing TraceSession, start: Nanoseconds, moments: [Nanoseconds],
    _ forest: borrowing ContextForest
  ) {
    interleaving.add(session, start: start, moments: moments, forest)
  }

  /// Gives the requests that are due before a moment to the cache.
  mutating func flush(before moment: Nanoseconds, _ forest: borrowing ContextForest) {
    while let request = interleaving.take(before: moment) {
      let session = interleaving.session(of: request)
      lay(request.prompt, request, session, forest)
      count(request)
      if let extended = request.extended {
        lay(extended, request, session, forest)
        for piece in path { _ = stack.use(piece.key, weight: piece.end - piece.start) }
      }
      interleaving.release(request)
    }
  }

  func result() -> [TraceSummary.Capacity] {
    var (tokens, blocks) = (0, 0)
    return capacities.indices.map { index in
      tokens += hitTokens[index]
      blocks += hitBlocks[index]
      var capacity = TraceSummary.Capacity(tokens: capacities[index])
      (capacity.hitTokens, capacity.hitBlocks) = (tokens, blocks)
      (capacity.promptTokens, capacity.promptBlocks) = (promptTokens, promptBlocks)
      return capacity
    }
  }

  /// Finds the smallest capacity at which each piece of the prompt is a hit, and uses it.
  private mutating func count(_ request: Interleaving.Request) {
    let input = request.input
    promptTokens += input
    promptBlocks += identity.blocks(of: input)
    var needed = 0
    for piece in path {
      let length = piece.end - piece.start
      let hit = stack.use(piece.key, weight: length)
      needed = max(needed, hit?.distance ?? .max)
      guard let index = capacities.firstIndex(where: { $0 >= needed }) else { continue }
      let end = piece.start + min(length, hit?.held ?? 0)
      hitTokens[index] += hits(to: end, input) - hits(to: piece.start, input)
      hitBlocks[index] +=
        min(end, input + identity.tokens - 1) / identity.tokens - piece.start / identity.tokens
      // What follows a part is not the start of the prompt.
      if end < piece.end { needed = .max }
    }
  }

  /// Prompt tokens that a hit up to this depth saves: whole blocks, but that the source may name a
  /// last one that isn't full.
  private func hits(to end: Int, _ input: Int) -> Int {
    blockTokens == nil ? min(end, input) / identity.tokens * identity.tokens : min(end, input)
  }

  /// The pieces of a path, from the root on.
  private mutating func lay(
    _ place: ContextForest.Place, _ request: Interleaving.Request,
    _ session: (serial: Int, nodes: [ContextForest.Node]), _ forest: borrowing ContextForest
  ) {
    path.removeAll(keepingCapacity: true)
    var (context, end) = (place.context, Int(place.depth))
    while context != .root {
      let isShared = context.isShared
      let node =
        isShared ? forest.shared[context.sharedNumber] : session.nodes[context.ownIndex]
      let number = isShared ? context.sharedNumber : context.ownIndex
      let owner = request.model << 48 | (isShared ? 0 : session.serial)
      append(owner, number, from: Int(node.start), to: end)
      (context, end) = (node.parent, Int(node.start))
    }
    path.reverse()
  }

  private mutating func append(_ owner: Int, _ number: Int, from start: Int, to end: Int) {
    guard let blockTokens else {
      path.append(
        Piece(key: LRUStack.Key(owner: owner, piece: number << 24), start: start, end: end))
      return
    }
    let first = start / blockTokens
    for index in (first..<max(first, (end + blockTokens - 1) / blockTokens)).reversed() {
      let key = LRUStack.Key(owner: owner, piece: number << 24 | index)
      path.append(Piece(key: key, start: index * blockTokens, end: (index + 1) * blockTokens))
    }
  }
}

extension BlockIdentity {
  /// Blocks of a prompt that have an identity.
  func blocks(of input: Int) -> Int {
    rounding == .floor ? input / tokens : (input + tokens - 1) / tokens
  }
}
