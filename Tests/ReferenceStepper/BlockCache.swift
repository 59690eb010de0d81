import Domain

/// The tree of contexts, block by block.
final class BlockTree {
  /// By block: the context it belongs to; splits change it.
  private(set) var contextOf: [Int] = []
  private var contexts = 0
  private let blockTokens: Int

  struct Path {
    var blocks: [Int] = []
    var tokens = 0
  }

  init(blockTokens: Int) { self.blockTokens = blockTokens }

  func extend(_ path: Path, tokens: Int) -> Path {
    var longer = Path(blocks: path.blocks, tokens: path.tokens + tokens)
    contexts += 1
    while longer.blocks.count < longer.tokens / blockTokens {
      longer.blocks.append(contextOf.count)
      contextOf.append(contexts)
    }
    return longer
  }

  /// The first `tokens` of a path; the context in which they end becomes two.
  func cut(_ path: Path, to tokens: Int) -> Path {
    let count = tokens / blockTokens
    if count > 0, count < path.blocks.count,
      contextOf[path.blocks[count - 1]] == contextOf[path.blocks[count]]
    {
      contexts += 1
      let old = contextOf[path.blocks[count]]
      for block in path.blocks[count...] where contextOf[block] == old {
        contextOf[block] = contexts
      }
    }
    return Path(blocks: Array(path.blocks.prefix(count)), tokens: tokens)
  }

  /// Blocks of all contexts that have one of the first `count` blocks of a path.
  func whole(_ path: Path, first count: Int) -> [Int] {
    guard count > 0 else { return [] }
    let last = contextOf[path.blocks[count - 1]]
    return path.blocks.enumerated().filter { $0.offset < count || contextOf[$0.element] == last }
      .map(\.element)
  }
}

/// KV of one engine, every block on its own.
final class BlockCache {
  var free: Int
  private(set) var cached: Set<Int> = []
  private var pins: [Int: Int] = [:]
  /// Cached blocks without pins, next to be evicted first.
  private var order: [Int] = []
  private(set) var evicted = 0

  init(capacity: Int) { free = capacity }

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
