/// Decoding sequences of an engine whose gaps are pooled, counted by class, agent, model and
/// tenant.
struct GapCounts: ~Copyable {
  private(set) var groups = Column<(group: Int32, count: Int32)>()

  mutating func add(_ group: Int32) {
    for index in groups.indices where groups[index].group == group {
      groups[index].count += 1
      return
    }
    groups.append((group, 1))
  }

  mutating func remove(_ group: Int32) {
    for index in groups.indices where groups[index].group == group {
      groups[index].count -= 1
      if groups[index].count == 0 {
        groups[index] = groups[groups.count - 1]
        _ = groups.removeLast()
      }
      return
    }
    preconditionFailure("group \(group) has no sequence to remove")
  }
}
