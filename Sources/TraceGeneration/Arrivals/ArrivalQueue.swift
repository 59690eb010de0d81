import Domain

/// Merges sources by time of their next start; ties go to the class, then the client, that is
/// first.
///
/// - Complexity: O(log sources) a start, O(sources) memory.
struct ArrivalQueue: Sendable {
  private var sources: [ArrivalSource] = []
  private var starts = MinHeap<Start>()

  private struct Start: Comparable {
    var time: Nanoseconds
    var source: Int

    static func < (left: Start, right: Start) -> Bool {
      (left.time, left.source) < (right.time, right.source)
    }
  }

  /// Adds a source that stands behind those before it, unless it never starts a session.
  mutating func add(_ source: ArrivalSource, plan: ArrivalPlan) {
    var source = source
    guard source.advance(plan) else { return }
    starts.insert(Start(time: source.next, source: sources.count))
    sources.append(source)
  }

  /// The source whose next start is the earliest.
  var first: ArrivalSource? { starts.first.map { sources[$0.source] } }

  /// Moves that source to its start after this one.
  mutating func advanceFirst(_ plan: ArrivalPlan) {
    guard let top = starts.first?.source else { return }
    if sources[top].advance(plan) {
      starts.replaceFirst(with: Start(time: sources[top].next, source: top))
    } else {
      removeFirst()
    }
  }

  mutating func removeFirst() { _ = starts.popFirst() }
}
