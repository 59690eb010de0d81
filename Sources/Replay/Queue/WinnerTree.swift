import Domain

/// The next boundary of every engine, and which of them is the earliest; the lowest engine wins
/// ties.
///
/// - Complexity: O(log engines) to change one, O(1) to ask.
struct WinnerTree: ~Copyable {
  /// Not private: compilers of Swift 6.3 fail on a noncopyable type around a private one.
  struct Node {
    var time: Ticks
    var engine: Int
  }

  /// A complete binary tree, each node the winner below it: node 1 is the root, the leaves are the
  /// engines in their order.
  private var nodes: Column<Node>
  private let leaves: Int

  init(engines: Int) {
    var leaves = 1
    while leaves < engines { leaves *= 2 }
    self.leaves = leaves
    nodes = Column(capacity: 2 * leaves)
    for node in 0..<(2 * leaves) {
      var first = max(1, node)
      while first < leaves { first *= 2 }
      nodes.append(Node(time: .max, engine: first - leaves))
    }
  }

  var first: Int { nodes[1].engine }
  var firstTime: Ticks { nodes[1].time }

  func time(of engine: Int) -> Ticks { nodes[engine + leaves].time }

  mutating func set(_ engine: Int, to time: Ticks) {
    var node = engine + leaves
    nodes[node].time = time
    while node > 1 {
      let (left, right) = (nodes[node & ~1], nodes[node | 1])
      node /= 2
      nodes[node] = right.time < left.time ? right : left
    }
  }
}
