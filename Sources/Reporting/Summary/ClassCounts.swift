/// Whole counts by group and class, so that rates don't depend on the order of adding.
struct ClassCounts {
  private let window: MeasuredWindow
  private var counts: [Int64]

  init(_ groups: Groups, _ window: MeasuredWindow) {
    self.window = window
    counts = Array(repeating: 0, count: groups.count * window.spans.count)
  }

  mutating func add(_ group: Int, _ classIndex: UInt8) {
    counts[group * window.spans.count + Int(classIndex)] += 1
  }

  /// Per second of the span of each class.
  func rate(_ group: Int) -> Double {
    let first = group * window.spans.count
    return window.rate(counts[first..<first + window.spans.count])
  }
}
