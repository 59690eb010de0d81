import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Distribution functions of gaps with mean 1.
enum GapLaw {
  case gammaShape(Double)
  case weibullShape(Double)

  static func gamma(cv: Double) -> GapLaw { .gammaShape(1 / (cv * cv)) }

  /// The shape k with Γ(1+2/k)/Γ(1+1/k)² = 1 + cv², by halving an interval.
  static func weibull(cv: Double) -> GapLaw {
    var (low, high) = (log(0.05), log(50.0))
    for _ in 0..<80 {
      let shape = exp((low + high) / 2)
      let found = exp(lgamma(1 + 2 / shape) - 2 * lgamma(1 + 1 / shape)) - 1
      if found > cv * cv { low = log(shape) } else { high = log(shape) }
    }
    return .weibullShape(exp((low + high) / 2))
  }

  func probability(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    switch self {
    case .weibullShape(let shape): return 1 - exp(-pow(x * exp(lgamma(1 + 1 / shape)), shape))
    case .gammaShape(let shape): return Self.lowerGamma(shape, x * shape)
    }
  }

  /// Largest distance to the distribution function of values in rising order.
  func distance(_ sorted: [Double]) -> Double {
    let count = Double(sorted.count)
    return sorted.enumerated().reduce(0) { largest, entry in
      let law = probability(entry.element)
      return max(
        largest, abs(law - Double(entry.offset) / count),
        abs(law - Double(entry.offset + 1) / count)
      )
    }
  }

  /// The regularized lower incomplete gamma function: its series, or Lentz's continued fraction
  /// beyond (Press et al., *Numerical Recipes*, 2007, section 6.2).
  private static func lowerGamma(_ a: Double, _ x: Double) -> Double {
    let front = exp(-x + a * log(x) - lgamma(a))
    if x < a + 1 {
      var (sum, term, n) = (1 / a, 1 / a, a)
      for _ in 0..<500 {
        n += 1
        term *= x / n
        sum += term
        if term < sum * 1e-12 { break }
      }
      return min(sum * front, 1)
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1...500 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      if abs(d) < 1e-300 { d = 1e-300 }
      c = b + an / c
      if abs(c) < 1e-300 { c = 1e-300 }
      d = 1 / d
      h *= d * c
      if abs(d * c - 1) < 1e-12 { break }
    }
    return max(0, 1 - front * h)
  }
}
