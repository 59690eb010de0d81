import Domain

/// The next boundary of every engine, and which of them is the earliest; the lowest engine wins
/// ties.
///
/// - Complexity: O(log engines) to change one, O(1) to ask.
struct WinnerTree {
  private(set) var times: [Ticks]
  /// Inner nodes of a complete binary tree, each the winner below it; node 1 is the root.
  private var winners: [Int32]
  private let leaves: Int

  init(engines: Int) {
    var leaves = 1
    while leaves < engines { leaves *= 2 }
    self.leaves = leaves
    times = Array(repeating: .max, count: leaves)
    winners = (0..<max(1, leaves)).map { node in
      var first = max(1, node)
      while first < leaves { first *= 2 }
      return Int32(first - leaves)
    }
  }

  var first: Int { leaves == 1 ? 0 : Int(winners[1]) }
  var firstTime: Ticks { times[first] }

  mutating func set(_ engine: Int, to time: Ticks) {
    times[engine] = time
    var node = (engine + leaves) / 2
    while node >= 1 {
      let (left, right) = (2 * node, 2 * node + 1)
      let a = left >= leaves ? Int32(left - leaves) : winners[left]
      let b = right >= leaves ? Int32(right - leaves) : winners[right]
      winners[node] = times[Int(b)] < times[Int(a)] ? b : a
      node /= 2
    }
  }
}
