import Domain

/// What waited for what, as far as recorded times tell.
///
/// Of requests with starts and ends, one waits for those that had ended when it was sent and that
/// nobody else who had ended before it waited for.
struct TimedLinks {
  struct Span {
    /// Index of the request in the draft.
    var request: Int
    var start: Int
    var end: Int
  }

  /// More are not told one by one: only the last one to end.
  static let mostWaits = 64

  /// Gives each request its dependencies and the time from the last one's end.
  ///
  /// - Parameter spans: of one session or one agent in it, in any order.
  /// - Complexity: O(n log n).
  static func link(_ spans: [Span], _ draft: inout ImportDraft) {
    let byStart = spans.sorted { ($0.start, $0.request) < ($1.start, $1.request) }
    let byEnd = spans.sorted { ($0.end, $0.request) < ($1.end, $1.request) }
    var ended = 0
    var frontier: [Span] = []
    var latestStart = Int.min
    for span in byStart {
      while ended < byEnd.count, byEnd[ended].end <= span.start {
        let other = byEnd[ended]
        ended += 1
        // What starts now and takes no time comes in its turn, below.
        guard other.start < span.start else { continue }
        latestStart = max(latestStart, other.start)
        frontier.append(other)
      }
      if frontier.count > mostWaits || frontier.contains(where: { $0.end <= latestStart }) {
        frontier.removeAll { $0.end <= latestStart && $0.start < latestStart }
      }
      if frontier.count > mostWaits { frontier.removeFirst(frontier.count - 1) }
      wait(span, for: frontier, &draft)
      if span.end <= span.start {
        latestStart = max(latestStart, span.start)
        frontier.append(span)
      }
    }
  }

  private static func wait(_ span: Span, for others: [Span], _ draft: inout ImportDraft) {
    draft.requests[span.request].dependencies = draft.list(others.map(\.request))
    guard let end = others.map(\.end).max() else {
      // It waited for nothing but its time.
      draft.requests[span.request].keepsTime = true
      return
    }
    let delay = min(span.start - end, Int(Ticks.horizonNanoseconds) - 1)
    draft.requests[span.request].delay = Nanoseconds(max(0, delay))
  }
}
