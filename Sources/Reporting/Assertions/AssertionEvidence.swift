public import Domain

/// What one replay contributes to one assertion, so that replays need not be kept to judge it over
/// several seeds.
public struct AssertionEvidence: Hashable, Sendable {
  /// Of a ranked metric: nanoseconds, or tokens per second.
  var values: [Double] = []
  /// Of pooled gaps.
  var gaps: GapHistogram?
  /// Of a metric with one value per replay.
  var single: Double?

  /// - Complexity: 8 bytes for each value of the metric.
  public init(
    _ assertion: Assertion, header: TraceHeader, arm: ArmResult, summary: ArmSummary
  ) {
    guard assertion.statistic != nil else {
      single = AssertionEvidence.single(assertion, summary)
      return
    }
    if assertion.metric == .itl {
      gaps = AssertionEvidence.gaps(assertion.subject, header, arm)
    } else {
      values = SubjectValues(arm, header, assertion.subject).of(assertion.metric)
    }
  }

  private static func single(_ assertion: Assertion, _ summary: ArmSummary) -> Double? {
    switch assertion.subject {
    case .everything: summary.single(assertion.metric) ?? summary.all.single(assertion.metric)
    case .trafficClass(let name):
      summary.classes.first { $0.name == name }?.single(assertion.metric)
    case .tenant(let name): summary.tenants.first { $0.name == name }?.single(assertion.metric)
    case .agent(let name): summary.agents.first { $0.name == name }?.single(assertion.metric)
    }
  }

  private static func gaps(
    _ subject: Assertion.Subject, _ header: TraceHeader, _ arm: ArmResult
  ) -> GapHistogram {
    var pooled = GapHistogram()
    for group in arm.gaps {
      let isMeant =
        switch subject {
        case .everything: true
        case .trafficClass(let name): header.classes[group.classIndex].name == name
        case .agent(let name): header.agents[group.agent] == name
        case .tenant(let name):
          group.tenant < GapGroup.mostTenants && arm.tenants[group.tenant] == name
        }
      if isMeant { pooled.merge(group.histogram) }
    }
    return pooled
  }
}

extension AssertionResult {
  /// Judges over replays: values of all seeds are ranked together; a metric with one value per
  /// replay is their mean, since every seed covers the same span.
  ///
  /// A replay that lacks a single value, or replays without any value, measured nothing.
  public init(_ assertion: Assertion, _ evidence: [AssertionEvidence]) {
    self.init(assertion, value: AssertionResult.value(assertion, evidence))
  }

  private static func value(_ assertion: Assertion, _ evidence: [AssertionEvidence]) -> Double? {
    guard let statistic = assertion.statistic else {
      let values = evidence.compactMap(\.single)
      guard !values.isEmpty, values.count == evidence.count else { return nil }
      return values.reduce(0, +) / Double(values.count)
    }
    if assertion.metric == .itl { return gapValue(statistic, evidence) }
    let samples = evidence.flatMap(\.values).map { Sample($0, row: 0) }
    let perSecond = assertion.metric.unit == .duration ? 1e9 : 1
    let sorted = sortedByValue(samples).map(\.value)
    guard let last = sorted.last else { return nil }
    switch statistic {
    case .mean: return sorted.reduce(0, +) / Double(sorted.count) / perSecond
    case .max: return last / perSecond
    case .percentile(let percent):
      return sorted[nearestRank(percent: percent, of: sorted.count)] / perSecond
    }
  }

  private static func gapValue(
    _ statistic: Assertion.Statistic, _ evidence: [AssertionEvidence]
  ) -> Double? {
    var pooled = GapHistogram()
    for part in evidence { part.gaps.map { pooled.merge($0) } }
    guard let quantiles = Quantiles(pooled) else { return nil }
    guard case .percentile(let percent) = statistic else { return quantiles.value(statistic) }
    return pooled.quantile(percent / 100).map { Double($0) / ticksPerSecond }
  }
}
