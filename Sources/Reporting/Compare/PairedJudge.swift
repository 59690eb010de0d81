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
    let differing = known.count { differs(judged[$0]) }
    for (index, p) in zip(known, adjusted) {
      judged[index].adjustedP = p
      judged[index].verdict = verdict(judged[index])
      guard judged[index].verdict == .inconclusive else { continue }
      // The k-th smallest p is adjusted by 1/k of the tests (Benjamini–Hochberg), so those that
      // differ as well make it easier.
      let others = differing - (differs(judged[index]) ? 1 : 0)
      judged[index].seedsNeeded = seedsNeeded(
        judged[index], tests: Double(known.count) / Double(others + 1))
    }
    return judged
  }

  /// Whether all of its interval is beyond the tolerance.
  private func differs(_ metric: ComparedMetric) -> Bool {
    guard let low = metric.low, let high = metric.high, !metric.isWithinFloor else { return false }
    return low > 1 + tolerance || high < 1 - tolerance
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

  /// As of seeds; of too few sessions there is no interval.
  private func measured(_ metric: ComparedMetric, _ resampled: Resampled) -> ComparedMetric {
    var result = metric
    guard let evidence = metric.evidence, !resampled.logRatios.isEmpty else { return result }
    result.ratio = exp(evidence.mean)
    result.p = resampled.p
    guard resampled.sessions >= Bootstrap.fewest else { return result }
    let reach = Bootstrap.reach(of: resampled.sessions, student: student)
    let ends = Bootstrap.ends(resampled.logRatios, reach: reach)
    (result.low, result.high) = (exp(ends.low), exp(ends.high))
    return result
  }

  /// Arms against themselves under other draws of the system, with their noise floors.
  ///
  /// - Parameter seeds: Of the baseline; the floor is that of so many, of which the first few were
  ///   replayed twice.
  func noise(_ metrics: [ComparedMetric], seeds: Int) -> [ComparedMetric] {
    judge(metrics).map { metric in
      var result = metric
      result.floor = metric.resampled == nil ? floor(metric, seeds: seeds) : metric.reach
      return result
    }
  }

  /// Half the width of the interval of the mean over all seeds. That an arm differs from itself by
  /// 0 on average is known, so each difference tells of the spread.
  private func floor(_ metric: ComparedMetric, seeds: Int) -> Double? {
    guard case .paired(let differences)? = metric.evidence else { return nil }
    let squares = differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)
    let measured = Double(seeds * differences.count) / Double(metric.baselineValues.count)
    return exp(student.quantile(differences.count) * (squares / measured).squareRoot()) - 1
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
  /// interval then leaves the side it is on, with a margin for where the mean will fall, and the
  /// smallest attainable p, times `tests`, is below the limit. Of each arm, where unpaired.
  private func seedsNeeded(_ metric: ComparedMetric, tests: Double) -> Int? {
    if let resampled = metric.resampled { return timesNeeded(metric, resampled, tests: tests) }
    guard let evidence = metric.evidence else { return nil }
    func canDiffer(_ seeds: Int) -> Bool {
      evidence.smallestP(seeds) * tests < significance
    }
    guard evidence.count > 1 else { return (2...PairedJudge.mostSeeds).first(where: canDiffer) }
    let (bottom, top) = (log(1 - tolerance), log(1 + tolerance))
    let mean = evidence.mean
    let isInside = mean > bottom && mean < top
    // Normal quantiles: inside the band the mean may stray to two sides, outside to one.
    let margin = isInside ? 1.2816 : 0.8416
    let distance = min(abs(mean - bottom), abs(mean - top))
    let measured = (evidence.count + 1...max(evidence.count + 1, PairedJudge.mostSeeds)).first {
      let width = student.quantile(evidence.degrees($0)) + margin
      let reach = width * evidence.spread / Double($0).squareRoot()
      return reach < distance && (isInside || canDiffer($0))
    }
    // Some seeds leave no value.
    let seeds = measured.map { (Double($0) * metric.seedsPerValue).rounded(.up) }
    return seeds.flatMap { $0 <= Double(PairedJudge.mostSeeds) ? Int($0) : nil }
  }

  /// How many times as many sessions would decide, as intervals narrow with the root of their
  /// number and n of them can't yield a p below 2/2ⁿ; nil for what no number decides, since the
  /// system drew only once.
  private func timesNeeded(
    _ metric: ComparedMetric, _ resampled: Resampled, tests: Double
  ) -> Int? {
    if metric.isWithinFloor { return nil }
    let least = max(Experiment.leastSeeds(tests: Int(tests.rounded(.up))), Bootstrap.fewest)
    let forP = Double(least) / Double(max(1, resampled.sessions))
    guard let ratio = metric.ratio, let low = metric.low, let high = metric.high else {
      return Int(forP.rounded(.up))
    }
    let mean = log(ratio)
    let (bottom, top) = (log(1 - tolerance), log(1 + tolerance))
    let distance = min(abs(mean - bottom), abs(mean - top))
    let reach = log(high / low) / 2 * (1 + 1.2816 / student.normal)
    let isInside = mean > bottom && mean < top
    let times = max((reach / distance) * (reach / distance), isInside ? 0 : forP)
    return times < Double(PairedJudge.mostSeeds) ? max(2, Int(times.rounded(.up))) : nil
  }
}
