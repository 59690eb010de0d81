/// Pieces in the order of their last use, for hits at every capacity in one pass.
///
/// A piece is a hit at a capacity if what was used since, and the piece itself, fit into it
/// (Mattson, Gecsei, Slutz, Traiger, IBM Systems Journal 9, 1970). Weights of the pieces stand at
/// the time of their last use in a Fenwick tree. What no capacity still holds is forgotten.
///
/// - Complexity: O(log pieces) a use; memory for the pieces within the largest capacity.
struct LRUStack {
  struct Key: Hashable {
    /// Model and session, 0 for what sessions share.
    var owner: Int
    /// Context and block in it.
    var piece: Int
  }

  private struct Piece {
    var key: Key
    var weight: Int
  }

  private let largest: Int
  private var times: [Key: Int] = [:]
  /// By time of last use; a weight of 0 for pieces that were used again since.
  private var pieces: [Piece] = []
  private var tree: [Int] = [0]
  private var total = 0
  /// Pieces at which what is out of reach is forgotten.
  private var limit = 8192

  /// - Parameter largest: weight beyond which nothing is held.
  init(largest: Int) { self.largest = largest }

  /// Uses a piece, or the first part of it; a piece that was used in full stays whole.
  ///
  /// - Returns: the smallest capacity that still held it, and how much of it; nil if none did.
  mutating func use(_ key: Key, weight: Int) -> (distance: Int, held: Int)? {
    var found: (distance: Int, held: Int)?
    if let time = times[key] {
      let held = pieces[time].weight
      found = (total - prefix(time + 1) + held, held)
      add(-held, at: time)
      pieces[time].weight = 0
      total -= held
    }
    if pieces.count >= limit { compact() }
    times[key] = pieces.count
    if let hit = found, hit.distance > largest { found = nil }
    append(Piece(key: key, weight: max(weight, found?.held ?? 0)))
    return found
  }

  private mutating func append(_ piece: Piece) {
    pieces.append(piece)
    total += piece.weight
    // A new node of the tree sums what its range holds already.
    let node = tree.count
    var sum = piece.weight
    var step = 1
    while step < node & -node {
      sum += tree[node - step]
      step *= 2
    }
    tree.append(sum)
  }

  private mutating func add(_ weight: Int, at time: Int) {
    var node = time + 1
    while node < tree.count {
      tree[node] += weight
      node += node & -node
    }
  }

  /// Weight of the first `count` times.
  private func prefix(_ count: Int) -> Int {
    var (node, sum) = (count, 0)
    while node > 0 {
      sum += tree[node]
      node -= node & -node
    }
    return sum
  }

  /// Keeps what the largest capacity holds.
  private mutating func compact() {
    var kept: [Piece] = []
    var held = 0
    for piece in pieces.reversed() where piece.weight > 0 {
      held += piece.weight
      if held > largest {
        times[piece.key] = nil
      } else {
        kept.append(piece)
      }
    }
    (pieces, tree, total) = ([], [0], 0)
    for piece in kept.reversed() {
      times[piece.key] = pieces.count
      append(piece)
    }
    limit = max(8192, 4 * pieces.count)
  }
}
