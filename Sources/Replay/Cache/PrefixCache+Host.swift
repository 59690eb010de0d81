/// Host memory beside the caches (replay semantics, §5.1): each engine's is a cache of its own,
/// with the number that `Simulation.hosts` has for it, in which nothing stays pinned.
extension PrefixCache {
  /// Keeps the first `depth` blocks of a path, as many as there is room for, as the ones released
  /// last.
  mutating func keep(_ host: Int, _ path: PathEnd, depth: Int32, capacity: Int) {
    let hit = hit(host, path).blocks
    let wanted = min(depth, Int32(clamping: capacity))
    var pinned = pin(host, path)
    if wanted > hit {
      let evicted = evictedBlocks
      take(host, Int(wanted - hit))
      evictedBlocks = evicted
      pinned = insert(host, path, from: hit, to: wanted, pinned: pinned)
    }
    release(host, path, pinned: pinned)
  }
}
