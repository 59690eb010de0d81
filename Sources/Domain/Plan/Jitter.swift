/// How much longer or shorter than usual a step of an engine takes: one factor per step, drawn from
/// a table of its quantiles (replay semantics, §4.2).
public struct Jitter: Hashable, Sendable {
  /// Equally likely factors in 2⁻¹⁶, as many as a power of two; their mean is 1.
  public var factors: [Int64]
  private let shift: UInt64

  /// - Precondition: The number of factors is a power of two, at least 2.
  public init(factors: [Int64]) {
    precondition(factors.count > 1 && factors.count & (factors.count - 1) == 0, "a power of two")
    self.factors = factors
    shift = UInt64(64 - factors.count.trailingZeroBitCount)
  }

  /// A step's time with its factor, from a uniform draw, rounded down but not below one tick.
  public func applied(to time: Ticks, _ bits: UInt64) -> Ticks {
    let factor = factors[Int(bits >> shift)]
    // In two parts, so that nothing overflows: the whole ones are exact.
    return max(1, (time >> 16) * factor + ((time & 0xFFFF) * factor) >> 16)
  }
}
