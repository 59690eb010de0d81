import Domain

/// Puts a trace beside traces of the workload that was fitted to it.
struct FitComparison {
  private let trace: FitSample
  private let tick: Nanoseconds
  private let series: CountSeries
  private(set) var spreads: [FitReport.Spread] = []
  private var values: [[Double]] = []

  static let windows = [1, 10, 60]

  init(_ trace: FitSample) {
    self.trace = trace
    tick = CountSeries.tick(of: trace.sends.sorted()) ?? 0
    series = CountSeries(trace.sends, length: trace.length, tick: tick)
  }

  /// Takes in a regenerated trace; the first is the one that distributions are compared with.
  mutating func add(_ found: FitSample) {
    if values.isEmpty { compare(found) }
    values.append(figures(of: found, CountSeries(found.sends, length: trace.length, tick: tick)))
  }

  private mutating func compare(_ found: FitSample) {
    add("ISL", .tokens, trace.inputs, found.inputs, limit: 0.05)
    add("OSL", .tokens, trace.outputs, found.outputs, limit: 0.05)
    add("requests per session", .count, trace.requestsPerSession, found.requestsPerSession)
    func all(_ sample: FitSample, _ values: (AgentSample) -> [Int]) -> [Int] {
      sample.agents.flatMap(values)
    }
    add("turns per session", .count, all(trace) { $0.turns }, all(found) { $0.turns })
    add("think", .time, all(trace) { $0.thinks }, all(found) { $0.thinks })
    add("tool rounds per turn", .count, all(trace) { $0.rounds }, all(found) { $0.rounds })
    add(
      "tool steps", .time, all(trace) { $0.tools.values.flatMap { $0 } },
      all(found) { $0.tools.values.flatMap { $0 } })
  }

  private mutating func add(
    _ name: String, _ unit: FitReport.Spread.Unit, _ one: [Int], _ other: [Int],
    limit: Double? = nil
  ) {
    let (trace, found) = (SampleSet(one), SampleSet(other))
    guard trace.count > 0, found.count > 0, trace.values.last != trace.values.first || limit != nil
    else { return }
    spreads.append(
      FitReport.Spread(
        name: name, unit: unit, distance: trace.distance(to: found), limit: limit,
        quantiles: [10, 25, 50, 75, 90, 99].map { percent in
          FitReport.Spread.Pair(
            percent: percent, trace: trace.quantile(percent / 100),
            fit: found.quantile(percent / 100))
        }))
  }

  private func figures(of sample: FitSample, _ series: CountSeries) -> [Double] {
    let windows = FitComparison.windows.filter { self.series.dispersion(window: $0) != nil }
    var figures = windows.map { series.dispersion(window: $0) ?? 0 }
    if !trace.hasNoStarts { figures.append(series.rate) }
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
    if !trace.hasNoStarts { names.append(("requests/s", .rate, nil)) }
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
