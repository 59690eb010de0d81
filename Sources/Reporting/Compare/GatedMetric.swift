public import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A metric that a comparison judges, with its statistic if it has one: `p99 ttft`, `goodput`.
public struct GatedMetric: Hashable, Sendable {
  public var metric: Metric
  public var statistic: Assertion.Statistic?

  /// What is judged unless the user says otherwise: the tail of what people wait for, the length of
  /// their work, and the share that got what was promised.
  public static let defaults: [GatedMetric] = [
    GatedMetric(.ttft, .percentile(99)), GatedMetric(.itl, .percentile(99)),
    GatedMetric(.turn, .percentile(99)), GatedMetric(.session, .percentile(50)),
    GatedMetric(.goodput), GatedMetric(.deadlineMisses),
  ]

  public init(_ metric: Metric, _ statistic: Assertion.Statistic? = nil) {
    (self.metric, self.statistic) = (metric, statistic)
  }

  public init(_ measure: Measure) { self.init(measure.metric, measure.statistic) }

  public var measure: Measure { Measure(metric, statistic) }

  /// Statistics that summaries keep, by the word users write.
  static let statistics = Assertion.Statistic.kept

  /// Every metric that a summary holds, with every statistic that it keeps.
  public static let all: [GatedMetric] = Metric.allCases.flatMap { metric in
    metric.isDistributed
      ? statistics.map { GatedMetric(metric, $0.statistic) } : [GatedMetric(metric)]
  }

  private static let positions: [GatedMetric: Int] = Dictionary(
    uniqueKeysWithValues: all.enumerated().map { ($0.element, $0.offset) })

  /// Index in `all`; nil for a statistic that isn't kept.
  var position: Int? { GatedMetric.positions[self] }

  /// Reads `p99 ttft` or `goodput`; nil for what no summary holds.
  public init?(text: String) {
    let words = text.split(separator: " ").map { String($0) }
    guard let last = words.last, let metric = Metric(rawValue: last) else { return nil }
    if metric.isDistributed {
      guard words.count == 2,
        let statistic = GatedMetric.statistics.first(where: { $0.word == words[0] })
      else { return nil }
      self.init(metric, statistic.statistic)
    } else {
      guard words.count == 1 else { return nil }
      self.init(metric)
    }
  }

  /// As users write it.
  public var name: String {
    guard let statistic else { return metric.rawValue }
    let word = GatedMetric.statistics.first { $0.statistic == statistic }?.word ?? "p?"
    return "\(word) \(metric.rawValue)"
  }

  /// Whether it is one of the platform, and so judged once and not by class.
  public var isOfPlatform: Bool {
    switch metric {
    case .tpsPerMegawatt, .joulesPerToken, .dollarsPerMillionTokens: true
    default: false
    }
  }

  func value(_ group: GroupSummary, _ arm: ArmSummary) -> Double? {
    if let statistic { return group.quantiles(metric)?.value(statistic) }
    return isOfPlatform ? arm.single(metric) : group.single(metric)
  }

  /// Beyond this factor a ratio isn't told apart, so that a zero on one side stays a number.
  static let largestRatio = 1000.0

  /// How much worse the candidate is: above 1 is worse, whichever way the metric is better.
  func ratio(baseline: Double, candidate: Double) -> Double {
    let (before, after) = (compared(baseline), compared(candidate))
    let (worse, better) = isBetterWhenLarger ? (before, after) : (after, before)
    if worse == better { return 1 }
    let ratio = better > 0 ? worse / better : GatedMetric.largestRatio
    return min(GatedMetric.largestRatio, max(1 / GatedMetric.largestRatio, ratio))
  }

  /// Logarithms of values of one metric, turned so that more is worse. What is 0 is as far beyond
  /// the others as ratios are told apart.
  func levels(_ values: [Double]) -> [Double] {
    let logs = values.map { compared($0) > 0 ? log(compared($0)) : nil }
    let least = (logs.compactMap(\.self).min() ?? 0) - log(GatedMetric.largestRatio)
    return logs.map { isBetterWhenLarger ? -($0 ?? least) : $0 ?? least }
  }

  /// What the level of `levels` stands for; the inverse of it.
  func value(ofLevel level: Double) -> Double { compared(exp(isBetterWhenLarger ? -level : level)) }

  /// A share that is better when smaller is near 0 when all is well, where ratios mean nothing: of
  /// it, the share that was spared is compared.
  private func compared(_ value: Double) -> Double { isOfSpared ? 1 - value : value }

  private var isOfSpared: Bool { metric.unit == .percent && !metric.isBetterWhenLarger }

  private var isBetterWhenLarger: Bool { metric.isBetterWhenLarger || isOfSpared }
}
