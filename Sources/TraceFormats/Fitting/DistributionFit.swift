import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The simplest distribution of the language that a sample can't be told from.
///
/// Forms are tried from the shortest to write: constant, range, two quantiles, mean, and then a
/// list of up to twelve quantiles.
struct DistributionFit {
  /// A person doesn't write more.
  static let mostPoints = 12
  /// Percentages that people write.
  static let percents: [Double] = [
    1, 2, 3, 5, 8, 10, 12, 15, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80,
    85, 90, 92, 95, 97, 98, 99,
  ]

  private static let usual: [Double] = [
    1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99,
  ]

  let sample: SampleSet
  let quantity: Distribution.Quantity
  /// Distance that is near enough: what chance gives in one sample of six, or 1.5 %.
  private let tolerance: Double

  /// Quantiles at most.
  private let points: Int

  /// - Parameter points: quantiles at most, three or more.
  init(
    _ values: [Int], _ quantity: Distribution.Quantity, points: Int = DistributionFit.mostPoints
  ) {
    self.points = points
    sample = SampleSet(values)
    self.quantity = quantity
    tolerance = max(0.015, min(0.15, 1.1 / Double(max(sample.count, 1)).squareRoot()))
  }

  /// nil without values.
  var distribution: Distribution? {
    guard sample.count > 0 else { return nil }
    return quantity == .count ? count : amount
  }

  /// A fitted distribution, or a constant without values.
  static func distribution(
    _ values: [Int], _ quantity: Distribution.Quantity, without value: Double = 0,
    points: Int = DistributionFit.mostPoints
  ) -> Distribution {
    DistributionFit(values, quantity, points: points).distribution
      ?? Distribution(.constant(value), quantity: quantity)
  }

  // MARK: - Amounts

  private var amount: Distribution {
    let zeros = sample.atMost(0)
    if zeros == sample.count { return Distribution(.constant(0), quantity: quantity) }
    // A few zeros among many values are part of the rest.
    guard zeros * 50 > sample.count else { return positive(Array(sample.values[zeros...])) }
    let rest = positive(Array(sample.values[zeros...]))
    let zero = Distribution(.constant(0), quantity: quantity)
    return mixture([
      (Double(sample.count - zeros), rest), (Double(zeros), zero),
    ])
  }

  /// Weights as whole percentages or thousandths.
  private func mixture(_ parts: [(weight: Double, distribution: Distribution)]) -> Distribution {
    let total = parts.reduce(0) { $0 + $1.weight }
    return Distribution(
      .mixture(
        parts.map { part in
          let share = (part.weight / total * 1000).rounded()
          return Distribution.Component(
            weight: max(share, 1) / 10, distribution: part.distribution)
        }), quantity: quantity)
  }

  private func positive(_ values: [Int]) -> Distribution {
    let sample = SampleSet(values)
    let (low, high) = (Double(sample.values[0]), Double(sample.values[sample.count - 1]))
    if low == high { return Distribution(.constant(rounded(low)), quantity: quantity) }
    // Five values say how large they are, not how they are spread.
    guard sample.count >= 5 else {
      return Distribution(.uniform(rounded(low), rounded(high)), quantity: quantity)
    }
    let candidates = [uniform(low, high), logNormal(sample), exponential(sample)]
    for candidate in candidates.compactMap(\.self)
    where fits(candidate, sample) {
      return candidate
    }
    return quantiles(sample)
  }

  private func fits(_ candidate: Distribution, _ sample: SampleSet) -> Bool {
    guard let law = FittedLaw(candidate) else { return false }
    let mean = sample.mean
    let spread = sample.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let error = (spread / Double(sample.count) / Double(sample.count)).squareRoot()
    return sample.distance(to: law.probability) <= tolerance
      && abs(law.mean - mean) <= max(0.02 * mean, 3 * error)
  }

  private func uniform(_ low: Double, _ high: Double) -> Distribution? {
    high <= 50 * low
      ? Distribution(.uniform(rounded(low), rounded(high)), quantity: quantity) : nil
  }

