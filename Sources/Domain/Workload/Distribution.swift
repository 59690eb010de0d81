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

  /// Shapes with a mean and a coefficient of variation `cv`, the standard deviation over the mean.
  /// Parameters are those of Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*,
  /// volume 1 (1994), whose chapters are named.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Shape 1/cv², scale mean·cv² (chapter 17); cv 1 is the exponential.
    case gamma
    /// Shape k with Γ(1+2/k)/Γ(1+1/k)² = 1 + cv², scale mean/Γ(1+1/k) (chapter 21); cv 1 is the
    /// exponential.
    case weibull
    /// ln x is normal with variance σ² = ln(1 + cv²) and mean ln(mean) − σ²/2 (chapter 14).
    case logNormal = "log-normal"
  }

  /// A share of the draws, in percent, and the value that they do not exceed.
  public struct Quantile: Hashable, Sendable {
    /// Between 0 and 100, both excluded.
    public var percent: Double
    /// Above zero.
    public var value: Double
    public init(percent: Double, value: Double) { (self.percent, self.value) = (percent, value) }
  }

  /// A part of a mixture, drawn with `weight` over the sum of the weights.
  public struct Component: Hashable, Sendable {
    public var weight: Double
    public var distribution: Distribution
    public init(weight: Double, distribution: Distribution) {
      (self.weight, self.distribution) = (weight, distribution)
    }
  }

  /// How values are spread. Sources: Johnson, Kotz and Balakrishnan, *Continuous Univariate
  /// Distributions* (1994, 1995; below: JKB), and Johnson, Kemp and Kotz, *Univariate Discrete
  /// Distributions* (2005; below: JKK).
  public indirect enum Form: Hashable, Sendable {
    /// Always this value.
    case constant(Double)
    /// Uniform between the ends, both included (JKB, chapter 26); for counts over the whole numbers.
    case uniform(Double, Double)
    /// Straight lines through the points (z, ln value), z the standard normal quantile of the
    /// percentage; the outermost go on. By rising percent. Two points give the log-normal through
    /// both, σ = (ln b − ln a)/(z_b − z_a) (JKB, chapter 14).
    case quantiles([Quantile])
    /// Exponential of this mean for amounts (JKB, chapter 19); for counts geometric from the minimum
    /// m₀, 1 by default, with probability 1/(1 + mean − m₀) (JKK, chapter 5). The mean is the mean
    /// after clamping.
    case mean(Double)
    /// A family of this mean, after clamping; `cv` is the coefficient of variation of the unclamped
    /// shape.
    case spread(mean: Double, cv: Double, family: Family)
    /// Pareto of the first kind: P(X > x) = (minimum/x)^tail (JKB, chapter 20). Its mean is finite
    /// only for a tail above 1.
    case pareto(minimum: Double, tail: Double)
    /// One of the components: finite mixture (McLachlan and Peel, *Finite Mixture Models*, 2000).
    case mixture([Component])
    /// Each value equally likely, in rising order; read from a data file. The empirical distribution
    /// function, inverted (Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 4).
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
  /// The r-th of `count` members has weight r^−exponent (Zipf, *Human Behavior and the Principle of
  /// Least Effort*, 1949).
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
