/// A metric with its statistic, if it takes one: `p99 ttft`, `goodput`.
public struct Measure: Hashable, Sendable {
  public var metric: Metric
  /// nil for metrics that have a single value.
  public var statistic: Assertion.Statistic?
  public init(_ metric: Metric, _ statistic: Assertion.Statistic? = nil) {
    (self.metric, self.statistic) = (metric, statistic)
  }
}

extension Assertion.Statistic {
  /// Statistics that are kept of every replay, by the word users write.
  public static let kept: [(word: String, statistic: Assertion.Statistic)] = [
    ("mean", .mean), ("p1", .percentile(1)), ("p50", .percentile(50)), ("p90", .percentile(90)),
    ("p95", .percentile(95)), ("p99", .percentile(99)), ("p99.9", .percentile(99.9)),
    ("max", .max),
  ]
}

extension Metric {
  /// Whether each session has its part of it, so that one trace can be judged by its sessions.
  public var isKeptBySession: Bool {
    switch self {
    case .ttft, .tpot, .tpsPerUser, .stall, .e2e, .turn, .response, .session, .goodput,
      .deadlineMisses:
      true
    default: false
    }
  }
}
