import Domain

/// One metric of one class under two arms, by pair of sessions, so that it can be taken again over
/// sessions drawn anew or with the arms swapped.
struct PairedSamples {
  enum Statistic {
    /// Nearest rank; 100 is the maximum.
    case ranked(Double)
    case mean
  }

  private let statistic: Statistic
  /// Of both arms, by rising value.
  private var entries: [Entry]
  private var counts: [(baseline: Int32, candidate: Int32)]
  private var sums: [(baseline: Double, candidate: Double)]

  struct Entry {
    var value: Double
    var pair: Int32
    var isCandidate: Bool
  }

  init(_ statistic: Statistic, pairs: Int, entries: [Entry]) {
    self.statistic = statistic
    counts = Array(repeating: (0, 0), count: pairs)
    sums = Array(repeating: (0, 0), count: pairs)
    for entry in entries {
      if entry.isCandidate {
        counts[Int(entry.pair)].candidate += 1
        sums[Int(entry.pair)].candidate += entry.value
      } else {
        counts[Int(entry.pair)].baseline += 1
        sums[Int(entry.pair)].baseline += entry.value
      }
    }
    self.entries = entries.sorted {
      ($0.value, $0.pair, $0.isCandidate ? 1 : 0) < ($1.value, $1.pair, $1.isCandidate ? 1 : 0)
    }
  }

  /// Pairs that have a value at all.
  var measuredPairs: Int { counts.count { $0.baseline + $0.candidate > 0 } }

  /// Values of both arms with each pair counted `weights` times, its arms swapped where asked; nil
  /// if an arm has nothing.
  ///
  /// - Complexity: O(pairs), and the entries beyond the rank.
  func values(weights: [UInt8], swapped: [Bool]) -> (baseline: Double, candidate: Double)? {
    var totals = (baseline: 0, candidate: 0)
    var sum = (baseline: 0.0, candidate: 0.0)
    for pair in counts.indices where weights[pair] > 0 {
      let weight = Int(weights[pair])
      let (a, b) = (weight * Int(counts[pair].baseline), weight * Int(counts[pair].candidate))
      let (x, y) = (sums[pair].baseline, sums[pair].candidate)
      if swapped[pair] {
        (totals.baseline, totals.candidate) = (totals.baseline + b, totals.candidate + a)
        sum.baseline += Double(weight) * y
        sum.candidate += Double(weight) * x
      } else {
        (totals.baseline, totals.candidate) = (totals.baseline + a, totals.candidate + b)
        sum.baseline += Double(weight) * x
        sum.candidate += Double(weight) * y
      }
    }
    guard totals.baseline > 0, totals.candidate > 0 else { return nil }
    switch statistic {
    case .mean:
      return (
        sum.baseline / Double(totals.baseline), sum.candidate / Double(totals.candidate)
      )
    case .ranked(let percent): return ranked(percent, totals, weights, swapped)
    }
  }

  /// Walks from the nearer end of the values.
  private func ranked(
    _ percent: Double, _ totals: (baseline: Int, candidate: Int), _ weights: [UInt8],
    _ swapped: [Bool]
  ) -> (baseline: Double, candidate: Double)? {
    let ranks = (
      nearestRank(percent: percent, of: totals.baseline),
      nearestRank(percent: percent, of: totals.candidate)
    )
    let isFromTop = percent > 50
    // Values still to pass before the wanted one.
    var left = isFromTop ? totals.baseline - 1 - ranks.0 : ranks.0
    var right = isFromTop ? totals.candidate - 1 - ranks.1 : ranks.1
    var found: (Double?, Double?)
    for step in entries.indices {
      let entry = entries[isFromTop ? entries.count - 1 - step : step]
      let weight = Int(weights[Int(entry.pair)])
      if weight == 0 { continue }
      if entry.isCandidate != swapped[Int(entry.pair)] {
        right -= weight
        if right < 0, found.1 == nil { found.1 = entry.value }
      } else {
        left -= weight
        if left < 0, found.0 == nil { found.0 = entry.value }
      }
      if let a = found.0, let b = found.1 { return (a, b) }
    }
    return nil
  }
}
