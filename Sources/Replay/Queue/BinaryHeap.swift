/// A binary min-heap over a column. Elements that compare equal come out in no order, so keys carry
/// what decides ties.
///
/// - Complexity: O(log n) to insert and remove, O(1) to look at the first.
struct BinaryHeap<Element: Comparable>: ~Copyable {
  private var elements = Column<Element>()

  var first: Element? { elements.first }
  var count: Int { elements.count }
  var isEmpty: Bool { elements.isEmpty }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var hole = elements.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard element < elements[parent] else { break }
      elements[hole] = elements[parent]
      hole = parent
    }
    elements[hole] = element
  }

  @discardableResult
  mutating func removeFirst() -> Element {
    let first = elements[0]
    let last = elements.removeLast()
    if elements.isEmpty { return first }
    let count = elements.count
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < count else { break }
      if child + 1 < count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < last else { break }
      elements[hole] = elements[child]
      hole = child
    }
    elements[hole] = last
    return first
  }
}
