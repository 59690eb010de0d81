import Domain

#if canImport(Glibc)
  import Glibc
#endif

/// A family of distributions on (0, ∞) whose unclamped mean is a free scale.
enum Shape: Hashable, Sendable {
  case exponential
  case gamma(IncompleteGamma, above: IncompleteGamma)
  /// `above` has shape 1 + 1/k, and `mean` is Γ of that.
  case weibull(k: Double, mean: Double, above: IncompleteGamma)
  case logNormal(sigma: Double)

  /// The shape with this coefficient of variation.
  ///
  /// - Precondition: `cv` is finite and above zero.
  init(_ family: Distribution.Family, cv: Double) {
    switch family {
    case .gamma:
      let shape = 1 / (cv * cv)
      self = .gamma(IncompleteGamma(shape: shape), above: IncompleteGamma(shape: shape + 1))
    case .weibull:
      let k = Shape.weibullShape(cv: cv)
      self = .weibull(
        k: k, mean: tgamma(1 + 1 / k), above: IncompleteGamma(shape: 1 + 1 / k))
    case .logNormal:
      self = .logNormal(sigma: log1p(cv * cv).squareRoot())
    }
  }

  /// Largest coefficient of variation that all families are solved for.
  static let largestVariation = 1000.0

  /// The inverse distribution function at mean 1.
  func quantile(_ u: Double) -> Double {
    switch self {
    case .exponential: -log1p(-u)
    case .gamma(let gamma, _): gamma.quantile(u) / gamma.shape
    case .weibull(let k, let mean, _): pow(-log1p(-u), 1 / k) / mean
    case .logNormal(let sigma): exp(sigma * normalQuantile(u) - 0.5 * sigma * sigma)
    }
  }

  /// Time from a moment that knows nothing of the renewals to the next of them, at mean gap 1:
  /// a uniform part of a gap that is drawn in proportion to its length (Cox, Renewal Theory,
  /// 1962, §5.1). A process that begins so has its rate from the beginning on.
  func firstQuantile(_ u: Double, part: Double) -> Double {
    switch self {
    // Without memory, the rest of a gap is a gap.
    case .exponential: quantile(u)
    case .gamma(let gamma, let above): part * above.quantile(u) / gamma.shape
    case .weibull(let k, let mean, let above): part * pow(above.quantile(u), 1 / k) / mean
    case .logNormal(let sigma):
      part * exp(sigma * normalQuantile(u) + 0.5 * sigma * sigma)
    }
  }

  /// The probability of being at least `x` at mean 1.
  func survival(_ x: Double) -> Double {
    guard x > 0 else { return 1 }
    switch self {
    case .exponential: return exp(-x)
    case .gamma(let gamma, _): return gamma.tails(x * gamma.shape).upper
    case .weibull(let k, let mean, _): return exp(-pow(x * mean, k))
    case .logNormal(let sigma): return normalProbability(-(log(x) / sigma + 0.5 * sigma))
    }
  }

  /// The mean of the smaller of the variable and `limit`, at mean 1.
  func limitedMean(_ limit: Double) -> Double {
    guard limit > 0 else { return 0 }
    guard limit < .infinity else { return 1 }
    let beyond = limit * survival(limit)
    switch self {
    case .exponential:
      return -expm1(-limit)
    case .gamma(let gamma, let above):
      return above.tails(limit * gamma.shape).lower + beyond
    case .weibull(let k, let mean, let above):
      return above.tails(pow(limit * mean, k)).lower + beyond
    case .logNormal(let sigma):
      return normalProbability(log(limit) / sigma - 0.5 * sigma) + beyond
    }
  }

  /// Solves Γ(1 + 2/k) / Γ(1 + 1/k)² = 1 + cv² by bisection; the left side falls with k.
  private static func weibullShape(cv: Double) -> Double {
    let wanted = log1p(cv * cv)
    var (low, high) = (log(0.05), log(1e6))
    for _ in 0..<100 {
      let middle = 0.5 * (low + high)
      let k = exp(middle)
      let ratio = lgamma(1 + 2 / k).0 - 2 * lgamma(1 + 1 / k).0
      if ratio > wanted { low = middle } else { high = middle }
    }
    return exp(0.5 * (low + high))
  }
}
