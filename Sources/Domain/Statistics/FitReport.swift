/// How near a fitted workload comes to the trace it was fitted to.
public struct FitReport: Hashable, Sendable {
  /// A distribution of the trace beside that of all regenerated traces together.
  public struct Spread: Hashable, Sendable {
    public enum Unit: String, Hashable, Sendable { case tokens, count, time }
    public var name: String
    public var unit: Unit
    /// Largest distance between the two distribution functions (Kolmogorov and Smirnov).
    public var distance: Double
    /// More than this is too far; nil where nothing is asked.
    public var limit: Double?
    public var quantiles: [Pair]

    public struct Pair: Hashable, Sendable {
      public var percent: Double
      public var trace: Int
      public var fit: Int
      public init(percent: Double, trace: Int, fit: Int) {
        (self.percent, self.trace, self.fit) = (percent, trace, fit)
      }
    }

    public init(
      name: String, unit: Unit, distance: Double, limit: Double?, quantiles: [Pair]
    ) {
      (self.name, self.unit, self.distance) = (name, unit, distance)
      (self.limit, self.quantiles) = (limit, quantiles)
    }

    public var isNear: Bool { limit.map { distance <= $0 } ?? true }
  }

  /// One figure of the trace beside those of regenerated traces.
  public struct Figure: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable { case share, number, rate }
    public var name: String
    public var kind: Kind
    public var trace: Double
    /// Under the first seed.
    public var fit: Double
    /// Lowest, mean and highest over the seeds.
    public var low: Double
    public var mean: Double
    public var high: Double
    /// How far the first seed's may be off: of the trace's figure, or absolute for shares.
    public var limit: Double?

    public init(
      name: String, kind: Kind, trace: Double, values: [Double], limit: Double?
    ) {
      (self.name, self.kind, self.trace, self.limit) = (name, kind, trace, limit)
      fit = values.first ?? 0
      (low, high) = (values.min() ?? 0, values.max() ?? 0)
      mean = values.reduce(0, +) / Double(max(values.count, 1))
    }

    /// Relative for numbers and rates, a difference for shares.
    public var error: Double {
      kind == .share ? fit - trace : trace == 0 ? (fit == 0 ? 0 : .infinity) : fit / trace - 1
    }

    public var isNear: Bool { limit.map { abs(error) <= $0 } ?? true }
  }

  /// Sessions, turns and requests that were looked at.
  public var sessions = 0
  public var requests = 0
  /// Most tokens of a prompt and its output.
  public var longest = 0
  /// Seeds that regenerated traces were drawn with, the first for single values.
  public var seeds: [UInt64] = []
  public var spreads: [Spread] = []
  public var figures: [Figure] = []
  /// What was found, and by which evidence.
  public var findings: [String] = []
  /// What the workload can't say, or the trace can't tell.
  public var warnings: [String] = []

  public init() {}

  /// Whether every figure that has a limit keeps it.
  public var isNear: Bool { spreads.allSatisfy(\.isNear) && figures.allSatisfy(\.isNear) }
}
