import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rough values of distributions, for checks that ask about orders of magnitude.
///
/// They leave out what the generator solves exactly: a mean is not corrected for its clamps, and
/// gamma and Weibull are taken as a log-normal of the same mean and spread.
enum Estimates {
  /// The value that a share `p` in (0, 1) of draws stays below.
  static func quantile(_ p: Double, of distribution: Distribution) -> Double {
    let value = unclamped(p, distribution)
    return max(distribution.minimum ?? 0, min(distribution.maximum ?? .infinity, value))
  }

  /// The largest value of a form that has one, the 99th percentile of the others.
  static func largest(of distribution: Distribution) -> Double {
    let value: Double =
      switch distribution.form {
      case .constant(let value), .uniform(_, let value): value
      case .table(let values): values.last ?? 0
      case .mixture(let components):
        components.reduce(0) { max($0, largest(of: $1.distribution)) }
      default: unclamped(0.99, distribution)
      }
    return max(distribution.minimum ?? 0, min(distribution.maximum ?? .infinity, value))
  }

  static func mean(of distribution: Distribution) -> Double {
    switch distribution.form {
    case .mean(let mean), .spread(let mean, _, _): mean
    case .mixture(let components): mixtureMean(components)
    default: (0..<99).reduce(0) { $0 + quantile((Double($1) + 0.5) / 99, of: distribution) } / 99
    }
  }

  private static func mixtureMean(_ components: [Distribution.Component]) -> Double {
    let total = components.reduce(0) { $0 + $1.weight }
    return components.reduce(0) { $0 + $1.weight / total * mean(of: $1.distribution) }
  }

  private static func unclamped(_ p: Double, _ distribution: Distribution) -> Double {
    switch distribution.form {
    case .constant(let value): return value
    case .uniform(let low, let high): return low + (high - low) * p
    case .quantiles(let points): return exp(interpolated(normalQuantile(p), points))
    case .mean(let mean):
      guard distribution.quantity == .count else { return -mean * log(1 - p) }
      let start = distribution.minimum ?? 1
      let extra = mean - start
      guard extra > 0 else { return start }
      return start + (log(1 - p) / log(extra / (extra + 1))).rounded(.down)
    case .spread(let mean, let cv, _):
      let variance = log(1 + cv * cv)
      return mean * exp(normalQuantile(p) * variance.squareRoot() - variance / 2)
    case .pareto(let minimum, let tail): return minimum * pow(1 - p, -1 / tail)
    case .table(let values):
      return values.isEmpty ? 0 : values[min(values.count - 1, Int(p * Double(values.count)))]
    case .mixture(let components): return mixtureQuantile(p, components)
    }
  }

  /// Quantile of many evenly spread values of each component.
  private static func mixtureQuantile(
    _ p: Double, _ components: [Distribution.Component]
  ) -> Double {
    let points = components.flatMap { component in
      (0..<199).map { index -> (value: Double, weight: Double) in
        let u = (Double(index) + 0.5) / 199
        return (quantile(u, of: component.distribution), component.weight)
      }
    }.sorted { $0.value < $1.value }
    let total = points.reduce(0) { $0 + $1.weight }
    var sum = 0.0
    for point in points {
      sum += point.weight
      if sum >= p * total { return point.value }
    }
    return points.last?.value ?? 0
  }

  /// Straight lines through (normal quantile, ln value); the outermost go on.
  private static func interpolated(_ z: Double, _ points: [Distribution.Quantile]) -> Double {
    let line = points.map { (z: normalQuantile($0.percent / 100), y: log($0.value)) }
    var upper = 1
    while upper < line.count - 1, line[upper].z < z { upper += 1 }
    let (a, b) = (line[upper - 1], line[upper])
    return a.y + (b.y - a.y) * (z - a.z) / (b.z - a.z)
  }
}
