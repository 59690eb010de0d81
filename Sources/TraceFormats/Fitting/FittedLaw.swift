import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The distribution function of the forms that fitting tries, with clamps and rounding.
struct FittedLaw {
  private let form: Distribution.Form
  private let lowest: Double
  private let highest: Double
  /// Of a curve: normal quantiles and logarithms of its points.
  private let zs: [Double]
  private let logs: [Double]
  private let isCount: Bool

  /// nil for a form that fitting does not try.
  init?(_ distribution: Distribution) {
    form = distribution.form
    isCount = distribution.quantity == .count
    lowest = distribution.minimum ?? (distribution.quantity == .duration ? 0 : 1)
    highest = distribution.maximum ?? .infinity
    switch form {
    case .constant, .uniform, .mean: (zs, logs) = ([], [])
    case .quantiles(let points):
      zs = points.map { normalQuantile($0.percent / 100) }
      logs = points.map { log($0.value) }
    default: return nil
    }
  }

  /// That a value is at most `value`.
  func probability(_ value: Int) -> Double {
    if Double(value) >= highest { return 1 }
    if Double(value) < lowest { return 0 }
    return raw(Double(value) + 0.5, whole: value)
  }

  private func raw(_ x: Double, whole: Int) -> Double {
    switch form {
    case .constant(let constant): x >= constant ? 1 : 0
    case .uniform(let low, let high):
      isCount
        ? min(max((Double(whole) - low + 1) / (high - low + 1), 0), 1)
        : min(max((x - low) / max(high - low, 1e-9), 0), 1)
    case .mean(let mean):
      isCount
        ? 1 - pow(1 - 1 / (1 + mean - lowest), Double(whole) - lowest + 1)
        : 1 - exp(-x / mean)
    case .quantiles: curve(log(max(x, 1e-9)))
    default: 0
    }
  }

  private func curve(_ logarithm: Double) -> Double {
    var line = 0
    while line < zs.count - 2, logarithm >= logs[line + 1] { line += 1 }
    let slope = (logs[line + 1] - logs[line]) / (zs[line + 1] - zs[line])
    // Only the outermost lines can be flat here: they go on so.
    guard slope > 0 else { return logarithm >= logs[line] ? 1 : 0 }
    return normalProbability(zs[line] + (logarithm - logs[line]) / slope)
  }

  /// The mean, by the midpoint rule over 2¹¹ parts of probability.
  var mean: Double {
    switch form {
    case .constant(let value): return value
    case .uniform(let low, let high): return (low + high) / 2
    case .mean(let mean): return mean
    default: break
    }
    let parts = 1 << 11
    var sum = 0.0
    for part in 0..<parts {
      sum += quantile((Double(part) + 0.5) / Double(parts))
    }
    return sum / Double(parts)
  }

  /// The value at a share of the probability, clamped.
  func quantile(_ share: Double) -> Double {
    switch form {
    case .constant(let value): return value
    case .uniform(let low, let high): return low + (high - low) * share
    case .mean(let mean): return min(max(-mean * log1p(-share), lowest), highest)
    default: break
    }
    let z = normalQuantile(share)
    var line = 0
    while line < zs.count - 2, z > zs[line + 1] { line += 1 }
    let slope = (logs[line + 1] - logs[line]) / (zs[line + 1] - zs[line])
    return min(max(exp(logs[line] + slope * (z - zs[line])), lowest), highest)
  }
}
