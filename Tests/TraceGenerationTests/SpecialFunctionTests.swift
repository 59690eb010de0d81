import Domain
import Testing

@testable import TraceGeneration

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct SpecialFunctionTests {
  static let probabilities = [
    1e-15, 1e-9, 1e-4, 0.01, 0.07, 0.075, 0.3, 0.5, 0.7, 0.93, 0.99, 1 - 1e-6, 1 - 1e-12,
  ]

  @Test("The normal quantile undoes the normal distribution function", arguments: probabilities)
  func normal(_ p: Double) {
    let z = normalQuantile(p)
    // Compared in the smaller tail, where digits are not lost.
    let tail = 0.5 * erfc(abs(z) / 2.0.squareRoot())
    #expect(abs(tail / min(p, 1 - p) - 1) < (p > 0.5 ? 1e-4 : 1e-12))
    #expect((z < 0) == (p < 0.5) || p == 0.5)
  }

  @Test("The normal quantile has its known values")
  func normalValues() {
    #expect(normalQuantile(0.5) == 0)
    #expect(abs(normalQuantile(0.99) - 2.3263478740408408) < 1e-14)
    #expect(abs(normalQuantile(0.025) + 1.9599639845400542) < 1e-14)
  }

  @Test("The incomplete gamma function has its closed forms", arguments: [1e-3, 0.2, 1, 3, 20])
  func gammaValues(_ x: Double) {
    let one = IncompleteGamma(shape: 1).tails(x)
    #expect(abs(one.lower + expm1(-x)) < 1e-15)
    #expect(abs(one.upper / exp(-x) - 1) < 1e-13)
    let half = IncompleteGamma(shape: 0.5).tails(x)
    #expect(abs(half.lower - erf(x.squareRoot())) < 1e-14)
    let three = IncompleteGamma(shape: 3).tails(x)
    #expect(abs(three.upper / (exp(-x) * (1 + x + x * x / 2)) - 1) < 1e-12)
  }

  @Test(
    "The inverse of the incomplete gamma function undoes it",
    arguments: [0.01, 1.0 / 9, 0.5, 0.99, 1, 1.01, 2.5, 40, 1e4, 1e6])
  func gammaInverse(_ shape: Double) {
    let gamma = IncompleteGamma(shape: shape)
    var last = 0.0
    for p in Self.probabilities {
      let x = gamma.quantile(p)
      #expect(x >= last)
      last = x
      guard x > 1e-290 else {
        // Below what a double can hold; then so is P⁻¹ by its leading term.
        #expect((log(p) + lgamma(shape + 1).0) / shape < log(1e-290))
        continue
      }
      let tails = gamma.tails(x)
      let ratio = p <= 0.5 ? tails.lower / p : tails.upper / (1 - p)
      #expect(abs(ratio - 1) < 1e-7, "p = \(p)")
    }
  }

  @Test("A Weibull shape has the wanted variation", arguments: [0.01, 0.5, 1, 1.8, 6])
  func weibull(_ cv: Double) throws {
    guard case .weibull(let k, let mean, _) = Shape(.weibull, cv: cv) else {
      Issue.record("not a Weibull shape")
      return
    }
    let second = tgamma(1 + 2 / k)
    #expect(abs((second / (mean * mean) - 1).squareRoot() / cv - 1) < 1e-6)
    if cv == 1 { #expect(abs(k - 1) < 1e-9) }
  }

  @Test("Limited means agree with the integral of the survival function")
  func limitedMeans() {
    let shapes: [Shape] = [
      .exponential, Shape(.gamma, cv: 0.4), Shape(.gamma, cv: 2), Shape(.weibull, cv: 1.8),
      Shape(.logNormal, cv: 1.3),
    ]
    for shape in shapes {
      for limit in [0.3, 1, 4] {
        // Midpoints of equal parts of √x, as densities may rise steeply at zero.
        let parts = 20_000
        let sum = (0..<parts).reduce(0.0) { sum, part in
          let root = (Double(part) + 0.5) / Double(parts)
          return sum + shape.survival(limit * root * root) * 2 * root
        }
        #expect(abs(shape.limitedMean(limit) - limit * sum / Double(parts)) < 1e-5)
      }
      #expect(shape.limitedMean(.infinity) == 1)
    }
  }
}
