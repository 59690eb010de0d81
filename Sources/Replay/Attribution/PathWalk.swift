import Domain

/// A critical path, as far back as it was walked.
struct PathWalk {
  /// Ticks by component.
  var row: [Ticks] = []
  /// What isn't requests', last first; empty unless it is kept.
  private(set) var spans: [LongSession.Span] = []
  private let start: Ticks
  private let keepsSpans: Bool

  /// - Parameter start: Of the session.
  init(since start: Ticks, keepsSpans: Bool) {
    (self.start, self.keepsSpans) = (start, keepsSpans)
  }

  mutating func add(_ component: Component, from first: Ticks, to last: Ticks) {
    row[component.index] += last - first
    guard keepsSpans, last > first else { return }
    spans.append(LongSession.Span(component, from: first - start, to: last - start))
  }
}
