import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bootstrap intervals of means; the same resamples serve every metric.
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
  init(count: Int, tail: Double = 0.025) {
    self.count = count
    student = StudentT(tail: tail)
    resamples = Int((Double(Bootstrap.usualResamples) * max(1, 0.025 / tail)).rounded())
    let stream = RandomStream(seed: 0).named("bootstrap")
    draws = (0..<resamples).flatMap { resample in
      let draws = stream.numbered(resample)
      return (0..<count).map { draw in
        Int32(min(count - 1, Int(draws.numbered(draw).uniform * Double(count))))
      }
    }
  }

  /// Interval of the mean of `count` values; nil below two.
  ///
  /// Percentiles of resampled means are too narrow for few values; they are moved outwards to where
  /// a t interval would have them (the expanded percentile interval; Hesterberg, The American
  /// Statistician 69(4), 2015).
  func interval(_ values: [Double]) -> (low: Double, high: Double)? {
    precondition(values.count == count)
    guard count > 1 else { return nil }
    var means = [Double](repeating: 0, count: resamples)
    for resample in means.indices {
      var sum = 0.0
      for index in draws[resample * count..<(resample + 1) * count] { sum += values[Int(index)] }
      means[resample] = sum / Double(count)
    }
    means.sort()
    let few = (Double(count) / Double(count - 1)).squareRoot()
    let reach = few * student.quantile(count - 1)
    let skipped = Int(erfc(reach / 2.0.squareRoot()) / 2 * Double(means.count))
    return (means[skipped], means[means.count - 1 - skipped])
  }
}
