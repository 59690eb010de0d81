public import Domain

/// What became of one assertion.
public struct AssertionResult: Hashable, Sendable {
  public var assertion: Assertion
  /// In seconds for durations, else as the metric's unit says; nil if nothing was measured.
  public var value: Double?
  /// An assertion that measured nothing fails.
  public var passed: Bool

  init(_ assertion: Assertion, value: Double?) {
    (self.assertion, self.value) = (assertion, value)
    let bound = assertion.metric.unit == .duration ? assertion.bound / 1e9 : assertion.bound
    passed =
      value.map { assertion.comparison.holds($0, bound) } ?? false
  }
}
