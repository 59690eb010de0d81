/// A binary heap whose first element is the least. Elements that compare equal come out in no
/// order, so they carry what decides ties.
///
/// - Complexity: O(log n) to insert, remove and replace, O(1) to look at the first.
package struct MinHeap<Element: Comparable> {
  @usableFromInline var elements: [Element] = []

  @inlinable
  package init() {}

  @inlinable
  package var first: Element? { elements.first }

  @inlinable
  package mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, elements[child] < elements[(child - 1) / 2] {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  @inlinable
  package mutating func popFirst() -> Element? {
    guard let first = elements.first, let last = elements.popLast() else { return nil }
    if !elements.isEmpty { replaceFirst(with: last) }
    return first
  }

  /// Puts another element in the place of the first.
  ///
  /// - Precondition: there is one.
  @inlinable
  package mutating func replaceFirst(with element: Element) {
    elements[0] = element
    var parent = 0
    while true {
      var least = parent
      for child in (2 * parent + 1)...(2 * parent + 2) where child < elements.count {
        if elements[child] < elements[least] { least = child }
      }
      guard least != parent else { return }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}

extension MinHeap: Sendable where Element: Sendable {}
