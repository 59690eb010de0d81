import Domain

/// Numbers shared contexts over the whole trace, in order of first use.
///
/// A copy under two parents is two contexts, since a prompt is a path.
///
/// - Complexity: memory grows with the copies that were used, not with sessions.
struct SharedContexts: Sendable {
  private struct Key: Hashable {
    var parent: Int32
    var context: Int32
    var group: Int32
    var copy: Int32
  }

  private var numbers: [Key: Int32] = [:]
  private var groups: [String: Int32] = [:]

  /// The number of a tenant that shares contexts, from 1.
  mutating func group(of tenant: String) -> Int {
    if let group = groups[tenant] { return Int(group) }
    let group = Int32(groups.count + 1)
    groups[tenant] = group
    return Int(group)
  }

  /// The number of a copy below `parent`, and whether this is its first use.
  mutating func number(
    parent: Int, context: Int, group: Int, copy: Int
  ) -> (number: Int, isNew: Bool) {
    let key = Key(
      parent: Int32(parent), context: Int32(context), group: Int32(group), copy: Int32(copy))
    if let number = numbers[key] { return (Int(number), false) }
    let number = Int32(numbers.count + 1)
    numbers[key] = number
    return (Int(number), true)
  }
}
