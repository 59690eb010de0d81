/// What one engine holds of one segment.
struct CacheEntry {
  var segment: Int32
  var engine: Int32
  /// Leading blocks that are cached.
  var cached: Int32 = 0
  /// Sequences that use the segment; while there are none the entry stands in the engine's list.
  var pins: Int32 = 0
  var previous: Int32 = -1
  var next: Int32 = -1
  /// Next entry of the same segment on another engine.
  var nextHolder: Int32 = -1
}

/// KV blocks of one engine. free + cached + private = capacity.
struct BlockAccount {
  var free: Int
  /// Cached blocks of entries without pins.
  var evictable = 0
  /// Least recently released.
  var oldest: Int32 = -1
  var newest: Int32 = -1
  var available: Int { free + evictable }
}

/// The prefix caches of all engines over one tree of segments (replay semantics, §5).
///
/// Costs follow the segments of a path, not its blocks or tokens.
struct PrefixCache: ~Copyable {
  var tree: SegmentTree
  var accounts: Column<BlockAccount>
  var entries = Column<CacheEntry>()
  var evictedBlocks: Int64 = 0
  /// Segments of a path, deepest first.
  private var walked = Column<Int32>()
  /// By engine: what `findHits` found.
  var hits: [Int32]
  var unused: [Int32] = []
  /// Entries by engine for segments that many engines hold; −1 for none.
  var rows = Column<Int32>()
  /// The same, with the blocks from the root to the last one cached; 0 for none.
  var reachedInRows: [Int32] = []
  var unusedRows: [Int32] = []

  /// Holders from which on a segment has a row.
  static let rowThreshold = 4

  init(tree: consuming SegmentTree, capacities: [Int]) {
    self.tree = tree
    accounts = Column(capacity: capacities.count)
    for blocks in capacities { accounts.append(BlockAccount(free: blocks)) }
    hits = Array(repeating: 0, count: capacities.count)
  }

  // MARK: Looking

  func entry(_ engine: Int, _ segment: Int32) -> Int32 {
    let holder = tree.segments[Int(segment)]
    if holder.row >= 0 { return rows[Int(holder.row) * accounts.count + engine] }
    var index = holder.firstEntry
    while index >= 0, entries[Int(index)].engine != engine {
      index = entries[Int(index)].nextHolder
    }
    return index
  }

  /// The part of a path that an engine has.
  struct Hit {
    /// Leading blocks.
    var blocks: Int32 = 0
    /// The deepest segment of them; −1 for none.
    var segment: Int32 = -1
  }

  func hit(_ engine: Int, _ path: PathEnd) -> Hit {
    var index = path.segment
    while index >= 0 {
      let segment = tree.segments[Int(index)]
      let found = entry(engine, index)
      if found >= 0, entries[Int(found)].cached > 0 {
        let blocks = min(path.blocks, segment.start + entries[Int(found)].cached)
        return Hit(blocks: blocks, segment: index)
      }
      index = segment.parent
    }
    return Hit()
  }

  /// Fills `hits` with the leading blocks of a path that each engine has.
  ///
  /// - Complexity: O(engines + segments of the path × their holders).
  mutating func findHits(_ path: PathEnd) {
    walked.removeAll()
    var next = path.segment
    while next >= 0 {
      walked.append(next)
      next = tree.segments[Int(next)].parent
    }
    for engine in hits.indices { hits[engine] = 0 }
    let count = accounts.count
    var isRaised = false
    // From the top, so that the deepest has the last word.
    for place in walked.indices.reversed() {
      let segment = tree.segments[Int(walked[place])]
      if segment.row >= 0 {
        let row = Int(segment.row) * count
        let reached = reachedInRows
        PrefixCache.raise(&hits, to: reached.span.extracting(row..<(row + count)))
        isRaised = true
      } else {
        var holder = segment.firstEntry
        while holder >= 0 {
          note(holder, segment, path)
          holder = entries[Int(holder)].nextHolder
        }
      }
    }
    guard isRaised else { return }
    // An engine may have more of the deepest segment than belongs to the path.
    for engine in hits.indices { hits[engine] = min(hits[engine], path.blocks) }
  }

  /// Takes the greater of each pair: what the loop is made of that `kv-aware` spends its time in.
  private static func raise(_ hits: inout [Int32], to reached: Span<Int32>) {
    precondition(reached.count == hits.count, "one of each for every engine")
    unsafe reached.withUnsafeBufferPointer { reached in
      unsafe hits.withUnsafeMutableBufferPointer { hits in
        guard let from = reached.baseAddress, let into = hits.baseAddress else { return }
        for engine in 0..<hits.count {
          unsafe into[engine] = max(into[engine], from[engine])
        }
      }
    }
  }

