import Domain

/// Cells and sentences that every rendering of a comparison shares.
enum CompareWords {
  static func value(_ value: Double?, _ gate: GatedMetric) -> String {
    guard value != nil else { return Quantity.missing }
    return RunRows.text(value, gate.metric)
  }

  static func ratio(_ ratio: Double?) -> String {
    guard let ratio else { return Quantity.missing }
    if ratio > 0.999 * GatedMetric.largestRatio { return "≥ 1000" }
    return ratio < 10 ? Quantity.fixed(ratio, decimals: 3) : Quantity.significant(ratio)
  }

  static func interval(_ metric: ComparedMetric) -> String {
    guard let low = metric.low, let high = metric.high else { return Quantity.missing }
    return "\(short(low))–\(short(high))"
  }

  private static func short(_ ratio: Double) -> String {
    ratio < 10 ? Quantity.fixed(ratio, decimals: 3) : Quantity.significant(ratio)
  }

  /// Never rounded up to the limit of 0.01, or to one of several looks, from below.
  static func p(_ p: Double?) -> String {
    guard let p else { return Quantity.missing }
    if p < 0.001 { return "<.001" }
    let limit = PairedJudge.significance
    return p < limit
      ? Quantity.fixed((p * 1e4).rounded(.down) / 1e4, decimals: 4)
      : Quantity.fixed(p, decimals: 3)
  }

  /// `5 %`, `2.5 %`.
  static func tolerance(_ tolerance: Double) -> String {
    let percent = (tolerance * 1e6).rounded() / 1e4
    let isWhole = percent == percent.rounded()
    return Quantity.fixed(percent, decimals: isWhole ? 0 : 1) + " %"
  }

  /// `afd: improved; lpx-draft: inconclusive`; nil where there is one candidate.
  static func verdicts(_ comparison: Comparison) -> String? {
    guard comparison.candidates.count > 1 else { return nil }
    return comparison.candidates.map { candidate in
      let failed = comparison.assertions.contains { found in
        found.candidate == candidate && found.results.contains { !$0.passed }
      }
      let verdict = comparison.verdict(of: candidate).rawValue
      return "\(candidate): \(verdict)" + (failed ? ", an assertion failed" : "")
    }.joined(separator: "; ")
  }

  /// `12 seeds`.
  static func seeds(_ count: Int) -> String { count == 1 ? "1 seed" : "\(count) seeds" }

  /// What the verdicts stand on: `12 seeds`, or the sessions of a trace.
  static func evidence(_ comparison: Comparison) -> String {
    if comparison.resamplesSessions {
      let traces = comparison.scenarios.count
      return traces == 1
        ? "the sessions of one trace, resampled"
        : "the sessions of \(traces) traces, resampled trace by trace"
    }
    let looks = comparison.looks
    let own = comparison.baselineSeeds.map { " against the baseline's own \($0.count), unpaired" }
    let seeds = seeds(comparison.seeds.count) + (own ?? "")
    return looks.planned == 1 ? seeds : "\(seeds), look \(looks.taken) of at most \(looks.planned)"
  }

  /// `95 %`: of each interval; stricter where the evidence may be looked at more than once.
  static func level(_ comparison: Comparison) -> String {
    let percent = (1 - PairedJudge.outside / Double(comparison.looks.planned)) * 100
    return Quantity.fixed(percent, decimals: percent == percent.rounded() ? 0 : 1) + " %"
  }

  static func floor(_ floor: Double?) -> String {
    Quantity.percent(floor)
  }

  /// What the noise floor is, in short.
  static func noise(_ comparison: Comparison) -> String {
    let isTrace = comparison.resamplesSessions
    guard let most = comparison.noise.compactMap(\.floor).max() else {
      let whose = isTrace ? "any replay" : "the baseline's replay"
      return comparison.noise.isEmpty ? "zero; nothing in \(whose) is random" : "nothing measured"
    }
    var arms: [String] = []
    for metric in comparison.noise where !arms.contains(metric.candidate) {
      arms.append(metric.candidate)
    }
    let names = (arms.count > 1 ? "each of " : "") + arms.joined(separator: ", ")
    let who = isTrace ? names : "the baseline"
    return "at most \(floor(most)), \(who) against itself under other draws of the system"
  }

  /// How to go on from an inconclusive metric; nil for others.
  static func advice(_ metric: ComparedMetric) -> String? {
    guard metric.verdict == .inconclusive else { return nil }
    let name = "\(metric.metric.name) of \(metric.place)"
    if let resampled = metric.resampled { return "\(name) \(advice(metric, resampled))" }
    let each = metric.isPaired ? "" : " of each arm"
    guard let needed = metric.seedsNeeded else {
      return "\(name) is too close to the tolerance for \(PairedJudge.mostSeeds) seeds to decide"
    }
    if metric.low == nil { return "\(name) needs at least \(needed) seeds\(each)" }
    return "\(name)\(few(metric)) would be decided by about \(needed) seeds\(each)"
  }