  /// The log-normal of the sample's mean and deviation of logarithms, as two quantiles.
  private func logNormal(_ sample: SampleSet) -> Distribution? {
    let logs = sample.values.map { log(max(Double($0), 0.5)) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    let deviation = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count))
      .squareRoot()
    let (median, high) = (rounded(exp(mean)), rounded(exp(mean + deviation * normalQuantile(0.99))))
    guard median > 0, high > median else { return nil }
    let points = [
      Distribution.Quantile(percent: 50, value: median),
      Distribution.Quantile(percent: 99, value: high),
    ]
    return Distribution(.quantiles(points), quantity: quantity)
  }

  private func exponential(_ sample: SampleSet) -> Distribution? {
    Distribution(.mean(rounded(sample.mean)), quantity: quantity)
  }

  /// Percentages that are tried before any other, as people give them.
  private static let ladder: [[Double]] = [
    [50, 99], [10, 50, 90, 99], [10, 25, 50, 75, 90, 99], [1, 10, 25, 50, 75, 90, 95, 99],
    [1, 5, 10, 25, 40, 50, 60, 75, 90, 95, 99],
  ]

  /// Quantiles, with the largest value as the end of the upper tail: the first of the usual lists
  /// that is near, or else the shortest that is.
  func quantiles(_ sample: SampleSet) -> Distribution {
    for percents in Self.ladder
    where percents.count <= points && percents.allSatisfy({ isKnown($0, sample) }) {
      let tried = curve(percents, sample)
      if isNear(tried, sample) { return tried }
    }
    var best = (distance: Double.infinity, curve: curve([50, 90], sample))
    // Usual percentages first; finer ones where those don't do.
    for percents in [Self.usual, Self.percents] {
      let known = percents.filter { isKnown($0, sample) }
      guard known.count >= 2 else { continue }
      for choice in QuantileChoice(sample, known).choices(most: points - 1) {
        let tried = curve(choice.contains(50) ? choice : (choice + [50]).sorted(), sample)
        let distance = self.distance(tried, sample)
        if distance < best.distance - 1e-4 { best = (distance, tried) }
        if distance <= tolerance { return tried }
      }
    }
    return best.curve
  }

  /// Whether there are values beyond a percentage: outside the largest and the smallest nothing is
  /// known.
  private func isKnown(_ percent: Double, _ sample: SampleSet) -> Bool {
    min(percent, 100 - percent) / 100 * Double(sample.count) >= 1
  }

  /// Distance, and how far off the mean is where that is more.
  private func distance(_ candidate: Distribution, _ sample: SampleSet) -> Double {
    guard let law = FittedLaw(candidate) else { return .infinity }
    return max(
      sample.distance(to: law.probability), 0.3 * abs(law.mean / max(sample.mean, 1e-9) - 1))
  }

  private func isNear(_ candidate: Distribution, _ sample: SampleSet) -> Bool {
    distance(candidate, sample) <= tolerance
  }

  private func curve(_ percents: [Double], _ sample: SampleSet) -> Distribution {
    let largest = Double(sample.values[sample.count - 1])
    var points: [Distribution.Quantile] = []
    for percent in percents {
      let value = Double(max(sample.quantile(percent / 100), 1))
      // Rounding may not lead beyond the largest value, which can be a cap.
      let written = max(min(rounded(value), max(largest, 1)), points.last?.value ?? 0)
      // Of equal values the first and the last say all.
      if points.count > 1, points[points.count - 1].value == written,
        points[points.count - 2].value == written
      {
        points.removeLast()
      }
      points.append(.init(percent: percent, value: written))
    }
    let highest = points.last?.value ?? 0
    let smallest = Double(sample.values[0])
    // A floor is written where values stand on it.
    let isHeap = sample.atMost(sample.values[0]) * 50 >= sample.count
    let lowest = points.first?.value ?? 0
    return Distribution(
      .quantiles(points), quantity: quantity,
      minimum: isHeap && smallest > 1 && roundedDown(smallest) <= lowest
        ? roundedDown(smallest) : nil,
      maximum: max(quantity == .duration ? rounded(largest) : largest, highest))
  }

  // MARK: - Counts

  private var count: Distribution {
    let (low, high) = (sample.values[0], sample.values[sample.count - 1])
    func made(_ form: Distribution.Form, minimum: Double? = nil, maximum: Double? = nil)
      -> Distribution
    { Distribution(form, quantity: .count, minimum: minimum, maximum: maximum) }
    if low == high { return made(.constant(Double(low))) }
    guard sample.count >= 5 else { return made(.uniform(Double(low), Double(high))) }
    let mean = TextNumber.rounded(sample.mean, digits: 3)
    let candidates = [
      made(.uniform(Double(low), Double(high))),
      made(.mean(mean), minimum: low == 1 ? nil : Double(low)),
    ]
    for candidate in candidates where fits(candidate, sample) { return candidate }
    let zeros = sample.atMost(0)
    guard zeros * 200 > sample.count else {
      return quantiles(SampleSet(Array(sample.values[zeros...])))
    }
    let rest = DistributionFit(Array(sample.values[zeros...]), .count, points: points)
    return mixture([
      (Double(sample.count - zeros), rest.count), (Double(zeros), made(.constant(0))),
    ])
  }

  /// Three leading digits.
  private func rounded(_ value: Double) -> Double {
    quantity == .count ? value.rounded() : TextNumber.rounded(value, digits: 3)
  }

  private func roundedDown(_ value: Double) -> Double {
    let near = rounded(value)
    return near <= value ? near : TextNumber.rounded(value * 0.995, digits: 2)
  }
}

/// Numbers as people write them.
enum TextNumber {
  /// A value with so many leading digits.
  static func rounded(_ value: Double, digits: Int) -> Double {
    guard value > 0, value.isFinite else { return value }
    var unit = 1.0
    let most = pow(10, Double(digits))
    while value / unit >= most { unit *= 10 }
    while value / unit * 10 < most { unit /= 10 }
    let count = (value / unit).rounded()
    // Below 1 the unit's inverse is whole, so that the quotient is the nearest number.
    return unit < 1 ? count / (1 / unit).rounded() : count * unit
  }
}
