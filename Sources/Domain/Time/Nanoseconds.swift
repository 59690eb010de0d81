/// A moment or a length of time in whole nanoseconds; moments count from the start of a trace.
///
/// Everything a user writes or reads is kept in this unit. 2⁶³ ns are 292 years.
public typealias Nanoseconds = Int64

extension Nanoseconds {
  public static let second: Nanoseconds = 1_000_000_000
  public static let millisecond: Nanoseconds = 1_000_000
  public static let microsecond: Nanoseconds = 1_000

  /// The value in seconds, for output only.
  public var inSeconds: Double { Double(self) / 1e9 }
}
