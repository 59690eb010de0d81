import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often the rule of verdicts errs: many comparisons whose truth is known.
///
/// An arm is compared with itself on other seeds, so that nothing differs but chance; or on the
/// same seeds, with itself under other draws of the system, or with another arm once the mean
/// difference between them is taken out. Then one metric is made worse by a known share, and the
/// same comparisons are judged again.
public struct VerdictStudy: Hashable, Sendable {
  public static let schema = "baton/study/1"

  public var title: String
  public var arm: String
  /// On the same seeds, perhaps the arm itself; nil for the arm itself on others.
  public var paired: String?
  /// Made worse in the candidate, in every class.
  public var shifted: GatedMetric
  public var gates: [GatedMetric]
  public var tolerance: Double
  /// True shares by which the metric is worse: 0.1 for 10 %.
  public var shifts: [Double]
  public var stops: [SeedPlan]

  /// How many seeds a comparison takes: `first`, and up to `most` while something is undecided.
  public struct SeedPlan: Hashable, Sendable {
    public var first: Int
    public var most: Int
    public init(first: Int, most: Int) { (self.first, self.most) = (first, most) }

    /// Reads `12` or `12..48`; nil for anything else.
    public init?(text: String) {
      let parts = text.split(separator: "..", omittingEmptySubsequences: false)
      guard let first = parts.first.flatMap({ Int($0) }),
        let most = parts.last.flatMap({ Int($0) }), parts.count <= 2, first >= 1, most >= first
      else { return nil }
      self.init(first: first, most: most)
    }

    public var name: String { first == most ? "\(first)" : "\(first)..\(most)" }
  }

  /// What one comparison said, at one shift under one plan of seeds.
  public struct Outcome: Hashable, Sendable {
    /// Of the shifted metric, by class.
    var shifted: [String: Verdict]
    /// Metrics that are the same in both arms, and how many of them were called different.
    var unshifted: Int
    var alarms: Int
    var seeds: Int
  }

  /// Values by seed of what is compared.
  public struct Sides: Sendable {
    public var baseline: [ArmValues]
    public var candidate: [ArmValues]
    public init(baseline: [ArmValues], candidate: [ArmValues]) {
      (self.baseline, self.candidate) = (baseline, candidate)
    }

    /// The seeds of one comparison.
    public func seeds(_ range: Range<Int>) -> Sides {
      Sides(baseline: Array(baseline[range]), candidate: Array(candidate[range]))
    }
  }

  public init(
    title: String, arm: String, paired: String? = nil, shifted: GatedMetric, gates: [GatedMetric],
    tolerance: Double,
    shifts: [Double], stops: [SeedPlan]
  ) {
    (self.title, self.arm, self.paired) = (title, arm, paired)
    (self.shifted, self.gates, self.tolerance) = (shifted, gates, tolerance)
    (self.shifts, self.stops) = (shifts, stops)
  }

  /// Seeds that each side of a comparison needs.
  public var mostSeeds: Int { stops.map(\.most).max() ?? 0 }

  /// Candidates with the mean difference from their baselines taken out of every judged metric:
  /// what is left is how the two arms vary against one another.
  ///
  /// - Parameters: values by seed, of the same seeds in the same order.
  public func centred(baseline: [ArmValues], candidate: [ArmValues]) -> [ArmValues] {
    var result = candidate
    for gate in gates {
      for group in candidate.first?.classes.indices ?? 0..<0 {
        centre(gate, \.classes[group], baseline, &result)
      }
      centre(gate, \.whole, baseline, &result)
    }
    return result
  }

  private func centre(
    _ gate: GatedMetric, _ path: WritableKeyPath<ArmValues, ArmValues.Group>,
    _ baseline: [ArmValues], _ candidate: inout [ArmValues]
  ) {
    let ratios = zip(baseline, candidate).compactMap { pair -> Double? in
      guard let before = pair.0[keyPath: path].value(gate),
        let after = pair.1[keyPath: path].value(gate)
      else { return nil }
      return log(gate.ratio(baseline: before, candidate: after))
    }
    guard !ratios.isEmpty else { return }
    let share = exp(-PairedStatistics.mean(ratios)) - 1
    for index in candidate.indices { candidate[index][keyPath: path].worsen(gate, by: share) }
  }

  /// Judges one comparison in every way.
  ///
  /// - Parameters: values of the one arm by seed, `mostSeeds` for each side.
  /// - Returns: an outcome for each shift and, within, each plan of seeds.
  public func outcomes(_ sides: Sides) -> [Outcome] {
    shifts.flatMap { shift in
      var shifted = sides
      shifted.candidate = sides.candidate.map { $0.worsened(self.shifted, by: shift) }
      return stops.map { outcome(shifted, $0, isShifted: shift != 0) }
    }
  }

  /// As `compare` goes about it: more seeds until all is decided.
  private func outcome(_ sides: Sides, _ plan: SeedPlan, isShifted: Bool) -> Outcome {
    let schedule = Looks.schedule(from: plan.first, to: plan.most)
    var taken = 0
    while true {
      let count = schedule[taken]
      taken += 1
      let comparison = Comparison(
        [scenario(sides, count)], baseline: arm, candidates: [arm], gates: gates,
        tolerance: tolerance, looks: Looks(planned: schedule.count, taken: taken))
      if comparison.isDecided || taken == schedule.count {
        return outcome(comparison.metrics, seeds: count, isShifted: isShifted)
      }
    }
  }

  private func scenario(_ sides: Sides, _ count: Int) -> Scenario {
    func replicate(_ index: Int, _ candidates: [ArmValues]) -> Replicate {
      Replicate(
        seed: UInt64(index), baseline: sides.baseline[index], candidates: candidates)
    }
    if paired != nil {
      return Scenario(replicates: (0..<count).map { replicate($0, [sides.candidate[$0]]) })
    }
    let candidates = (0..<count).map {
      Replicate(
        seed: UInt64(mostSeeds + $0), baseline: nil, candidates: [sides.candidate[$0]])
    }
    return Scenario(replicates: candidates, unpaired: (0..<count).map { replicate($0, []) })
  }

  private func outcome(
    _ metrics: [ComparedMetric], seeds: Int, isShifted: Bool
  ) -> Outcome {
    let same = metrics.filter { !isShifted || $0.metric != shifted }
    var verdicts: [String: Verdict] = [:]
    for metric in metrics where metric.metric == shifted {
      verdicts[metric.className] = metric.verdict
    }
    return Outcome(
      shifted: verdicts, unshifted: same.count,
      alarms: same.count { $0.verdict == .regressed || $0.verdict == .improved }, seeds: seeds)
  }
}

extension ArmValues {
  /// One metric worse by a share, in every class.
  func worsened(_ metric: GatedMetric, by share: Double) -> ArmValues {
    var result = self
    for index in classes.indices { result.classes[index].worsen(metric, by: share) }
    result.whole.worsen(metric, by: share)
    return result
  }
}

extension ArmValues.Group {
  /// Moves a value so that its ratio to what it was is `1 + share`, above 1 being worse.
  fileprivate mutating func worsen(_ gate: GatedMetric, by share: Double) {
    guard let position = gate.position, let value = values[position] else { return }
    let metric = gate.metric
    if metric.unit == .percent, !metric.isBetterWhenLarger {
      values[position] = 1 - (1 - value) / (1 + share)
    } else {
      values[position] = metric.isBetterWhenLarger ? value / (1 + share) : value * (1 + share)
    }
  }
}
