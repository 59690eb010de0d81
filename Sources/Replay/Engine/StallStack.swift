import Domain

/// Longest step since any earlier boundary, for all sequences of an engine at once.
///
/// Entries have rising ends and strictly falling durations: what a later, longer step covers is
/// gone. Sequences begin and end only at boundaries where a run was cut, so the answer is exact.
struct StallStack: ~Copyable {
  /// Not private: compilers of Swift 6.3 fail on a noncopyable type around a private one.
  struct Entry {
    var end: Int64
    var longest: Ticks
  }

  private var entries = Column<Entry>()

  /// Steps up to the boundary at position `end` lasted at most `longest`.
  ///
  /// - Complexity: O(1) amortized.
  mutating func push(end: Int64, longest: Ticks) {
    while let last = entries.last, last.longest <= longest { _ = entries.removeLast() }
    entries.append(Entry(end: end, longest: longest))
  }

  /// The longest step after the boundary at position `start`; 0 if there was none.
  ///
  /// - Complexity: O(log entries).
  func longest(after start: Int64) -> Ticks {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].end > start { high = middle } else { low = middle + 1 }
    }
    return low < entries.count ? entries[low].longest : 0
  }

  mutating func removeAll() { entries.removeAll() }
}
