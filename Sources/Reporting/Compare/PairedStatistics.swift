import Domain

/// Statistics of paired differences, one for each seed.
enum PairedStatistics {
  /// Up to this many differences every pattern of signs is tried.
  static let exactLimit = 14

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

  /// One-sided sign-flip permutation p of the mean being above 0.
  ///
  /// - Complexity: O(2ⁿ) up to 14 values; beyond, 2¹⁴ patterns are drawn, and counted with the one
  ///   that was seen.
  static func signFlip(_ values: [Double]) -> Double {
    let observed = values.reduce(0, +)
    let slack = 1e-12 * values.reduce(0) { $0 + abs($1) }
    if values.count <= exactLimit {
      let patterns = 1 << values.count
      let hits = (0..<patterns).count { flipped(values, UInt64($0)) >= observed - slack }
      return Double(hits) / Double(patterns)
    }
    let stream = RandomStream(seed: 0).named("sign-flip")
    let patterns = 1 << exactLimit
    let hits = (0..<patterns).count { pattern in
      drawn(values, stream.numbered(pattern)) >= observed - slack
    }
    return Double(hits + 1) / Double(patterns + 1)
  }

  /// The smallest p that so many values can yield.
  static func smallestP(_ count: Int) -> Double {
    count <= exactLimit ? 1 / Double(1 << count) : 1 / Double(1 << exactLimit + 1)
  }

  private static func flipped(_ values: [Double], _ signs: UInt64) -> Double {
    var sum = 0.0
    for index in values.indices {
      sum += signs >> UInt64(index) & 1 == 0 ? values[index] : -values[index]
    }
    return sum
  }

  private static func drawn(_ values: [Double], _ stream: RandomStream) -> Double {
    var sum = 0.0
    for index in values.indices {
      let bits = stream.numbered(index >> 6).bits
      sum += bits >> UInt64(index & 63) & 1 == 0 ? values[index] : -values[index]
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
