/// A population with one agent, one set of targets and one priority.
public struct TrafficClass: Hashable, Sendable {
  public var name: String
  /// Index into `Workload.agents`.
  public var agent: Int
  public var arrivals: Arrivals
  /// nil is one tenant, `t1`.
  public var tenants: Population?
  /// Model of requests whose step and agent name none; nil only if none needs it.
  public var model: String?
  public var priority: Priority
  /// A session must be over this long after it starts; a miss is counted, not cancelled.
  public var deadline: Nanoseconds?
  public var slo: [Bound]

  public init(
    name: String, agent: Int, arrivals: Arrivals, tenants: Population? = nil, model: String? = nil,
    priority: Priority = .normal, deadline: Nanoseconds? = nil, slo: [Bound] = []
  ) {
    (self.name, self.agent, self.arrivals, self.tenants) = (name, agent, arrivals, tenants)
    (self.model, self.priority, self.deadline, self.slo) = (model, priority, deadline, slo)
  }
}

/// Order under `scheduling: priority`, most urgent first.
public enum Priority: String, Hashable, Sendable, CaseIterable { case high, normal, low, batch }

/// When sessions start (language reference, §5).
public struct Arrivals: Hashable, Sendable {
  public enum Process: Hashable, Sendable {
    case poisson(RateCurve)
    case gamma(RateCurve, cv: Double)
    case weibull(RateCurve, cv: Double)
    case steady(RateCurve)
    case atOnce(Int)
    /// So that this many are live.
    case concurrency(Int)
    /// At these moments, from `start`, in rising order.
    case schedule([Nanoseconds])
  }

  public struct Spike: Hashable, Sendable {
    public var at: Nanoseconds
    public var duration: Nanoseconds
    public var times: Double
    public init(at: Nanoseconds, duration: Nanoseconds, times: Double) {
      (self.at, self.duration, self.times) = (at, duration, times)
    }
  }

  public var process: Process
  /// Independent sources that the rate is split over.
  public var clients: Population?
  public var spikes: [Spike]
  /// Concurrency: the slots open evenly over this long.
  public var over: Nanoseconds
  /// Concurrency: from the end of a session to the next in its place.
  public var pause: Distribution?
  public var total: Int?
  public var start: Nanoseconds
  /// Length of the active window; nil to the end of `duration`.
  public var length: Nanoseconds?

  public init(
    _ process: Process, clients: Population? = nil, spikes: [Spike] = [], over: Nanoseconds = 0,
    pause: Distribution? = nil, total: Int? = nil, start: Nanoseconds = 0,
    length: Nanoseconds? = nil
  ) {
    (self.process, self.clients, self.spikes, self.over) = (process, clients, spikes, over)
    (self.pause, self.total, self.start, self.length) = (pause, total, start, length)
  }
}

/// Sessions per second over time, counted from the class's start.
public enum RateCurve: Hashable, Sendable {
  case constant(Double)
  /// Phases in sequence; the last rate holds.
  case phases([Phase])
  /// mean + (peak − mean)·cos(2π(t − peakAt)/period).
  case wave(mean: Double, peak: Double, period: Nanoseconds, peakAt: Nanoseconds)
  /// States that change at random; the next is any other, equally likely.
  case switching([State])

  public struct Phase: Hashable, Sendable {
    public var duration: Nanoseconds
    /// Rates at its start and end; equal ones are a constant.
    public var from: Double
    public var to: Double
    public init(duration: Nanoseconds, from: Double, to: Double) {
      (self.duration, self.from, self.to) = (duration, from, to)
    }
  }

  public struct State: Hashable, Sendable {
    public var rate: Double
    public var stay: Distribution
    public init(rate: Double, stay: Distribution) { (self.rate, self.stay) = (rate, stay) }
  }
}
