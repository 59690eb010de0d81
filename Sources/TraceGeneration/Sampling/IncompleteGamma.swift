import Domain

#if canImport(Glibc)
  import Glibc
#endif

/// The regularized incomplete gamma functions of one shape, and their inverse.
///
/// Series below `shape` + 1 and continued fraction (modified Lentz) above, as in Press et al.,
/// Numerical Recipes, 3rd ed., §6.2; the inverse is Halley's method from their starting points,
/// worked in the smaller tail so that both ends keep their digits.
struct IncompleteGamma: Hashable, Sendable {
  let shape: Double
  private let logGamma: Double

  init(shape: Double) {
    self.shape = shape
    logGamma = lgamma(shape).0
  }

  /// P(shape, x), and its complement with all its digits.
  func tails(_ x: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard x < .infinity else { return (1, 0) }
    let front = exp(shape * log(x) - x - logGamma)
    if x < shape + 1 {
      let lower = min(front * series(x), 1)
      return (lower, 1 - lower)
    }
    let upper = min(front * fraction(x), 1)
    return (1 - upper, upper)
  }

  /// The x with P(shape, x) = `p`.
  ///
  /// - Precondition: 0 < `p` < 1.
  func quantile(_ p: Double) -> Double {
    var x = start(p)
    for _ in 0..<40 {
      guard x > 0 else { return 0 }
      let tails = tails(x)
      let error = p <= 0.5 ? tails.lower - p : (1 - p) - tails.upper
      let density = exp((shape - 1) * log(x) - x - logGamma)
      guard density > 0, density < .infinity else { return x }
      let newton = error / density
      let bend = newton * ((shape - 1) / x - 1)
      let step = newton / (1 - 0.5 * min(1, bend))
      let next = x - step
      let moved = next > 0 ? next : 0.5 * x
      // The next step would move it by the cube of this.
      if abs(moved - x) <= 1e-9 * x { return moved }
      x = moved
    }
    return x
  }

  private func start(_ p: Double) -> Double {
    if shape > 1 {
      let z = normalQuantile(p)
      let cubed = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
      if cubed > 0.1 { return shape * cubed * cubed * cubed }
      return smallStart(p)
    }
    let split = 1 - shape * (0.253 + shape * 0.12)
    if p < split { return smallStart(p) }
    return 1 - log((1 - p) / (1 - split))
  }

  /// From P ≈ x^shape / Γ(shape + 1), which holds for small x.
  private func smallStart(_ p: Double) -> Double {
    exp((log(p) + logGamma + log(shape)) / shape)
  }

  private func series(_ x: Double) -> Double {
    var (denominator, term) = (shape, 1 / shape)
    var sum = term
    while true {
      denominator += 1
      term *= x / denominator
      sum += term
      if term < sum * 1e-16 { return sum }
    }
  }

  private func fraction(_ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - shape
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    var i = 1.0
    while true {
      let a = -i * (i - shape)
      b += 2
      d = a * d + b
      if abs(d) < tiny { d = tiny }
      c = b + a / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let factor = d * c
      value *= factor
      if abs(factor - 1) < 4e-16 || i > 1e6 { return value }
      i += 1
    }
  }
}
