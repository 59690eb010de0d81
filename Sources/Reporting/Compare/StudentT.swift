#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Upper quantiles of Student's t at one tail probability.
struct StudentT {
  /// Of the normal distribution, the limit for many degrees of freedom.
  let normal: Double
  /// From one degree on.
  private let table: [Double]

  static let tableEnd = 60

  /// - Parameter tail: Probability above the quantile, in (0, 0.5).
  init(tail: Double) {
    precondition(tail > 0 && tail < 0.5, "a tail is less than half")
    normal = StudentT.root { erfc($0 / 2.0.squareRoot()) / 2 > tail }
    table = (1...StudentT.tableEnd).map { degrees in
      StudentT.root { StudentT.tail($0, degrees) > tail }
    }
  }

  /// Exact up to 60 degrees of freedom; beyond, the first terms of the Cornish–Fisher expansion,
  /// right to six digits.
  func quantile(_ degrees: Int) -> Double {
    if degrees <= StudentT.tableEnd { return table[max(1, degrees) - 1] }
    let (z, n) = (normal, Double(degrees))
    let (z3, z5) = (z * z * z, z * z * z * z * z)
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
  }

  /// P(T > t) for t ≥ 0 (Abramowitz and Stegun, 26.7.3 and 26.7.4).
  static func tail(_ t: Double, _ degrees: Int) -> Double {
    let angle = atan(t / Double(degrees).squareRoot())
    let square = cos(angle) * cos(angle)
    let isOdd = !degrees.isMultiple(of: 2)
    var term = isOdd ? cos(angle) : 1.0
    var sum = 0.0
    for index in 0..<(isOdd ? (degrees - 1) / 2 : degrees / 2) {
      sum += term
      let next = Double(2 * index + (isOdd ? 2 : 1))
      term *= square * next / (next + 1)
    }
    let inner = sin(angle) * sum
    let between = isOdd ? 2 / Double.pi * (angle + inner) : inner
    return (1 - between) / 2
  }

  /// Where a predicate that starts true turns false.
  private static func root(_ isBelow: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    while isBelow(high), high < 1e9 { high *= 2 }
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if isBelow(middle) { low = middle } else { high = middle }
    }
    return high
  }
}
