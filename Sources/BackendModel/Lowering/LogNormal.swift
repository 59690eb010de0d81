import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Jitter {
  /// Quantiles of a table: 2¹⁰.
  static let quantiles = 1024

  /// Log-normal factors with the mean 1; nil without variation.
  ///
  /// - Parameter variation: Standard deviation over the mean.
  init?(variation: Double) {
    guard variation > 0 else { return nil }
    let deviation = log(1 + variation * variation).squareRoot()
    let count = Self.quantiles
    let raw = (0..<count).map { index in
      exp(deviation * normalQuantile((Double(index) + 0.5) / Double(count)))
    }
    let mean = raw.reduce(0, +) / Double(count)
    var factors = raw.map { Int64(($0 / mean * 65536).rounded()) }
    // What rounding left over goes to the outermost, a 65,536th each, so that the mean is 1
    // exactly.
    let rest = Int(Int64(count) * 65536 - factors.reduce(0, +))
    for index in 0..<abs(rest) {
      factors[rest > 0 ? count - 1 - index : index] += rest > 0 ? 1 : -1
    }
    self.init(factors: factors)
  }
}
