import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns paired values into verdicts by the rules of design §8.
struct PairedJudge {
  /// Half the width of the band in which two arms count as equivalent.
  private let tolerance: Double
  private let bootstrap: Bootstrap
  /// Of one look.
  private let significance: Double
  private let student: StudentT
  static let significance = Experiment.significance
  static let mostSeeds = Experiment.mostSeeds

  /// - Parameters:
  ///   - seeds: Pairs that a metric usually has.
  ///   - looks: Times that the evidence may be judged, each more strictly than one alone.
  init(tolerance: Double, seeds: Int, looks: Int = 1) {
    self.tolerance = tolerance
    significance = PairedJudge.significance / Double(looks)
    student = StudentT(tail: significance / 2)
    bootstrap = Bootstrap(count: seeds, tail: significance / 2)
  }

  /// Fills in ratio, interval, p and verdict of each; p is adjusted over all of them.
  func judge(_ metrics: [ComparedMetric]) -> [ComparedMetric] {
    var judged = metrics.map(measured)
    let known = judged.indices.filter { judged[$0].p != nil }
    let adjusted = PairedStatistics.adjusted(known.compactMap { judged[$0].p })
    for (index, p) in zip(known, adjusted) {
      judged[index].adjustedP = p
      judged[index].verdict = verdict(judged[index])
      if judged[index].verdict == .inconclusive {
        judged[index].seedsNeeded = seedsNeeded(judged[index], tests: known.count)
      }
    }
    return judged
  }

  /// Natural logarithms of the ratio, by seed; nil if an arm lacks a value that the other has.
  private func differences(_ compared: ComparedMetric) -> [Double]? {
    var differences: [Double] = []
    for pair in zip(compared.baselineValues, compared.candidateValues) {
      switch pair {
      case (let baseline?, let candidate?):
        differences.append(log(compared.metric.ratio(baseline: baseline, candidate: candidate)))
      case (nil, nil): continue
      default: return nil
      }
    }
    return differences.isEmpty ? nil : differences
  }

  private func measured(_ metric: ComparedMetric) -> ComparedMetric {
    var result = metric
    if let resampled = metric.resampled { return measured(metric, resampled) }
    guard let differences = differences(metric) else {
      result.verdict = .nothingMeasured
      return result
    }
    let mean = PairedStatistics.mean(differences)
    result.ratio = exp(mean)
    if let interval = interval(differences) {
      (result.low, result.high) = (exp(interval.low), exp(interval.high))
    }
    result.p = PairedStatistics.signFlip(mean < 0 ? differences.map { -$0 } : differences)
    return result
  }

  private func measured(_ metric: ComparedMetric, _ resampled: Resampled) -> ComparedMetric {
    var result = metric
    guard let differences = differences(metric), !resampled.logRatios.isEmpty else {
      result.verdict = .nothingMeasured
      return result
    }
    let values = resampled.logRatios
    let skipped = Int(significance / 2 * Double(values.count))
    result.ratio = exp(PairedStatistics.mean(differences))
    (result.low, result.high) = (exp(values[skipped]), exp(values[values.count - 1 - skipped]))
    result.p = resampled.p
    return result
  }

  /// Seeds in which neither arm has a value leave fewer differences than there are seeds.
  private func interval(_ differences: [Double]) -> (low: Double, high: Double)? {
    let count = differences.count
    let usual = count == bootstrap.count
    return (usual ? bootstrap : Bootstrap(count: count, tail: significance / 2))
      .interval(differences)
  }

  private func verdict(_ metric: ComparedMetric) -> Verdict {
    guard let low = metric.low, let high = metric.high, let p = metric.adjustedP else {
      return .inconclusive
    }
    let isSignificant = p < significance
    if low > 1 + tolerance, isSignificant { return .regressed }
    if high < 1 - tolerance, isSignificant { return .improved }
    return low >= 1 - tolerance && high <= 1 + tolerance ? .equivalent : .inconclusive
  }

  /// Seeds at which four of five runs would decide, were the mean and spread those seen: the t
  /// interval then leaves the side it is on, with a margin for where the mean will fall, and the
  /// smallest attainable p, alone among `tests`, is below the limit.
  private func seedsNeeded(_ metric: ComparedMetric, tests: Int) -> Int? {
    if let resampled = metric.resampled { return timesNeeded(metric, resampled) }
    guard let differences = differences(metric), differences.count > 1 else { return nil }
    let mean = PairedStatistics.mean(differences)
    let (bottom, top) = (log(1 - tolerance), log(1 + tolerance))
    let isInside = mean > bottom && mean < top
    // Normal quantiles: inside the band the mean may stray to two sides, outside to one.
    let margin = isInside ? 1.2816 : 0.8416
    let distance = min(abs(mean - bottom), abs(mean - top))
    let spread = PairedStatistics.standardDeviation(differences)
    return (differences.count + 1...max(differences.count + 1, PairedJudge.mostSeeds)).first {
      let width = student.quantile($0 - 1) + margin
      let reach = width * spread / Double($0).squareRoot()
      let leastP = PairedStatistics.smallestP($0) * Double(tests)
      return reach < distance && (isInside || leastP < significance)
    }
  }

  /// How many times as many sessions would decide, as intervals narrow with the root of their
  /// number.
  private func timesNeeded(_ metric: ComparedMetric, _ resampled: Resampled) -> Int? {
    guard let ratio = metric.ratio, let low = metric.low, let high = metric.high else { return nil }
    let mean = log(ratio)
    let (bottom, top) = (log(1 - tolerance), log(1 + tolerance))
    let distance = min(abs(mean - bottom), abs(mean - top))
    let reach = log(high / low) / 2 * (1 + 1.2816 / student.normal)
    let times = (reach / distance) * (reach / distance)
    return times < Double(PairedJudge.mostSeeds) ? max(2, Int(times.rounded(.up))) : nil
  }
}
