import Domain

/// Statistics of paired differences, one for each seed.
enum PairedStatistics {
  /// Up to this many differences every pattern of signs is counted.
  static let exactLimit = 24
  /// Beyond, so many are drawn.
  static let drawnPatterns = 1 << 16

  static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// Of a sample; 0 below two values.
  static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let center = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// Two-sided sign-flip permutation p of the mean being 0.
  ///
  /// - Complexity: O(n · 2^(n/2)) up to 24 values; beyond, 2¹⁶ patterns are drawn, and counted with
  ///   the one that was seen.
  static func signFlip(_ values: [Double]) -> Double {
    let slack = 1e-10 * values.reduce(0) { $0 + abs($1) }
    let seen = abs(values.reduce(0, +)) - slack
    // Patterns come in pairs of opposite sums, so those on one side are half of them.
    if seen <= 0 { return 1 }
    if values.count <= exactLimit {
      let half = values.count / 2
      let hits = pairs(sums(values[..<half]), sums(values[half...]), atLeast: seen)
      return 2 * Double(hits) / Double(1 << values.count)
    }
    let stream = RandomStream(seed: 0).named("sign-flip")
    let hits = (0..<drawnPatterns).count { abs(drawn(values, stream.numbered($0))) >= seen }
    return Double(hits + 1) / Double(drawnPatterns + 1)
  }

  /// The smallest p that so many values can yield.
  static func smallestP(_ count: Int) -> Double {
    count <= exactLimit ? 2 / Double(1 << count) : 1 / Double(drawnPatterns + 1)
  }

  /// Sums of all patterns of signs.
  private static func sums(_ values: ArraySlice<Double>) -> [Double] {
    values.reduce(into: [0]) { sums, value in
      sums = sums.map { $0 - value } + sums.map { $0 + value }
    }
  }

  /// Pairs, one of each list, whose sum reaches a limit.
  ///
  /// - Complexity: O(n log n).
  static func pairs(_ left: [Double], _ right: [Double], atLeast limit: Double) -> Int {
    let (rising, other) = (left.sorted(), right.sorted())
    var (hits, first) = (0, other.count)
    for value in rising {
      while first > 0, value + other[first - 1] >= limit { first -= 1 }
      hits += other.count - first
    }
    return hits
  }

  private static func drawn(_ values: [Double], _ stream: RandomStream) -> Double {
    var sum = 0.0
    var bits: UInt64 = 0
    for index in values.indices {
      bits = index & 63 == 0 ? stream.numbered(index >> 6).bits : bits >> 1
      sum += bits & 1 == 0 ? values[index] : -values[index]
    }
    return sum
  }

  /// Benjamini–Hochberg adjusted p values, in the order given.
  static func adjusted(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var result = values
    var least = 1.0
    for (rank, index) in order.enumerated().reversed() {
      least = min(least, values[index] * Double(values.count) / Double(rank + 1))
      result[index] = least
    }
    return result
  }
}
