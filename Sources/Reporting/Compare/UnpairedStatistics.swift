import Domain

/// Statistics of two sets of values that share no seeds.
enum UnpairedStatistics {
  /// Up to this many values in both sets together every way to label them is counted.
  static let exactLimit = 24

  /// Two-sided permutation p of the means being equal: of all ways to call as many of the values
  /// the baseline's, those whose means lie at least as far apart.
  ///
  /// - Complexity: O(n · 2^(n/2)) up to 24 values; beyond, 2¹⁶ ways are drawn, and counted with the
  ///   one that was seen.
  static func permutation(_ baseline: [Double], _ candidate: [Double]) -> Double {
    let center = PairedStatistics.mean(baseline + candidate)
    let pooled = (baseline + candidate).map { $0 - center }
    let slack = 1e-10 * pooled.reduce(0) { $0 + abs($1) }
    // Means lie the further apart the further the centred sum of one set is from 0.
    let seen = abs(pooled.prefix(baseline.count).reduce(0, +)) - slack
    if seen <= 0 { return 1 }
    if pooled.count <= exactLimit {
      return Double(labelings(pooled, choosing: baseline.count, atLeast: seen))
        / ways(pooled.count, baseline.count)
    }
    let stream = RandomStream(seed: 0).named("labels")
    let hits = (0..<PairedStatistics.drawnPatterns).count {
      abs(drawn(pooled, baseline.count, stream.numbered($0))) >= seen
    }
    return Double(hits + 1) / Double(PairedStatistics.drawnPatterns + 1)
  }

  /// The smallest p that sets of these sizes can yield.
  static func smallestP(_ baseline: Int, _ candidate: Int) -> Double {
    guard baseline + candidate <= exactLimit else {
      return 1 / Double(PairedStatistics.drawnPatterns + 1)
    }
    return (baseline == candidate ? 2 : 1) / ways(baseline + candidate, baseline)
  }

  /// Choices of `count` values whose sum is at least so far from 0.
  private static func labelings(
    _ values: [Double], choosing count: Int, atLeast limit: Double
  ) -> Int {
    let half = values.count / 2
    let (left, right) = (sums(values[..<half]), sums(values[half...]))
    return (0...count).reduce(0) { hits, size in
      guard size < left.count, count - size < right.count else { return hits }
      let (some, others) = (left[size], right[count - size])
      return hits + PairedStatistics.pairs(some, others, atLeast: limit)
        + PairedStatistics.pairs(some.map { -$0 }, others.map { -$0 }, atLeast: limit)
    }
  }

  /// By size, the sums of all subsets.
  private static func sums(_ values: ArraySlice<Double>) -> [[Double]] {
    var bySize = [[Double]](repeating: [], count: values.count + 1)
    bySize[0] = [0]
    for value in values {
      for size in bySize.indices.dropFirst().reversed() {
        bySize[size] += bySize[size - 1].map { $0 + value }
      }
    }
    return bySize
  }

  /// The binomial coefficient.
  private static func ways(_ total: Int, _ chosen: Int) -> Double {
    (0..<chosen).reduce(1.0) { ways, index in
      (ways * Double(total - index) / Double(index + 1)).rounded()
    }
  }

  /// The sum of `count` values drawn without putting back.
  private static func drawn(_ values: [Double], _ count: Int, _ stream: RandomStream) -> Double {
    var values = values
    var sum = 0.0
    for index in 0..<count {
      let left = values.count - index
      let pick = index + min(left - 1, Int(stream.numbered(index).uniform * Double(left)))
      sum += values[pick]
      values[pick] = values[index]
    }
    return sum
  }
}
