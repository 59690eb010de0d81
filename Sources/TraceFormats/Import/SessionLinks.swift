/// Which requests belong to one session, found from which ones wait for which: union by rank with
/// path halving.
struct SessionLinks {
  private var parents: [Int32]
  private var ranks: [UInt8]

  init(count: Int) {
    parents = Array(0..<Int32(count))
    ranks = Array(repeating: 0, count: count)
  }

  mutating func join(_ one: Int, _ other: Int) {
    let (left, right) = (root(one), root(other))
    guard left != right else { return }
    if ranks[left] < ranks[right] {
      parents[left] = Int32(right)
    } else {
      parents[right] = Int32(left)
      if ranks[left] == ranks[right] { ranks[left] += 1 }
    }
  }

  private mutating func root(_ index: Int) -> Int {
    var index = index
    while Int(parents[index]) != index {
      parents[index] = parents[Int(parents[index])]
      index = Int(parents[index])
    }
    return index
  }

  /// Gives joined requests the session of one of them.
  mutating func write(to draft: inout ImportDraft) {
    for index in draft.requests.indices {
      draft.requests[index].session = draft.requests[root(index)].session
    }
  }
}
