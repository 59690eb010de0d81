/// What a comparison says of one metric of one class (design §8).
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  case nothingMeasured = "nothing measured"
  case regressed, inconclusive, improved, equivalent
}

/// One gated metric of one class under one candidate.
public struct ComparedMetric: Hashable, Sendable {
  public var metric: GatedMetric
  /// Name of the scenario; empty where there is only one.
  public var scenario = ""
  /// Name of the class; `all` for metrics of the platform.
  public var className: String
  public var candidate: String
  /// By seed; nil where an arm has no value.
  public var baselineValues: [Double?]
  public var candidateValues: [Double?]
  /// Whether both arms have the same seeds.
  public var isPaired = true
  /// Where there is one trace and no seeds: what its sessions, resampled, say.
  public var resampled: Resampled?
  /// Above 1 is worse: geometric mean over seeds. nil if nothing was measured.
  public var ratio: Double?
  /// Bootstrap interval of the ratio; nil below two seeds.
  public var low: Double?
  public var high: Double?
  /// Noise floor: how far, as a share, an arm may be from itself when only the system's draws are
  /// new. 0 if it draws nothing; nil if that isn't known.
  public var floor: Double?
  /// Two-sided; before and after Benjamini–Hochberg.
  public var p: Double?
  public var adjustedP: Double?
  public var verdict: Verdict
  /// For `inconclusive`: how many seeds would decide it if they went on as these, or, without an
  /// interval, how many it takes at least; nil if more than `PairedJudge.mostSeeds`. Of resampled
  /// sessions, how many times as many.
  public var seedsNeeded: Int?
  /// Other verdicts, each with one assumed figure at an end of its range.
  public var hangsOn: [OtherVerdict] = []

  /// Geometric mean over seeds, as the ratio is one, in seconds for durations; of shares that are
  /// better when smaller, 1 − that of the shares without.
  public var baselineValue: Double? { mean(baselineValues, beside: candidateValues) }
  public var candidateValue: Double? { mean(candidateValues, beside: baselineValues) }

  /// Whether the ratio is no farther from 1 than an arm may be from itself, of what was replayed
  /// once. The intervals of seeds hold what the system draws; those of sessions don't.
  public var isWithinFloor: Bool {
    guard resampled != nil, let ratio, let floor else { return false }
    return max(ratio, 1 / ratio) <= 1 + floor && floor > 0
  }

  /// The end of the interval that is farther from 1, as a share; the ratio's own if there is none.
  var reach: Double? {
    guard let ratio else { return nil }
    return [ratio, low ?? ratio, high ?? ratio].map { max($0, 1 / $0) - 1 }.max()
  }

  /// 1 where every seed has a value; 2 where every other one has.
  var seedsPerValue: Double {
    let shares = [baselineValues, candidateValues].map { values in
      Double(values.count) / Double(max(1, values.count { $0 != nil }))
    }
    return max(shares[0], shares[1])
  }

  /// Where it was measured: the class, after the scenario if there are several.
  public var place: String { scenario.isEmpty ? className : "\(scenario) \(className)" }

  private func mean(_ own: [Double?], beside other: [Double?]) -> Double? {
    let known = own.compactMap(\.self)
    guard let first = known.first else { return nil }
    if known.allSatisfy({ $0 == first }) { return first }
    let levels = metric.levels(known + other.compactMap(\.self)).prefix(known.count)
    return metric.value(ofLevel: PairedStatistics.mean(Array(levels)))
  }
}

/// How a ratio varies when the sessions of one trace are drawn anew, with their pairs.
public struct Resampled: Hashable, Sendable {
  /// Logarithms of the ratio, rising.
  public var logRatios: [Double]
  /// Two-sided, of the arms' labels swapped session by session.
  public var p: Double
  /// Pairs of sessions with a value.
  public var sessions: Int
}
