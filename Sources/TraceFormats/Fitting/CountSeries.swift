import Domain

/// Moments of starts, and how evenly they come.
struct CountSeries {
  /// In rising order, within [0, `length`).
  let moments: [Nanoseconds]
  let length: Nanoseconds
  /// The clock that the source rounds to; 0 for none.
  let tick: Nanoseconds

  /// - Parameter tick: moments are put on multiples of it, as the source did; 0 leaves them.
  init(_ moments: [Nanoseconds], length: Nanoseconds, tick: Nanoseconds) {
    (self.length, self.tick) = (length, tick)
    let placed =
      tick > 0 ? moments.map { ($0 + tick / 2) / tick * tick } : moments
    self.moments = placed.filter { $0 < length }.sorted()
  }

  var rate: Double { Double(moments.count) / max(length.inSeconds, 1e-9) }

  /// Counts of the whole windows of so many seconds.
  func counts(window: Int) -> [Int] {
    let width = Nanoseconds(window) * .second
    var counts = Array(repeating: 0, count: Int(length / width))
    for moment in moments {
      let place = Int(moment / width)
      if place < counts.count { counts[place] += 1 }
    }
    return counts
  }

  /// Variance over mean of the counts; nil for fewer than five windows, or none with anything.
  func dispersion(window: Int) -> Double? {
    let counts = counts(window: window)
    let mean = Double(counts.reduce(0, +)) / Double(max(counts.count, 1))
    guard counts.count >= 5, mean > 0 else { return nil }
    let squares = counts.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return squares / Double(counts.count) / mean
  }

  /// The clock that moments were rounded to: 98 in 100 lie within a hundredth of its multiples, and
  /// a tenth of the gaps are one of it or none. nil if they are finer than 100 ms.
  static func tick(of moments: [Nanoseconds]) -> Nanoseconds? {
    var moments = moments
    if let first = moments.first {
      moments = [first] + zip(moments, moments.dropFirst()).filter { $0 != $1 }.map(\.1)
    }
    // Many at once say nothing of the clock.
    guard moments.count >= 20 else { return nil }
    var gaps: [Nanoseconds: Int] = [:]
    let unit = 10 * Nanoseconds.millisecond
    for (one, next) in zip(moments, moments.dropFirst()) where next - one >= 10 * unit {
      gaps[(next - one + unit / 2) / unit * unit, default: 0] += 1
    }
    let likely = gaps.sorted { ($0.value, -$0.key) > ($1.value, -$1.key) }.prefix(5)
    let found = likely.map(\.key).sorted(by: >).first { tick in
      let near = moments.count { moment in
        let off = moment % tick
        return min(off, tick - off) <= tick / 100
      }
      return near * 100 >= moments.count * 98
    }
    return found
  }
}
