public import Domain

/// How one metric is distributed: in seconds, or per second for rates.
public struct Quantiles: Hashable, Sendable {
  /// Values it was taken over; never 0.
  public var count: Int
  public var mean: Double
  /// The low tail, which is the bad one of rates.
  public var p1: Double
  public var p50: Double
  public var p90: Double
  public var p95: Double
  public var p99: Double
  public var p999: Double
  public var max: Double

  /// Of values in rising order; nil without values. `perSecond` of their unit are a second.
  init?(sorted values: ArraySlice<Double>, perSecond: Double) {
    guard let last = values.last else { return nil }
    func at(_ percent: Double) -> Double {
      values[values.startIndex + nearestRank(percent: percent, of: values.count)] / perSecond
    }
    count = values.count
    mean = values.reduce(0, +) / Double(values.count) / perSecond
    (p1, p50, p90, p95) = (at(1), at(50), at(90), at(95))
    (p99, p999, max) = (at(99), at(99.9), last / perSecond)
  }

  /// Of pooled gaps; percentiles are at most 0.1 % low.
  init?(_ gaps: GapHistogram) {
    guard gaps.count > 0 else { return nil }
    let at = gaps.quantiles([0.01, 0.5, 0.9, 0.95, 0.99, 0.999])
      .map { Double($0) / ticksPerSecond }
    count = Int(gaps.count)
    mean = Double(gaps.sum) / Double(gaps.count) / ticksPerSecond
    (p1, p50, p90, p95, p99, p999) = (at[0], at[1], at[2], at[3], at[4], at[5])
    max = Double(gaps.maximum) / ticksPerSecond
  }

  /// nil for a percentile that isn't kept.
  public func value(_ statistic: Assertion.Statistic) -> Double? {
    switch statistic {
    case .mean: mean
    case .max: max
    case .percentile(1): p1
    case .percentile(50): p50
    case .percentile(90): p90
    case .percentile(95): p95
    case .percentile(99): p99
    case .percentile(99.9): p999
    case .percentile: nil
    }
  }
}

let ticksPerSecond = 1e9 * Double(Ticks.perNanosecond)

/// Index of the nearest-rank percentile: the smallest value that at least `percent` % don't exceed.
///
/// - Precondition: `count` is at least 1.
func nearestRank(percent: Double, of count: Int) -> Int {
  // A rank that is whole on paper may come out a hair above in floating point.
  let rank = (percent * Double(count) / 100 - 1e-9).rounded(.up)
  return min(count, max(1, Int(rank))) - 1
}
