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
  /// What decides the moments of starts.
  ///
  /// Those with a rate are renewal processes (Cox, *Renewal Theory*, 1962) in operational time: with Λ
  /// the integral of the rate and E₁, E₂, … independent gaps of mean 1, session i starts when Λ(t) =
  /// E₁ + … + E_i (Daley and Vere-Jones, *An Introduction to the Theory of Point Processes*, 2003,
  /// section 7.4).
  public enum Process: Hashable, Sendable {
    /// Exponential gaps: the Poisson process, under a curve the inhomogeneous one (Kingman, *Poisson
    /// Processes*, 1993).
    case poisson(RateCurve)
    /// Gamma gaps of shape 1/cv² and scale cv².
    case gamma(RateCurve, cv: Double)
    /// Weibull gaps of shape k with Γ(1+2/k)/Γ(1+1/k)² = 1 + cv² and scale 1/Γ(1+1/k).
    case weibull(RateCurve, cv: Double)
    /// Gaps of exactly 1.
    case steady(RateCurve)
    /// This many at `start`.
    case atOnce(Int)
    /// So that this many are live: a closed system (Schroeder, Wierman and Harchol-Balter, *Open
    /// versus Closed: A Cautionary Tale*, NSDI 2006).
    case concurrency(Int)
    /// At these moments, from `start`, in rising order.
    case schedule([Nanoseconds])
  }

  /// Multiplies the rate by `times` in [`at`, `at` + `duration`).
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
  /// Always this rate.
  case constant(Double)
  /// Phases in sequence, each constant or a linear ramp; the last rate holds.
  case phases([Phase])
  /// mean + (peak − mean)·cos(2π(t − peakAt)/period).
  case wave(mean: Double, peak: Double, period: Nanoseconds, peakAt: Nanoseconds)
  /// States that change at random; the next is any other, equally likely. With exponential stays and
  /// a Poisson process this is the Markov-modulated one (Fischer and Meier-Hellstern, *The
  /// Markov-Modulated Poisson Process (MMPP) Cookbook*, Performance Evaluation 18, 1993).
  case switching([State])

  /// A stretch of time whose rate goes from one value to another in a straight line.
  public struct Phase: Hashable, Sendable {
    public var duration: Nanoseconds
    /// Rates at its start and end; equal ones are a constant.
    public var from: Double
    public var to: Double
    public init(duration: Nanoseconds, from: Double, to: Double) {
      (self.duration, self.from, self.to) = (duration, from, to)
    }
  }

  /// A rate and how long it stays.
  public struct State: Hashable, Sendable {
    public var rate: Double
    public var stay: Distribution
    public init(rate: Double, stay: Distribution) { (self.rate, self.stay) = (rate, stay) }
  }
}
