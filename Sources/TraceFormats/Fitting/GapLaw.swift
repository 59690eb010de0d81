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

  /// One gap, drawn from a stream: Weibull's by its inverse, gamma's by the method of Marsaglia and
  /// Tsang (ACM Transactions on Mathematical Software 26, 2000).
  func draw(_ stream: RandomStream) -> Double {
    switch self {
    case .weibullShape(let shape):
      return pow(-log(1 - stream.uniform), 1 / shape) * exp(-lgamma(1 + 1 / shape))
    case .gammaShape(let shape):
      let larger = shape < 1 ? shape + 1 : shape
      let d = larger - 1 / 3.0
      let c = 1 / (9 * d).squareRoot()
      for attempt in 1...100 {
        let place = stream.numbered(attempt)
        let x = normalQuantile(place.named("x").uniform)
        let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
        guard v > 0, log(place.named("u").uniform) < x * x / 2 + d - d * v + d * log(v) else {
          continue
        }
        let boost = shape < 1 ? pow(stream.named("boost").uniform, 1 / shape) : 1
        return d * v * boost / shape
      }
      return 1
    }
  }

  /// Index of dispersion of the counts in whole windows, of samples of so many gaps: mean and
  /// standard deviation over the samples.
  func dispersion(
    windows: [Double], length: Double
  ) -> [(mean: Double, deviation: Double)] {
    let samples = min(max(Int(120_000 / max(length, 1)), 8), 24)
    var sums = windows.map { _ in (0.0, 0.0) }
    for sample in 0..<samples {
      let stream = RandomStream(seed: 7).named("gaps").numbered(sample)
      var counts = windows.map { Array(repeating: 0.0, count: max(1, Int(length / $0))) }
      var (time, number) = (0.0, 0)
      while true {
        time += draw(stream.numbered(number))
        number += 1
        guard time < length else { break }
        for index in windows.indices {
          let place = Int(time / windows[index])
          if place < counts[index].count { counts[index][place] += 1 }
        }
      }
      for index in windows.indices {
        let held = counts[index]
        let mean = held.reduce(0, +) / Double(held.count)
        let squares = held.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(held.count)
        let found = squares / max(mean, 1e-9)
        sums[index] = (sums[index].0 + found, sums[index].1 + found * found)
      }
    }
    let count = Double(samples)
    return sums.map { sum, squares in
      let mean = sum / count
      return (mean, max(0, squares / count - mean * mean).squareRoot())
    }
  }
}
