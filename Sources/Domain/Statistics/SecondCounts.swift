/// How many of something happened in each second. At most 4 bytes for each of the 13 days that a
/// trace can be long.
public struct SecondCounts: Hashable, Sendable {
  public private(set) var counts: [UInt32] = []

  public init() {}

  public mutating func add(at moment: Nanoseconds) {
    let second = Int(max(moment, 0) / .second)
    guard moment < Ticks.horizonNanoseconds else { return }
    if second >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: second + 1 - counts.count))
    }
    counts[second] += 1
  }

  /// Variance over mean of the counts in the whole windows of `length`; nil for fewer than five
  /// windows or none with anything in it.
  ///
  /// - Complexity: O(seconds).
  public func dispersion(window: Int, length: Nanoseconds) -> (index: Double, windows: Int)? {
    let windows = Int(length / .second) / window
    guard windows >= 5 else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for number in 0..<windows {
      let first = min(number * window, counts.count)
      let last = min(first + window, counts.count)
      let held = Double(counts[first..<last].reduce(0) { $0 + Int($1) })
      sum += held
      squares += held * held
    }
    guard sum > 0 else { return nil }
    let mean = sum / Double(windows)
    return ((squares / Double(windows) - mean * mean) / mean, windows)
  }

  /// Per second, averaged over `parts` equal parts of `length`; whole seconds go to the part that
  /// they begin in.
  public func rates(parts: Int, length: Nanoseconds) -> [Double] {
    let seconds = max(1, Int((length + .second - 1) / .second))
    let parts = min(parts, seconds)
    return (0..<parts).map { part in
      let (first, last) = (part * seconds / parts, (part + 1) * seconds / parts)
      let held = counts[min(first, counts.count)..<min(last, counts.count)]
      return Double(held.reduce(0) { $0 + Int($1) }) / Double(last - first)
    }
  }
}
