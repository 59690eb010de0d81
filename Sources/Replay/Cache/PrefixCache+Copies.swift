/// Memory beside the caches that keeps copies (replay semantics, §5.1, §5.2): each engine's host,
/// and each store, is a cache of its own, with the number that `Simulation.hosts` and `stores` have
/// for it, in which nothing stays pinned.
extension PrefixCache {
  /// Keeps the first `depth` blocks of a path, as many as there is room for, as the ones released
  /// last.
  mutating func keep(_ copy: Int, _ path: PathEnd, depth: Int32, capacity: Int) {
    let hit = hit(copy, path).blocks
    let wanted = min(depth, Int32(clamping: capacity))
    var pinned = pin(copy, path)
    if wanted > hit {
      let evicted = evictedBlocks
      take(copy, Int(wanted - hit))
      evictedBlocks = evicted
      pinned = insert(copy, path, from: hit, to: wanted, pinned: pinned)
    }
    release(copy, path, pinned: pinned)
  }
}
