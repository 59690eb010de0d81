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
/// Statistician 69(4), 2015). Of fewer values than `fewest` it is the t interval: means of
/// resamples never lie beyond the values, and the true mean often does.
struct Bootstrap {
  /// All of so many values lie on one side of what they vary about in at most 2/2⁶ of cases.
  static let fewest = 6
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
    resamples =
      count < Bootstrap.fewest
      ? 0 : Int((Double(Bootstrap.usualResamples) * max(1, 0.025 / tail)).rounded())
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
    guard count >= Bootstrap.fewest else {
      let error = PairedStatistics.standardDeviation(values) / Double(count).squareRoot()
      let (mean, reach) = (PairedStatistics.mean(values), error * student.quantile(count - 1))
      return (mean - reach, mean + reach)
    }
    return Bootstrap.ends(
      means(values).sorted(), reach: Bootstrap.reach(of: count, student: student))
  }

  /// How far the interval of the mean of `count` values reaches, in standard errors of resampled
  /// means, which are a little smaller than those of the values.
  static func reach(of count: Int, student: StudentT) -> Double {
    (Double(count) / Double(count - 1)).squareRoot() * student.quantile(count - 1)
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
    let width = square > 0 ? student.quantile(max(1, Int(degrees))) : 0
    guard min(count, other.count) >= Bootstrap.fewest else {
      let mean = PairedStatistics.mean(values) - PairedStatistics.mean(others)
      return (mean - width * square.squareRoot(), mean + width * square.squareRoot())
    }
    let reach = square > 0 ? (square / resampled).squareRoot() * width : 0
    return Bootstrap.ends(
      zip(means(values), other.means(others)).map { $0 - $1 }.sorted(), reach: reach)
  }

  private func means(_ values: [Double]) -> [Double] {
    precondition(values.count == count)
    return (0..<resamples).map { resample in
      var sum = 0.0
      for index in draws[resample * count..<(resample + 1) * count] { sum += values[Int(index)] }
      return sum / Double(count)
    }
  }

  /// - Parameters:
  ///   - means: Rising.
  ///   - reach: In standard errors.
  static func ends(_ means: [Double], reach: Double) -> (low: Double, high: Double) {
    let skipped = Int(erfc(reach / 2.0.squareRoot()) / 2 * Double(means.count))
    return (means[skipped], means[means.count - 1 - skipped])
  }
}
