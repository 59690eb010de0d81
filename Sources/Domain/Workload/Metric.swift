/// What Baton measures, by the word users write (language reference, §10.1).
public enum Metric: String, Hashable, Sendable, CaseIterable {
  case ttft, tpot, itl, stall, e2e, response, turn, silence, session
  case tpsPerUser = "tps-per-user"
  case goodput, refused, cancelled
  case cacheHit = "cache-hit"
  case underruns
  case deadlineMisses = "deadline-misses"
  case requestRate = "request-rate"
  case sessionRate = "session-rate"
  case tokenRate = "token-rate"
  case tpsPerMegawatt = "tps-per-mw"
  case joulesPerToken = "joules-per-token"
  case dollarsPerMillionTokens = "dollars-per-mtok"

  public enum Unit: Hashable, Sendable { case duration, rate, percent, number }

  public var unit: Unit {
    switch self {
    case .ttft, .tpot, .itl, .stall, .e2e, .response, .turn, .silence, .session: .duration
    case .tpsPerUser, .requestRate, .sessionRate, .tokenRate: .rate
    case .goodput, .refused, .cancelled, .cacheHit, .underruns, .deadlineMisses: .percent
    case .tpsPerMegawatt, .joulesPerToken, .dollarsPerMillionTokens: .number
    }
  }

  /// Whether it has one value per request, turn, session or gap, and so takes a statistic.
  public var isDistributed: Bool { unit == .duration || self == .tpsPerUser }

  /// Whether larger is better.
  public var isBetterWhenLarger: Bool {
    switch self {
    case .tpsPerUser, .goodput, .cacheHit, .requestRate, .sessionRate, .tokenRate, .tpsPerMegawatt:
      true
    default: false
    }
  }

  /// Whether a class may bind each of its requests, turns and sessions to it.
  public var isAllowedInSLO: Bool {
    switch self {
    case .ttft, .tpot, .tpsPerUser, .stall, .e2e, .response, .turn, .silence, .session: true
    default: false
    }
  }
}

/// A target that each request, turn or session of a class must meet.
public struct Bound: Hashable, Sendable {
  public var metric: Metric
  /// Nanoseconds for durations, tokens per second for `tps-per-user`, which bounds from below.
  public var value: Double
  public init(metric: Metric, value: Double) { (self.metric, self.value) = (metric, value) }
}

/// A statement about a run that is judged true or false (language reference, §10.2).
public struct Assertion: Hashable, Sendable {
  public enum Statistic: Hashable, Sendable {
    case mean, max
    /// Between 0 and 100, both excluded.
    case percentile(Double)
  }

  public enum Subject: Hashable, Sendable {
    case everything
    case trafficClass(String)
    case agent(String)
    case tenant(String)
  }

  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="

    public func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .below: value < bound
      case .atMost: value <= bound
      case .above: value > bound
      case .atLeast: value >= bound
      }
    }
  }

  /// As written, with single spaces.
  public var text: String
  /// nil for metrics that have a single value.
  public var statistic: Statistic?
  public var metric: Metric
  public var subject: Subject
  public var comparison: Comparison
  /// Nanoseconds, a share in [0, 1], per second, or a plain number, by the metric's unit.
  public var bound: Double

  public init(
    text: String, statistic: Statistic?, metric: Metric, subject: Subject, comparison: Comparison,
    bound: Double
  ) {
    (self.text, self.statistic, self.metric) = (text, statistic, metric)
    (self.subject, self.comparison, self.bound) = (subject, comparison, bound)
  }
}
