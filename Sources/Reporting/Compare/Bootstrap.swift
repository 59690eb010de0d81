import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bootstrap intervals of means; the same resamples serve every metric.
///
/// Percentiles of resampled means are too narrow for few values; they are moved outwards to where
/// a t interval would have them (the expanded percentile interval; Hesterberg, The American
/// Statistician 69(4), 2015).
struct Bootstrap {
  /// For a 95 % interval; more where the ends lie further out.
  static let usualResamples = 4000

  let count: Int
  private let resamples: Int
  private let student: StudentT
  /// Indices drawn, resample by resample.
  private let draws: [Int32]

  /// - Parameters:
  ///   - count: Values that are resampled.
  ///   - tail: Probability beyond each end; 0.025 for a 95 % interval.
  ///   - stream: Where the resamples come from; two sets that are resampled apart need two.
  init(count: Int, tail: Double = 0.025, stream: String = "bootstrap") {
    self.count = count
    student = StudentT(tail: tail)
    resamples = Int((Double(Bootstrap.usualResamples) * max(1, 0.025 / tail)).rounded())
    let stream = RandomStream(seed: 0).named(stream)
    draws = (0..<resamples).flatMap { resample in
      let draws = stream.numbered(resample)
      return (0..<count).map { draw in
        Int32(min(count - 1, Int(draws.numbered(draw).uniform * Double(count))))
      }
    }
  }

  /// Interval of the mean of `count` values; nil below two.
  func interval(_ values: [Double]) -> (low: Double, high: Double)? {
    guard count > 1 else { return nil }
    let few = (Double(count) / Double(count - 1)).squareRoot()
    return ends(means(values), reach: few * student.quantile(count - 1))
  }

  /// Interval of the mean of `values` − that of `others`, which share no seeds; nil if either has
  /// fewer than two.
  ///
  /// Degrees of freedom are Welch's, rounded down (Biometrika 34, 1947).
  func interval(
    _ values: [Double], minus others: [Double], _ other: Bootstrap
  ) -> (low: Double, high: Double)? {
    guard count > 1, other.count > 1 else { return nil }
    let sets = [values, others].map { set -> (square: Double, degrees: Double) in
      let spread = PairedStatistics.standardDeviation(set)
      return (spread * spread / Double(set.count), Double(set.count - 1))
    }
    let square = sets.reduce(0) { $0 + $1.square }
    // What resampling yields of it, a little less.
    let resampled = sets.reduce(0) { $0 + $1.square * $1.degrees / ($1.degrees + 1) }
    let degrees = square * square / sets.reduce(0) { $0 + $1.square * $1.square / $1.degrees }
    let reach =
      square > 0
      ? (square / resampled).squareRoot() * student.quantile(max(1, Int(degrees))) : 0
    return ends(zip(means(values), other.means(others)).map { $0 - $1 }, reach: reach)
  }

  private func means(_ values: [Double]) -> [Double] {
    precondition(values.count == count)
    return (0..<resamples).map { resample in
      var sum = 0.0
      for index in draws[resample * count..<(resample + 1) * count] { sum += values[Int(index)] }
      return sum / Double(count)
    }
  }

  /// - Parameter reach: In standard errors.
  private func ends(_ means: [Double], reach: Double) -> (low: Double, high: Double) {
    let means = means.sorted()
    let skipped = Int(erfc(reach / 2.0.squareRoot()) / 2 * Double(means.count))
    return (means[skipped], means[means.count - 1 - skipped])
  }
}
