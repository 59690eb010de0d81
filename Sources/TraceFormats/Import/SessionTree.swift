import Domain

/// What the prompts of one session append to each other, as a tree that is split wherever a prompt
/// ends or leaves another one.
///
/// A place in it is a node and a depth in tokens from the root, within that node.
struct SessionTree {
  struct Node {
    /// Index of the node it extends; −1 if it extends `base`.
    var parent: Int32
    /// The root, or a context of the whole trace.
    var base: ContextReference
    var start: Int32
    var end: Int32
  }

  /// The end of a path: a node's, or of a context of the whole trace if `node` is −1.
  struct Path: Hashable {
    var node: Int32
    var base: ContextReference
    var end: Int32
    static let root = Path(node: -1, base: .root, end: 0)
  }

  private(set) var nodes: [Node] = []
  private var places: [ContextReference] = []
  private var order: [Int32] = []

  mutating func removeAll() { nodes.removeAll(keepingCapacity: true) }

  mutating func append(_ tokens: Int, below path: Path) -> Path {
    guard tokens > 0 else { return path }
    let end = path.end + Int32(tokens)
    nodes.append(Node(parent: path.node, base: path.base, start: path.end, end: end))
    return Path(node: Int32(nodes.count - 1), base: path.base, end: end)
  }

  /// The first `depth` tokens of a path. A context of the whole trace is not cut: it is left out
  /// where the path ends within it.
  ///
  /// - Complexity: O(nodes of the path).
  mutating func cut(_ path: Path, at depth: Int) -> Path {
    guard depth < path.end else { return path }
    var index = path.node
    while index >= 0, Int(nodes[Int(index)].start) >= depth {
      if Int(nodes[Int(index)].start) == depth, nodes[Int(index)].parent < 0 {
        return Path(node: -1, base: nodes[Int(index)].base, end: Int32(depth))
      }
      index = nodes[Int(index)].parent
    }
    guard index >= 0 else { return .root }
    let node = nodes[Int(index)]
    if Int(node.end) == depth { return Path(node: index, base: node.base, end: node.end) }
    let upper = Int32(nodes.count)
    nodes.append(
      Node(parent: node.parent, base: node.base, start: node.start, end: Int32(depth)))
    (nodes[Int(index)].parent, nodes[Int(index)].start) = (upper, Int32(depth))
    return Path(node: upper, base: node.base, end: Int32(depth))
  }

  /// Gives the session its contexts, parents before children; `reference` then names them.
  mutating func write(to session: inout TraceSession) {
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: nodes.indices.lazy.map(Int32.init))
    let nodes = nodes
    // A parent starts before its children; equal starts keep their order.
    order.sort { (nodes[Int($0)].start, $0) < (nodes[Int($1)].start, $1) }
    places.removeAll(keepingCapacity: true)
    places.append(contentsOf: repeatElement(.root, count: nodes.count))
    for index in order {
      let node = nodes[Int(index)]
      let parent = node.parent >= 0 ? places[Int(node.parent)] : node.base
      places[Int(index)] = .own(session.contexts.count)
      session.contexts.append(PrivateContext(parent: parent, tokens: Int(node.end - node.start)))
    }
  }

  func reference(_ path: Path) -> ContextReference {
    path.node >= 0 ? places[Int(path.node)] : path.base
  }
}
