import Domain

#if canImport(Glibc)
  import Glibc
#endif

/// A distribution with its parameters solved, ready to be drawn from.
///
/// A draw is the inverse distribution function of one uniform number, clamped and rounded; larger
/// uniforms never give smaller values.
struct Sampler: Sendable {
  enum Law: Sendable {
    case constant(Double)
    case uniform(from: Double, width: Double)
    /// Whole numbers from `from`, equally likely.
    case whole(from: Double, count: Double)
    case logNormal(intercept: Double, slope: Double)
    case quantiles(PiecewiseLogNormal)
    case exponential(mean: Double)
    /// `start` + the number of failures before a success of chance 1 − exp(−`rate`).
    case geometric(start: Double, rate: Double)
    case scaled(Shape, mean: Double)
    case pareto(minimum: Double, exponent: Double)
    case table([Double])
    case mixture(Mixture)
  }

  struct Mixture: Sendable {
    var shares: WeightTable
    var components: [Sampler]
  }

  var law: Law
  var lowest: Double
  var highest: Double
  /// No result is below this.
  var floor: Double
  var isDuration: Bool

  /// Largest token amount or count that is drawn; larger values become this.
  static let largestCount = 1e9
  /// Largest duration that is drawn, in nanoseconds; larger values become this.
  static let largestDuration = Double(Ticks.horizonNanoseconds)

  /// The value drawn from a stream, which then is used up.
  func draw(_ stream: RandomStream) -> Int { draw(stream.uniform, picking: stream) }

  private func draw(_ uniform: Double, picking stream: RandomStream) -> Int {
    if case .mixture(let mixture) = law {
      let pick = stream.named(Use.component)
      let component = mixture.shares.index(at: pick.uniform)
      return finish(Double(mixture.components[component].draw(uniform, picking: pick)))
    }
    return finish(value(at: min(uniform, 1 - 0x1p-53)))
  }

  /// The value before clamping and rounding.
  private func value(at u: Double) -> Double {
    switch law {
    case .constant(let value): value
    case .uniform(let from, let width): from + width * u
    case .whole(let from, let count): from + min((count * u).rounded(.down), count - 1)
    case .logNormal(let intercept, let slope): exp(intercept + slope * normalQuantile(u))
    case .quantiles(let curve): curve.value(at: u)
    case .exponential(let mean): -mean * log1p(-u)
    case .geometric(let start, let rate): start + (-log1p(-u) / rate).rounded(.down)
    case .scaled(let shape, let mean): mean * shape.quantile(u)
    case .pareto(let minimum, let exponent): minimum * exp(-exponent * log1p(-u))
    case .table(let values): values[min(Int(u * Double(values.count)), values.count - 1)]
    case .mixture: 0
    }
  }

  /// What a uniform number gives; not for mixtures.
  func result(at u: Double) -> Int { finish(value(at: u)) }

  /// A value clamped and rounded.
  func clamped(_ value: Double) -> Int { finish(value) }

  private func finish(_ value: Double) -> Int {
    let clamped = min(max(value, lowest), highest)
    if isDuration { return Int(min(clamped, Sampler.largestDuration).rounded()) }
    return Int(max(min((clamped + 0.5).rounded(.down), Sampler.largestCount), floor))
  }

  /// The mean of what is drawn, by the midpoint rule over 2¹⁴ equal parts of probability.
  var mean: Double {
    switch law {
    case .constant: return Double(finish(value(at: 0.5)))
    case .mixture(let mixture):
      return mixture.components.indices.reduce(0) { sum, index in
        var component = mixture.components[index]
        component.lowest = min(max(component.lowest, lowest), highest)
        component.highest = max(min(component.highest, highest), lowest)
        return sum + mixture.shares.share(of: index) * component.mean
      }
    default:
      let parts = 1 << 14
      return (0..<parts).reduce(0.0) { sum, part in
        sum + Double(finish(value(at: (Double(part) + 0.5) / Double(parts))))
      } / Double(parts)
    }
  }
}

/// Straight lines through (normal quantile, ln value), of which the outermost go on.
struct PiecewiseLogNormal: Hashable, Sendable {
  /// Normal quantiles of the inner points, where one line ends and the next begins.
  var bends: [Double]
  var intercepts: [Double]
  var slopes: [Double]

  /// - Precondition: two points or more, by rising percent, with values above zero.
  init(_ points: [Distribution.Quantile]) {
    let zs = points.map { normalQuantile($0.percent / 100) }
    let logs = points.map { log($0.value) }
    (bends, intercepts, slopes) = (Array(zs.dropFirst().dropLast()), [], [])
    for index in 1..<points.count {
      let slope = (logs[index] - logs[index - 1]) / (zs[index] - zs[index - 1])
      slopes.append(slope)
      intercepts.append(logs[index] - slope * zs[index])
    }
  }

  func value(at u: Double) -> Double {
    let z = normalQuantile(u)
    var line = 0
    while line < bends.count, z > bends[line] { line += 1 }
    return exp(intercepts[line] + slopes[line] * z)
  }
}
