import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns values of two arms into verdicts by the rules of design §8 and Docs/Statistics.md.
struct PairedJudge {
  /// Half the width of the band in which two arms count as equivalent.
  private let tolerance: Double
  private let bootstrap: Bootstrap
  /// Of a baseline that has seeds of its own.
  private let other: Bootstrap
  /// Share of the comparisons of equal arms that may call anything different, at one look.
  private let significance: Double
  /// Probability beyond each end of an interval, at one look.
  private let tail: Double
  private let student: StudentT
  static let significance = Experiment.significance
  /// Intervals cover all but this share.
  static let outside = 0.05
  static let mostSeeds = Experiment.mostSeeds
  private static let otherStream = "bootstrap of the baseline"

  /// - Parameters:
  ///   - seeds: Values that a metric usually has.
  ///   - baselineSeeds: Of a baseline that shares none of them.
  ///   - looks: Times that the evidence may be judged, each more strictly than one alone.
  init(tolerance: Double, seeds: Int, baselineSeeds: Int? = nil, looks: Int = 1) {
    self.tolerance = tolerance
    significance = PairedJudge.significance / Double(looks)
    tail = PairedJudge.outside / Double(looks) / 2
    student = StudentT(tail: tail)
    bootstrap = Bootstrap(count: seeds, tail: tail)
    other = Bootstrap(count: baselineSeeds ?? 1, tail: tail, stream: PairedJudge.otherStream)
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

  private func measured(_ metric: ComparedMetric) -> ComparedMetric {
    if let resampled = metric.resampled { return measured(metric, resampled) }
    guard let evidence = metric.evidence else { return metric }
    var result = metric
    result.ratio = exp(evidence.mean)
    result.p = evidence.p
    if let interval = interval(evidence) {
      (result.low, result.high) = (exp(interval.low), exp(interval.high))
    }
    return result
  }

  private func measured(_ metric: ComparedMetric, _ resampled: Resampled) -> ComparedMetric {
    var result = metric
    guard let evidence = metric.evidence, !resampled.logRatios.isEmpty else { return result }
    let values = resampled.logRatios
    let skipped = Int(tail * Double(values.count))
    result.ratio = exp(evidence.mean)
    (result.low, result.high) = (exp(values[skipped]), exp(values[values.count - 1 - skipped]))
    result.p = resampled.p
    return result
  }

  private func interval(_ evidence: Evidence) -> (low: Double, high: Double)? {
    switch evidence {
    case .paired(let differences): return resampler(differences.count).interval(differences)
    case .unpaired(let baseline, let candidate):
      let usual = baseline.count == other.count
      let other =
        usual
        ? other
        : Bootstrap(count: baseline.count, tail: tail, stream: PairedJudge.otherStream)
      return resampler(candidate.count).interval(candidate, minus: baseline, other)
    }
  }

  /// Seeds in which neither arm has a value leave fewer values than there are seeds.
  private func resampler(_ count: Int) -> Bootstrap {
    count == bootstrap.count ? bootstrap : Bootstrap(count: count, tail: tail)
  }

  private func verdict(_ metric: ComparedMetric) -> Verdict {
    guard let low = metric.low, let high = metric.high, let p = metric.adjustedP else {
      return .inconclusive
    }
    let isReal = p < significance && !metric.isWithinFloor
    if low > 1 + tolerance, isReal { return .regressed }
    if high < 1 - tolerance, isReal { return .improved }
    return low >= 1 - tolerance && high <= 1 + tolerance ? .equivalent : .inconclusive
  }

  /// Seeds at which four of five runs would decide, were the mean and spread those seen: the t
  /// interval then leaves the side it is on, with a margin for where the mean will fall, the
  /// smallest attainable p, alone among `tests`, is below the limit, and the noise floor, which
  /// narrows with the root of their number, lies below the ratio. Of each arm, where unpaired.
  private func seedsNeeded(_ metric: ComparedMetric, tests: Int) -> Int? {
    if let resampled = metric.resampled { return timesNeeded(metric, resampled) }
    guard let evidence = metric.evidence, evidence.count > 1 else { return nil }
    let (bottom, top) = (log(1 - tolerance), log(1 + tolerance))
    let mean = evidence.mean
    let isInside = mean > bottom && mean < top
    // Normal quantiles: inside the band the mean may stray to two sides, outside to one.
    let margin = isInside ? 1.2816 : 0.8416
    let distance = min(abs(mean - bottom), abs(mean - top))
    let beyondFloor =
      isInside || mean == 0
      ? 0 : Double(evidence.count) * pow(log(1 + (metric.floor ?? 0)) / mean, 2)
    return (evidence.count + 1...max(evidence.count + 1, PairedJudge.mostSeeds)).first {
      let width = student.quantile(evidence.degrees($0)) + margin
      let reach = width * evidence.spread / Double($0).squareRoot()
      let leastP = evidence.smallestP($0) * Double(tests)
      return reach < distance && (isInside || leastP < significance) && Double($0) > beyondFloor
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
