public import Domain

/// Judges assertions against one arm, over one or several seeds together.
public struct AssertionJudge: Sendable {
  /// One replay of the arm: its trace's header, what was found, and the summary of it.
  public struct Run: Sendable {
    public var header: TraceHeader
    public var arm: ArmResult
    public var summary: ArmSummary
    public init(header: TraceHeader, arm: ArmResult, summary: ArmSummary) {
      (self.header, self.arm, self.summary) = (header, arm, summary)
    }
  }

  private let runs: [Run]

  /// - Parameter runs: One for each seed.
  public init(runs: [Run]) { self.runs = runs }

  public init(header: TraceHeader, arm: ArmResult, summary: ArmSummary) {
    runs = [Run(header: header, arm: arm, summary: summary)]
  }

  public func judge(_ assertions: [Assertion]) -> [AssertionResult] {
    assertions.map { AssertionResult($0, value: value(of: $0)) }
  }

  /// Values of all seeds are ranked together; a metric with one value per run is their mean, since
  /// every seed covers the same span. nil if a run lacks a single value, or nothing was measured.
  private func value(of assertion: Assertion) -> Double? {
    if let statistic = assertion.statistic {
      return assertion.metric == .itl
        ? gapValue(statistic, assertion.subject) : ranked(statistic, assertion)
    }
    let values = runs.compactMap { single(assertion, $0.summary) }
    guard !values.isEmpty, values.count == runs.count else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }

  private func single(_ assertion: Assertion, _ summary: ArmSummary) -> Double? {
    switch assertion.subject {
    case .everything: summary.single(assertion.metric) ?? summary.all.single(assertion.metric)
    case .trafficClass(let name):
      summary.classes.first { $0.name == name }?.single(assertion.metric)
    case .tenant(let name): summary.tenants.first { $0.name == name }?.single(assertion.metric)
    case .agent(let name): summary.agents.first { $0.name == name }?.single(assertion.metric)
    }
  }

  private func ranked(_ statistic: Assertion.Statistic, _ assertion: Assertion) -> Double? {
    var samples: [Sample] = []
    for run in runs {
      let values = SubjectValues(run.arm, run.header, assertion.subject).of(assertion.metric)
      for value in values { samples.append(Sample(value, row: 0)) }
    }
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

  private func gapValue(
    _ statistic: Assertion.Statistic, _ subject: Assertion.Subject
  ) -> Double? {
    var pooled = GapHistogram()
    for run in runs {
      for group in run.arm.gaps {
        let isMeant =
          switch subject {
          case .everything: true
          case .trafficClass(let name): run.header.classes[group.classIndex].name == name
          case .agent(let name): run.header.agents[group.agent] == name
          case .tenant: false
          }
        if isMeant { pooled.merge(group.histogram) }
      }
    }
    guard let quantiles = Quantiles(pooled) else { return nil }
    guard case .percentile(let percent) = statistic else { return quantiles.value(statistic) }
    return pooled.quantile(percent / 100).map { Double($0) / ticksPerSecond }
  }
}
