public import Domain

/// What users of one class, tenant or agent, or of all together, experienced.
///
/// Latencies are of what became sendable (or started) in the measured window; a metric that has no
/// value there is nil. ITL is told apart for the first `GapGroup.mostTenants` tenants; turns and
/// sessions belong to no single agent.
public struct GroupSummary: Hashable, Sendable {
  public var name: String
  /// Finished requests, answered turns and ended sessions that were measured.
  public var requests = 0
  public var turns = 0
  public var sessions = 0

  public var ttft: Quantiles?
  public var itl: Quantiles?
  /// Without the gaps of 0 between tokens of one step.
  public var stepGap: Quantiles?
  public var tpot: Quantiles?
  /// 1 / TPOT, in tokens per second; its bad tail is `p1`.
  public var tpsPerUser: Quantiles?
  public var stall: Quantiles?
  public var e2e: Quantiles?
  public var response: Quantiles?
  public var turn: Quantiles?
  /// Of spoken turns.
  public var silence: Quantiles?
  public var session: Quantiles?
  public var sessionWithoutThink: Quantiles?

  public var goodput: Goodput?
  /// Of sessions with a deadline, the share that missed it; nil without one.
  public var deadlineMisses: Double?
  /// Of spoken turns that were heard, the share that ran out of sound; nil without any.
  public var underruns: Double?
  /// Shares of requests, over everything; nil where the replay doesn't tell.
  public var refused: Double?
  public var cancelled: Double?
  /// Prompt tokens reused / prompt tokens, over everything that finished.
  public var cacheHit: Double?
  /// Tokens of finished requests, over everything.
  public var inputTokens: Int64 = 0
  public var outputTokens: Int64 = 0

  /// Finished in the measured window, per second of it.
  public var requestRate = 0.0
  /// Prompt tokens of requests that finished in the window, per second.
  public var promptTokenRate = 0.0
  public var sessionRate = 0.0
  /// Output tokens of requests that finished in the window, per second of it.
  public var tokenRate = 0.0

  init(name: String) { self.name = name }

  /// Whether nothing at all was measured.
  public var isEmpty: Bool { requests == 0 && turns == 0 && sessions == 0 }

  public struct Goodput: Hashable, Sendable {
    /// Good requests / (finished + refused).
    public var fraction: Double
    public var requestsPerSecond: Double
    /// Output tokens of good requests.
    public var tokensPerSecond: Double
  }

  /// nil for metrics with a single value, and those without any.
  public func quantiles(_ metric: Metric) -> Quantiles? {
    switch metric {
    case .ttft: ttft
    case .itl: itl
    case .tpot: tpot
    case .tpsPerUser: tpsPerUser
    case .stall: stall
    case .e2e: e2e
    case .response: response
    case .turn: turn
    case .silence: silence
    case .session: session
    default: nil
    }
  }

  /// Of a metric with a single value; nil if it wasn't measured or is one of the platform.
  public func single(_ metric: Metric) -> Double? {
    switch metric {
    case .goodput: goodput?.fraction
    case .refused: refused
    case .cancelled: cancelled
    case .cacheHit: cacheHit
    case .underruns: underruns
    case .deadlineMisses: deadlineMisses
    case .requestRate: requests > 0 ? requestRate : nil
    case .sessionRate: sessions > 0 ? sessionRate : nil
    case .tokenRate: requests > 0 ? tokenRate : nil
    default: nil
    }
  }
}
