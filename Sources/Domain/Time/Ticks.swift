/// A moment or a length of time in the replayer's unit, 2⁻¹² ns.
///
/// A step's duration grows by fractions of a nanosecond with each token of context.
/// Below-nanosecond integers keep the sum over a run of steps exact in closed form. 2⁶³ ticks are
/// 26 days, which is the longest time a replay can span.
public typealias Ticks = Int64

extension Ticks {
  /// Ticks in one nanosecond.
  public static let perNanosecond: Ticks = 4096
  /// The last nanosecond a replay can reach; inputs beyond it are refused by readers.
  public static let horizonNanoseconds: Nanoseconds = .max / 4096 / 2

  public init(nanoseconds: Nanoseconds) { self = nanoseconds * .perNanosecond }

  /// The nearest tick to a length in seconds, as the cost model computes it.
  ///
  /// - Precondition: `seconds` is finite, not negative and below the horizon.
  public init(seconds: Double) {
    let ticks = seconds * 1e9 * Double(Ticks.perNanosecond)
    precondition(ticks >= 0 && ticks < 9e18, "\(seconds) s can't be held in ticks")
    self = Ticks(ticks.rounded())
  }

  /// Whole nanoseconds, rounded down.
  public var inNanoseconds: Nanoseconds { self >> 12 }
}
