import Domain

/// The tree of contexts, block by block.
final class BlockTree {
  private var blocks = 0
  private let blockTokens: Int

  struct Path {
    var blocks: [Int] = []
    var tokens = 0
  }

  init(blockTokens: Int) { self.blockTokens = blockTokens }

  func extend(_ path: Path, tokens: Int) -> Path {
    var longer = Path(blocks: path.blocks, tokens: path.tokens + tokens)
    while longer.blocks.count < longer.tokens / blockTokens {
      longer.blocks.append(blocks)
      blocks += 1
    }
    return longer
  }

  /// The first `tokens` of a path.
  func cut(_ path: Path, to tokens: Int) -> Path {
    Path(blocks: Array(path.blocks.prefix(tokens / blockTokens)), tokens: tokens)
  }
}

/// KV of one engine, every block on its own.
final class BlockCache {
  let capacity: Int
  var free: Int
  private(set) var cached: Set<Int> = []
  private var pins: [Int: Int] = [:]
  /// Cached blocks without pins, next to be evicted first.
  private var order: [Int] = []
  private(set) var evicted = 0

  init(capacity: Int) { (self.capacity, free) = (capacity, capacity) }

  var evictable: Int { order.count }

  func hit(_ path: BlockTree.Path) -> Int {
    path.blocks.firstIndex { !cached.contains($0) } ?? path.blocks.count
  }

  func unpinned(_ blocks: some Swift.Sequence<Int>) -> Int {
    blocks.count { pins[$0, default: 0] == 0 }
  }

  func pin(_ blocks: [Int]) {
    for block in blocks {
      pins[block, default: 0] += 1
      order.removeAll { $0 == block }
    }
  }

  /// - Parameter blocks: root first; they are released deepest first.
  func release(_ blocks: [Int]) {
    for block in blocks.reversed() {
      pins[block, default: 0] -= 1
      precondition(pins[block, default: 0] >= 0)
      if pins[block] == 0, cached.contains(block) { order.append(block) }
    }
  }

  /// Frees some of the cached blocks.
  func giveUp(_ blocks: Set<Int>) {
    let given = cached.intersection(blocks)
    precondition(given.allSatisfy { pins[$0, default: 0] == 0 })
    cached.subtract(given)
    order.removeAll { given.contains($0) }
    free += given.count
  }

  func take(_ count: Int) {
    while free < count {
      cached.remove(order.removeFirst())
      free += 1
      evicted += 1
    }
    free -= count
  }

  /// Private blocks become cached; what is there already is given back.
  func insert(_ blocks: some Swift.Sequence<Int>) {
    for block in blocks {
      if cached.insert(block).inserted {
        if pins[block, default: 0] == 0 { order.append(block) }
      } else {
        free += 1
      }
    }
  }
}
