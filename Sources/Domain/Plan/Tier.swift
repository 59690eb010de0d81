/// Which decode path the requests of a class take (replay semantics, §3.1).
public struct Tier: Hashable, Sendable {
  /// What a class must have; nil takes every class.
  public enum Condition: Hashable, Sendable {
    /// Its least bound on the metric is so small: `tpot < 4ms`. Value in the unit of `Bound`.
    case bound(Metric, Assertion.Comparison, Double)
    case priority(Priority)

    /// As users write it, durations in milliseconds.
    public var text: String {
      switch self {
      case .priority(let priority): "priority \(priority.rawValue)"
      case .bound(let metric, let comparison, let value):
        "\(metric.rawValue) \(comparison.rawValue) "
          + (metric.unit == .duration ? "\(value / 1e6) ms" : "\(value)")
      }
    }
  }

  public var condition: Condition?
  /// Indices into `Plan.Service.paths`: the first one, and where to go when that is full, in order.
  public var paths: [Int]

  public init(_ condition: Condition? = nil, paths: [Int]) {
    (self.condition, self.paths) = (condition, paths)
  }

  public func takes(_ found: TraceClass) -> Bool {
    switch condition {
    case nil: true
    case .priority(let priority): found.priority == priority
    case .bound(let metric, let comparison, let value):
      found.slo.contains { $0.metric == metric && comparison.holds($0.value, value) }
    }
  }
}

extension Plan {
  /// Decode paths that a class takes, the first one and those it spills to.
  public func paths(of found: TraceClass) -> [Int] {
    tiers.first { $0.takes(found) }?.paths ?? []
  }
}
