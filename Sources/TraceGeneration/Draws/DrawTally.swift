import Domain

#if canImport(Glibc)
  import Glibc
#endif

/// What was drawn from one distribution, beside what it declares.
struct DrawTally: Sendable {
  let place: String
  private let quantity: Distribution.Quantity
  private let p50: Declared
  private let p99: Declared
  private let mean: Double
  private let law: Sampler.Moments
  /// Draws at or below each declared quantile, and below it.
  private var upTo50 = 0
  private var below50 = 0
  private var upTo99 = 0
  private var below99 = 0
  private var values = ValueHistogram(bits: 11)

  private struct Declared {
    var value: Double
    var share: Double
  }

  /// An event of less than this probability is no accident.
  static let significance = 1e-5
  /// Standard errors that a mean is off with half that probability either way.
  static let errors = -normalQuantile(significance / 2)

  init(_ distribution: Distribution, _ sampler: Sampler, place: String) {
    self.place = place
    quantity = distribution.quantity
    law = sampler.moments()
    func declared(_ percent: Double) -> Declared {
      let written = distribution.written(percent)
      let share = percent / 100
      return Declared(value: written ?? Double(sampler.quantile(share)), share: share)
    }
    (p50, p99) = (declared(50), declared(99))
    mean = distribution.writtenMean ?? law.mean
  }

  mutating func add(_ value: Int) {
    let number = Double(value)
    if number <= p50.value { upTo50 += 1 }
    if number < p50.value { below50 += 1 }
    if number <= p99.value { upTo99 += 1 }
    if number < p99.value { below99 += 1 }
    values.add(value)
  }

  var check: DistributionCheck {
    var check = DistributionCheck(place: place, quantity: quantity)
    check.draws = values.count
    check.statistics = [
      .init(
        kind: .p50, declared: p50.value, observed: values.quantile(0.5).map(Double.init),
        deviates: isOff(upTo50, below50, p50.share)),
      .init(
        kind: .p99, declared: p99.value, observed: values.quantile(0.99).map(Double.init),
        deviates: isOff(upTo99, below99, p99.share)),
      .init(kind: .mean, declared: mean, observed: values.mean, deviates: isMeanOff),
    ]
    return check
  }

  /// Whether too few draws are up to a quantile, or too many below it: Chernoff's bound on the
  /// binomial, which holds for any number of draws (Annals of Mathematical Statistics 23, 1952).
  private func isOff(_ upTo: Int, _ below: Int, _ share: Double) -> Bool {
    let count = Double(values.count)
    func bound(_ held: Int) -> Double {
      let part = Double(held) / count
      let up = part > 0 ? part * log(part / share) : 0
      let down = part < 1 ? (1 - part) * log((1 - part) / (1 - share)) : 0
      return count * (up + down)
    }
    let limit = -log(DrawTally.significance / 2)
    return values.count > 0
      && (Double(upTo) < share * count && bound(upTo) > limit
        || Double(below) > share * count && bound(below) > limit)
  }

  /// Whether the mean is off by more than its standard error explains, corrected for the skewness
  /// of what is drawn (Cornish and Fisher, 1938). Below a hundred draws there is no telling.
  private var isMeanOff: Bool {
    guard let observed = values.mean else { return false }
    let off = observed - mean
    // Rounding of doubles over many equal values.
    guard law.deviation > 0 else { return abs(off) > 1e-6 * max(1, abs(mean)) }
    guard values.count >= 100 else { return false }
    let root = Double(values.count).squareRoot()
    let skew = law.skewness / (6 * root) * (DrawTally.errors * DrawTally.errors - 1)
    let error = law.deviation / root
    return off > error * (DrawTally.errors + max(skew, 0))
      || off < -error * (DrawTally.errors + max(-skew, 0))
  }
}

extension Distribution {
  /// A quantile that stands in the file.
  fileprivate func written(_ percent: Double) -> Double? {
    guard case .quantiles(let points) = form else { return nil }
    return points.first { $0.percent == percent }?.value
  }

  /// A mean that stands in the file.
  fileprivate var writtenMean: Double? {
    switch form {
    case .mean(let mean), .spread(let mean, _, _): mean
    default: nil
    }
  }
}
