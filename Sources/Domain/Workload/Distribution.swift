/// What a user wrote about a random quantity (language reference, §4).
///
/// Values are in the unit of the place where they stand: tokens, a count, or nanoseconds.
public struct Distribution: Hashable, Sendable {
  /// What is drawn, and so how it is rounded.
  public enum Quantity: Hashable, Sendable {
    /// Token amounts: continuous, rounded to the nearest whole number after clamping.
    case tokens
    /// Durations: continuous, rounded to the nanosecond.
    case duration
    /// Turns, repeats, branches, calls: small whole numbers.
    case count
  }

  public enum Family: String, Hashable, Sendable, CaseIterable {
    case gamma, weibull
    case logNormal = "log-normal"
  }

  public struct Quantile: Hashable, Sendable {
    /// Between 0 and 100, both excluded.
    public var percent: Double
    /// Above zero.
    public var value: Double
    public init(percent: Double, value: Double) { (self.percent, self.value) = (percent, value) }
  }

  public struct Component: Hashable, Sendable {
    public var weight: Double
    public var distribution: Distribution
    public init(weight: Double, distribution: Distribution) {
      (self.weight, self.distribution) = (weight, distribution)
    }
  }

  public indirect enum Form: Hashable, Sendable {
    case constant(Double)
    /// Both ends included.
    case uniform(Double, Double)
    /// Straight lines through (normal quantile, ln value); by rising percent.
    case quantiles([Quantile])
    /// Exponential for amounts, geometric for counts; the mean is the mean after clamping.
    case mean(Double)
    /// `cv` is the coefficient of variation of the unclamped shape.
    case spread(mean: Double, cv: Double, family: Family)
    case pareto(minimum: Double, tail: Double)
    case mixture([Component])
    /// Each value equally likely, in rising order; read from a data file.
    case table([Double])
  }

  public var form: Form
  public var quantity: Quantity
  public var minimum: Double?
  public var maximum: Double?

  public init(
    _ form: Form, quantity: Quantity, minimum: Double? = nil, maximum: Double? = nil
  ) {
    (self.form, self.quantity, self.minimum, self.maximum) = (form, quantity, minimum, maximum)
  }
}

/// A set of tenants, copies or clients with their shares.
public enum Population: Hashable, Sendable {
  /// Members `t1`, `t2`, … with equal shares.
  case equal(Int)
  /// The r-th of `count` members has weight r^−exponent.
  case zipf(count: Int, exponent: Double)
  /// Members with their own names, in the order written.
  case named([Member])

  public struct Member: Hashable, Sendable {
    public var name: String
    public var weight: Double
    public init(name: String, weight: Double) { (self.name, self.weight) = (name, weight) }
  }

  public var count: Int {
    switch self {
    case .equal(let count), .zipf(let count, _): count
    case .named(let members): members.count
    }
  }
}
