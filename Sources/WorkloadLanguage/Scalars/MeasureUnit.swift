/// A unit of physical quantities, as catalog files write them.
public struct MeasureUnit: Hashable, Sendable {
  public var name: String
  /// Base units in one of this.
  public var factor: Double
  public init(_ name: String, _ factor: Double) { (self.name, self.factor) = (name, factor) }

  /// So many of it in base units. A unit below one is divided by its whole inverse, so that 60 us
  /// are the nearest there is to 60e-6.
  public func base(_ count: Double) -> Double {
    factor < 1 ? count / (1 / factor).rounded() : count * factor
  }

  /// Bytes; decimal and binary prefixes are told apart.
  public static let bytes = [
    MeasureUnit("B", 1), MeasureUnit("kB", 1e3), MeasureUnit("MB", 1e6), MeasureUnit("GB", 1e9),
    MeasureUnit("TB", 1e12), MeasureUnit("KiB", 1024), MeasureUnit("MiB", 1_048_576),
    MeasureUnit("GiB", 1_073_741_824), MeasureUnit("TiB", 1_099_511_627_776),
  ]
  /// Bytes per second; bits per second are divided by eight.
  public static let bandwidth =
    bytes.map { MeasureUnit($0.name + "/s", $0.factor) } + [
      MeasureUnit("Mb/s", 1.25e5), MeasureUnit("Gb/s", 1.25e8), MeasureUnit("Tb/s", 1.25e11),
    ]
  /// Watts.
  public static let power = [
    MeasureUnit("W", 1), MeasureUnit("mW", 1e-3), MeasureUnit("kW", 1e3), MeasureUnit("MW", 1e6),
  ]
  /// Operations per second.
  public static let operations = [
    MeasureUnit("GFLOP/s", 1e9), MeasureUnit("TFLOP/s", 1e12), MeasureUnit("PFLOP/s", 1e15),
    MeasureUnit("TOP/s", 1e12), MeasureUnit("POP/s", 1e15),
  ]
}
