/// How far a figure can be trusted.
public enum Confidence: String, Hashable, Sendable, CaseIterable {
  /// Read in a primary record of a measurement.
  case measured
  /// A vendor's statement.
  case vendor
  case analyst
  /// Computed from other figures.
  case derived
  /// General knowledge, not confirmed again.
  case recalled
  /// No source pins it down; it has a range.
  case assumed
}

/// A number of the catalog and where it comes from, in base units (bytes, seconds, watts, FLOP/s).
public struct Figure: Hashable, Sendable {
  public var value: Double
  /// The range it may lie in; the value itself where none is given.
  public var low: Double
  public var high: Double
  public var source: String
  public var confidence: Confidence

  public init(
    _ value: Double, low: Double? = nil, high: Double? = nil, source: String,
    confidence: Confidence
  ) {
    (self.value, self.low, self.high) = (value, low ?? value, high ?? value)
    (self.source, self.confidence) = (source, confidence)
  }
}
