import Domain

/// Merges sources by time of their next start; ties go to the class, then the client, that is
/// first.
///
/// - Complexity: O(log sources) a start, O(sources) memory.
struct ArrivalQueue: Sendable {
  private var sources: [ArrivalSource] = []
  /// A binary heap of indices into `sources`.
  private var heap: [Int] = []

  /// Adds a source that stands behind those before it, unless it never starts a session.
  mutating func add(_ source: ArrivalSource, plan: ArrivalPlan) {
    var source = source
    guard source.advance(plan) else { return }
    sources.append(source)
    heap.append(sources.count - 1)
    rise(heap.count - 1)
  }

  /// The source whose next start is the earliest.
  var first: ArrivalSource? { heap.first.map { sources[$0] } }

  /// Moves that source to its start after this one.
  mutating func advanceFirst(_ plan: ArrivalPlan) {
    guard let top = heap.first else { return }
    if sources[top].advance(plan) { sink() } else { removeFirst() }
  }

  mutating func removeFirst() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    heap[0] = last
    sink()
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (sources[left].next, sources[right].next)
    return a != b ? a < b : left < right
  }

  private mutating func rise(_ position: Int) {
    var child = position
    while child > 0, isBefore(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var smallest = parent
      for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count {
        if isBefore(heap[child], heap[smallest]) { smallest = child }
      }
      guard smallest != parent else { return }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
