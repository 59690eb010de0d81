#if canImport(Glibc)
  import Glibc
#endif

/// What a sampler draws, as a distribution: clamps and rounding included.
extension Sampler {
  struct Moments: Hashable {
    var mean: Double
    var deviation: Double
    var skewness: Double
  }

  /// The smallest value that draws are at or below with at least this probability.
  func quantile(_ share: Double) -> Int {
    guard case .mixture = law else { return result(at: share) }
    var (low, high) = (-1, 1 << 61)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if probability(upTo: middle) >= share { high = middle } else { low = middle }
    }
    return high
  }

  /// The probability of at most `value`.
  func probability(upTo value: Int) -> Double {
    if case .mixture(let mixture) = law {
      if clamped(Double.infinity) <= value { return 1 }
      if clamped(0) > value { return 0 }
      return mixture.components.indices.reduce(0) {
        $0 + mixture.shares.share(of: $1) * mixture.components[$1].probability(upTo: value)
      }
    }
    if result(at: Sampler.nearlyOne) <= value { return 1 }
    if result(at: 0x1p-54) > value { return 0 }
    var (low, high) = (0x1p-54, Sampler.nearlyOne)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if result(at: middle) <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// By the midpoint rule, in parts that grow narrower towards the upper tail.
  func moments() -> Moments {
    let (first, second, third) = powers { Double($0) }
    let variance = max(second - first * first, 0)
    let deviation = variance.squareRoot()
    guard deviation > 1e-12 * first else {
      return Moments(mean: first, deviation: 0, skewness: 0)
    }
    let central = third - 3 * first * second + 2 * first * first * first
    return Moments(
      mean: first, deviation: deviation, skewness: central / (variance * deviation))
  }

  private func powers(_ shape: (Int) -> Double) -> (Double, Double, Double) {
    if case .mixture(let mixture) = law {
      var sum = (0.0, 0.0, 0.0)
      for (index, component) in mixture.components.enumerated() {
        let share = mixture.shares.share(of: index)
        let part = component.powers { shape(clamped(Double($0))) }
        sum = (sum.0 + share * part.0, sum.1 + share * part.1, sum.2 + share * part.2)
      }
      return sum
    }
    if result(at: 0x1p-54) == result(at: Sampler.nearlyOne) {
      let value = shape(result(at: 0.5))
      return (value, value * value, value * value * value)
    }
    var sum = (0.0, 0.0, 0.0)
    var (from, until) = (0.0, 1 - 0x1p-6)
    for octave in 6..<50 {
      let parts = octave == 6 ? 4096 : 128
      let width = (until - from) / Double(parts)
      for part in 0..<parts {
        let value = shape(result(at: from + width * (Double(part) + 0.5)))
        sum.0 += width * value
        sum.1 += width * value * value
        sum.2 += width * value * value * value
      }
      (from, until) = (until, 1 - scalbn(1, Int32(-octave - 1)))
    }
    return sum
  }

  private static let nearlyOne = 1 - 0x1p-53
}
