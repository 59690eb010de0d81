/// A run of path blocks with no branching inside, shared by all prompts that go through it.
struct Segment {
  /// −1 at the top.
  var parent: Int32
  /// Blocks before it on its path.
  var start: Int32
  /// Blocks in it, at least 1.
  var length: Int32
  /// Engines that have an entry for it.
  var holders: Int32 = 0
  /// First of those entries while they are few; −1 for none.
  var firstEntry: Int32 = -1
  /// Row of entries by engine once they are many; −1 before.
  var row: Int32 = -1
  /// A live session or the trace names it, so it stays though no engine holds it.
  var isNamed = true

  var end: Int32 { start + length }
}

/// Where a path of contexts ends: the segment of its last block and how many blocks it has.
struct PathEnd {
  /// −1 for a path without a whole block.
  var segment: Int32
  var blocks: Int32
  var tokens: Int32
  static let root = PathEnd(segment: -1, blocks: 0, tokens: 0)
}

/// All segments of a replay. One tree for all engines; who holds what is in `PrefixCache`.
struct SegmentTree: ~Copyable {
  var segments = Column<Segment>()
  private var unused: [Int32] = []
  /// By segment, then model: its leading blocks that some earlier prompt had, for the ideal hit.
  private var seen = Column<Int32>()
  private let models: Int
  /// By number of the shared context; 0 is the root.
  private var shared: [PathEnd] = [.root]
  let blockTokens: Int32

  init(blockTokens: Int, models: Int) {
    self.blockTokens = Int32(blockTokens)
    self.models = models
  }

  var sharedCount: Int { shared.count - 1 }

  func blocks(tokens: Int32) -> Int32 { tokens / blockTokens }

  /// A new segment below a path, named until `release`.
  mutating func add(below parent: PathEnd, length: Int32) -> Int32 {
    let segment = Segment(parent: parent.segment, start: parent.blocks, length: length)
    if let index = unused.popLast() {
      segments[Int(index)] = segment
      for model in 0..<models { seen[Int(index) * models + model] = 0 }
      return index
    }
    segments.append(segment)
    seen.append(repeating: 0, count: models)
    return Int32(segments.count - 1)
  }

  /// Lets a segment go that nothing names or holds any more.
  mutating func recycle(_ segment: Int32) { unused.append(segment) }

  /// Adds `tokens` of context, splitting nothing.
  mutating func extend(_ path: PathEnd, tokens: Int32) -> PathEnd {
    let end = path.tokens + tokens
    let count = blocks(tokens: end)
    guard count > path.blocks else {
      return PathEnd(segment: path.segment, blocks: path.blocks, tokens: end)
    }
    let segment = add(below: path, length: count - path.blocks)
    return PathEnd(segment: segment, blocks: count, tokens: end)
  }

  mutating func nameShared(_ path: PathEnd) { shared.append(path) }

  /// The path of a shared context as the tree stands now.
  func path(shared number: Int) -> PathEnd { resolved(shared[number]) }

  /// A path whose segment may have been split since it was taken down.
  func resolved(_ path: PathEnd) -> PathEnd {
    var path = path
    while path.segment >= 0, segments[Int(path.segment)].start >= path.blocks {
      path.segment = segments[Int(path.segment)].parent
    }
    return path
  }

  /// Cuts a segment in two at `blocks` from its start; the lower part keeps its index.
  ///
  /// - Returns: Index of the upper part.
  mutating func split(_ segment: Int32, at blocks: Int32) -> Int32 {
    let old = segments[Int(segment)]
    precondition(blocks > 0 && blocks < old.length, "a split makes two parts")
    let top = PathEnd(segment: old.parent, blocks: old.start, tokens: 0)
    let upper = add(below: top, length: blocks)
    segments[Int(segment)].parent = upper
    segments[Int(segment)].start += blocks
    segments[Int(segment)].length -= blocks
    for model in 0..<models {
      let both = seen[Int(segment) * models + model]
      seen[Int(upper) * models + model] = min(both, blocks)
      seen[Int(segment) * models + model] = max(0, both - blocks)
    }
    return upper
  }

  /// Leading blocks of a path that an infinite cache would have, and takes them all in.
  mutating func touchIdeal(_ path: PathEnd, model: Int) -> Int32 {
    var hit: Int32 = 0
    var index = path.segment
    while index >= 0 {
      let segment = segments[Int(index)]
      let known = seen[Int(index) * models + model]
      if hit == 0, known > 0 { hit = min(path.blocks, segment.start + known) }
      if known == segment.length { break }
      seen[Int(index) * models + model] = max(
        known, min(segment.length, path.blocks - segment.start))
      index = segment.parent
    }
    return hit
  }
}