  /// `, which 8 of 12 seeds have,`: where some have no value.
  private static func few(_ metric: ComparedMetric) -> String {
    let values = metric.candidateValues
    let known = values.count { $0 != nil }
    return known == values.count ? "" : ", which \(known) of \(seeds(values.count)) have,"
  }

  private static func advice(_ metric: ComparedMetric, _ resampled: Resampled) -> String {
    if metric.isWithinFloor {
      return "lies within the noise floor of \(floor(metric.floor)): the system drew once, so no "
        + "number of sessions decides; compare a workload over seeds"
    }
    guard let times = metric.seedsNeeded else {
      return "is too close to the tolerance for sessions of a trace to decide"
    }
    guard metric.low == nil else { return "would be decided by about \(times) times the sessions" }
    let count = resampled.sessions
    return count == 1
      ? "has 1 session, so there is nothing to resample; it takes at least \(times)"
      : "has \(count) sessions, too few to resample; it takes at least \(times * count)"
  }

  /// `inconclusive, about 13 seeds`: how many would decide it stands beside the verdict.
  static func verdict(_ metric: ComparedMetric) -> String {
    guard metric.verdict == .inconclusive else { return metric.verdict.rawValue }
    if metric.isWithinFloor { return "inconclusive within the noise floor" }
    let unit = metric.resampled == nil ? "seeds" : "times the sessions"
    guard let needed = metric.seedsNeeded else {
      return "inconclusive, over \(PairedJudge.mostSeeds) \(unit)"
    }
    return "inconclusive, \(metric.low == nil ? "at least" : "about") \(needed) \(unit)"
  }

  /// `equivalent (1.012) with rubin-2026.layer-time at 16.0 µs`, for each assumed figure on which
  /// the verdict hangs; nil if it hangs on none.
  static func hangs(_ metric: ComparedMetric) -> String? {
    guard !metric.hangsOn.isEmpty else { return nil }
    return metric.hangsOn.map { other in
      let ratio = other.ratio.map { " (\(CompareWords.ratio($0)))" } ?? ""
      return "\(other.verdict.rawValue)\(ratio) with \(other.parameter) at "
        + Quantity.figure(other.value, other.unit)
    }.joined(separator: "; ")
  }

  /// What is known of how the verdicts hang on assumed figures; nil where arms lean on none.
  static func assumed(_ comparison: Comparison) -> String? {
    let count = comparison.assumed.count
    guard count > 0 else { return nil }
    let figures = count == 1 ? "1 assumed figure" : "\(count) assumed figures"
    guard let sensitivity = comparison.sensitivity else {
      return "rests on \(figures); --sensitivity says which verdicts hang on one"
    }
    let hanging = comparison.metrics.count { !$0.hangsOn.isEmpty }
    let verdicts = hanging == 1 ? "1 verdict hangs" : "\(hanging) verdicts hang"
    let refused = sensitivity.refused.map(\.parameter).reduce(into: [String]()) { all, name in
      if !all.contains(name) { all.append(name) }
    }
    let rest =
      refused.isEmpty
      ? "" : "; at an end of \(refused.joined(separator: ", ")) an arm doesn't fit"
    return "rests on \(figures), each tried at both ends of its range: "
      + (hanging == 0 ? "no verdict hangs on one" : "\(verdicts) on one, marked *") + rest
  }

  /// How many metrics are undecided; nil if none is.
  static func undecided(_ comparison: Comparison) -> String? {
    let count = comparison.metrics.count { $0.verdict == .inconclusive }
    guard count > 0 else { return nil }
    let metrics = count == 1 ? "1 metric is" : "\(count) metrics are"
    let unit = comparison.resamplesSessions ? "sessions" : "seeds"
    return "\(metrics) undecided; how many \(unit) would decide each stands beside it."
  }

  /// One sentence that stands alone: metric, class, size and interval.
  static func sentence(_ metric: ComparedMetric, in comparison: Comparison) -> String {
    let baseline = comparison.baseline
    let subject = "\(metric.metric.name) of \(metric.place) under \(metric.candidate)"
    guard let ratio = metric.ratio else {
      return "\(subject) against \(baseline): nothing measured"
    }
    let values =
      "\(value(metric.baselineValue, metric.metric)) to "
      + value(metric.candidateValue, metric.metric)
    let percent = Quantity.fixed(abs(ratio - 1) * 100, decimals: 1)
    let change = "\(percent) % \(ratio >= 1 ? "worse" : "better")"
    let noise = metric.floor.map { $0 > 0 ? ", noise floor \(floor($0))" : "" } ?? ""
    return "\(subject) against \(baseline): \(metric.verdict.rawValue), \(change) (\(values); "
      + "ratio \(CompareWords.ratio(ratio)), \(level(comparison)) interval \(interval(metric))"
      + "\(noise))" + (hangs(metric).map { "; \($0)" } ?? "")
  }
}
