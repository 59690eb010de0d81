import Domain

/// Puts a trace beside traces of the workload that was fitted to it.
struct FitComparison {
  private let trace: FitSample
  private let tick: Nanoseconds
  private let series: CountSeries
  /// The regenerated traces.
  private var pooled: [FitSample] = []
  private var values: [[Double]] = []

  static let windows = [1, 10, 60]

  init(_ trace: FitSample) {
    self.trace = trace
    tick = CountSeries.tick(of: trace.sends.sorted()) ?? 0
    series = CountSeries(trace.sends, length: trace.length, tick: tick)
  }

  /// Takes in a regenerated trace.
  mutating func add(_ found: FitSample) {
    values.append(figures(of: found, CountSeries(found.sends, length: trace.length, tick: tick)))
    pooled.append(found)
  }

  /// Distributions of the trace beside those of all regenerated traces together.
  var spreads: [FitReport.Spread] {
    func all(_ values: (FitSample) -> [Int]) -> ([Int], [Int]) {
      (values(trace), pooled.flatMap(values))
    }
    func agents(_ values: @escaping (AgentSample) -> [Int]) -> ([Int], [Int]) {
      all { $0.agents.flatMap(values) }
    }
    return [
      spread("ISL", .tokens, all(\.inputs), limit: 0.05),
      spread("OSL", .tokens, all(\.outputs), limit: 0.05),
      spread("requests per session", .count, all(\.requestsPerSession)),
      spread("turns per session", .count, agents(\.turns)),
      spread("think", .time, agents(\.thinks)),
      spread("tool rounds per turn", .count, agents(\.rounds)),
      spread("tool steps", .time, agents { $0.tools.values.flatMap { $0 } }),
    ].compactMap(\.self)
  }

  /// nil where there is nothing to compare.
  private func spread(
    _ name: String, _ unit: FitReport.Spread.Unit, _ values: ([Int], [Int]),
    limit: Double? = nil
  ) -> FitReport.Spread? {
    let (trace, found) = (SampleSet(values.0), SampleSet(values.1))
    guard trace.count > 0, found.count > 0, trace.values.last != trace.values.first || limit != nil
    else { return nil }
    return FitReport.Spread(
      name: name, unit: unit, distance: trace.distance(to: found), limit: limit,
      quantiles: [10, 25, 50, 75, 90, 99].map { percent in
        FitReport.Spread.Pair(
          percent: percent, trace: trace.quantile(percent / 100),
          fit: found.quantile(percent / 100))
      })
  }

  private func figures(of sample: FitSample, _ series: CountSeries) -> [Double] {
    let windows = FitComparison.windows.filter { self.series.dispersion(window: $0) != nil }
    var figures = windows.map { series.dispersion(window: $0) ?? 0 }
    if !trace.isUntimed { figures.append(series.rate) }
    figures.append(sample.reuse)
    let requests = SampleSet(sample.requestsPerSession)
    figures.append(requests.count > 0 ? Double(requests.quantile(0.5)) : 0)
    figures.append(requests.mean)
    return figures
  }

  var figures: [FitReport.Figure] {
    let windows = FitComparison.windows.filter { series.dispersion(window: $0) != nil }
    var names: [(String, FitReport.Figure.Kind, Double?)] = windows.map {
      ("index of dispersion, \($0) s", .number, 0.25)
    }
    if !trace.isUntimed { names.append(("requests/s", .rate, nil)) }
    names.append(("prefix reuse", .share, 0.03))
    names.append(("requests per session, p50", .number, nil))
    names.append(("requests per session, mean", .number, nil))
    let own = figures(of: trace, series)
    return names.enumerated().map { index, name in
      FitReport.Figure(
        name: name.0, kind: name.1, trace: own[index], values: values.map { $0[index] },
        limit: name.2)
    }
  }
}