  private mutating func note(_ entry: Int32, _ segment: Segment, _ path: PathEnd) {
    let held = entries[Int(entry)]
    guard held.cached > 0 else { return }
    hits[Int(held.engine)] = min(path.blocks, segment.start + held.cached)
  }

  /// Blocks of a hit that count as evictable until it is pinned.
  func evictable(_ engine: Int, in hit: Hit) -> Int {
    var sum = 0
    var index = hit.segment
    while index >= 0 {
      let found = entries[Int(entry(engine, index))]
      if found.pins == 0 { sum += Int(found.cached) }
      index = tree.segments[Int(index)].parent
    }
    return sum
  }

  // MARK: Pins

  /// Pins a path, whatever of it is cached.
  ///
  /// - Returns: Blocks from the root to the end of the deepest pinned segment.
  mutating func pin(_ engine: Int, _ path: PathEnd) -> Int32 {
    var index = path.segment
    guard index >= 0 else { return 0 }
    let end = tree.segments[Int(index)].end
    while index >= 0 {
      let found = entry(engine, index)
      pin(entry: found < 0 ? hold(engine, index) : found)
      index = tree.segments[Int(index)].parent
    }
    return end
  }

  private mutating func pin(entry: Int32) {
    if entries[Int(entry)].pins == 0, entries[Int(entry)].cached > 0 {
      let engine = Int(entries[Int(entry)].engine)
      unlink(entry, engine)
      accounts[engine].evictable -= Int(entries[Int(entry)].cached)
    }
    entries[Int(entry)].pins += 1
  }

  /// Gives back the pins of a sequence on the segments of its path that start before `pinned`
  /// blocks.
  mutating func release(_ engine: Int, _ path: PathEnd, pinned: Int32) {
    var index = path.segment
    while index >= 0 {
      let segment = tree.segments[Int(index)]
      if segment.start < pinned { unpin(entry(engine, index), engine) }
      index = segment.parent
    }
  }

  private mutating func unpin(_ entry: Int32, _ engine: Int) {
    precondition(entries[Int(entry)].pins > 0, "only a pinned segment is released")
    entries[Int(entry)].pins -= 1
    guard entries[Int(entry)].pins == 0 else { return }
    if entries[Int(entry)].cached == 0 { return drop(entry) }
    accounts[engine].evictable += Int(entries[Int(entry)].cached)
    append(entry, engine)
  }

  // MARK: Blocks

  /// Takes blocks for a sequence, evicting for what is not free.
  ///
  /// - Precondition: That many are available.
  mutating func take(_ engine: Int, _ blocks: Int) {
    if accounts[engine].free < blocks { evict(engine, blocks - accounts[engine].free) }
    accounts[engine].free -= blocks
  }

  private mutating func evict(_ engine: Int, _ blocks: Int) {
    precondition(blocks <= accounts[engine].evictable, "more evicted than can be")
    var left = blocks
    while left > 0 {
      let entry = accounts[engine].oldest
      let count = min(left, Int(entries[Int(entry)].cached))
      setCached(entry, entries[Int(entry)].cached - Int32(count))
      left -= count
      if entries[Int(entry)].cached == 0 {
        unlink(entry, engine)
        drop(entry)
      }
    }
    accounts[engine].evictable -= blocks
    accounts[engine].free += blocks
    evictedBlocks += Int64(blocks)
  }

  /// Frees what an engine has of some segments, with all that builds on them, where nobody pins it.
  mutating func giveUp(_ engine: Int, _ segments: [Int32]) {
    for segment in segments {
      let found = entry(engine, segment)
      guard found >= 0, entries[Int(found)].pins == 0 else { continue }
      let blocks = Int(entries[Int(found)].cached)
      setCached(found, 0)
      unlink(found, engine)
      drop(found)
      accounts[engine].evictable -= blocks
      accounts[engine].free += blocks
    }
  }

  /// Makes the blocks of a path from `from` to `to`, which a sequence holds privately, part of the
  /// cache, and pins their segments from `pinned` on. Duplicates become free.
  ///
  /// - Returns: The new end of what the sequence pins.
  mutating func insert(
    _ engine: Int, _ path: PathEnd, from: Int32, to: Int32, pinned: Int32
  ) -> Int32 {
    var end = pinned
    var added: Int32 = 0
    var index = path.segment
    while index >= 0 {
      let segment = tree.segments[Int(index)]
      if segment.end <= from { break }
      if segment.start < to {
        let found = entry(engine, index)
        let entry = found < 0 ? hold(engine, index) : found
        if segment.start >= pinned {
          pin(entry: entry)
          end = max(end, segment.end)
        }
        let wanted = min(segment.length, to - segment.start)
        if wanted > entries[Int(entry)].cached {
          added += wanted - entries[Int(entry)].cached
          setCached(entry, wanted)
        }
      }
      index = segment.parent
    }
    accounts[engine].free += Int(to - from - added)
    return end
  }
}
