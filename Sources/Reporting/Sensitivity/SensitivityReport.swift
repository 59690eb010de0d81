public import Domain

/// What each assumed parameter does to the headline figures, at both ends of its range.
public struct SensitivityReport: Sendable {
  public static let schema = "baton/sensitivity/1"

  /// The arms at one end; or why one of them can't be there.
  public enum End: Sendable {
    case measured([ArmSummary])
    case refused(String)
  }

  public struct Parameter: Sendable {
    public var assumed: AssumedParameter
    public var low: End
    public var high: End
    public init(_ assumed: AssumedParameter, low: End, high: End) {
      (self.assumed, self.low, self.high) = (assumed, low, high)
    }
  }

  /// At the defaults; the first arm is the baseline.
  public var base: [ArmSummary]
  public var parameters: [Parameter]

  public init(base: [ArmSummary], parameters: [Parameter]) {
    (self.base, self.parameters) = (base, parameters)
  }

  /// A figure of one arm that moves by 1 % or more at an end.
  struct Move {
    var arm: Int
    var headline: Headline
    var base: Double
    /// nil where that end is refused or has no value.
    var low: Double?
    var high: Double?
    var largest: Double
  }

  func moves(_ parameter: Parameter) -> [Move] {
    base.indices.flatMap { arm in
      Headline.allCases.compactMap { headline -> Move? in
        guard let value = headline.value(base[arm]), value > 0 else { return nil }
        let low = Self.value(parameter.low, arm, headline)
        let high = Self.value(parameter.high, arm, headline)
        let largest = [low, high].compactMap { $0 }.map { abs($0 / value - 1) }.max() ?? 0
        guard largest >= 0.01 else { return nil }
        return Move(
          arm: arm, headline: headline, base: value, low: low, high: high, largest: largest)
      }
    }
  }

  /// A standing against the baseline that is another one at an end.
  struct Flip {
    var arm: Int
    var headline: Headline
    var end: String
    var from: Headline.Standing
    var to: Headline.Standing
  }

  func flips(_ parameter: Parameter) -> [Flip] {
    base.indices.dropFirst().flatMap { arm in
      Headline.allCases.flatMap { headline -> [Flip] in
        let from = headline.verdict(headline.value(base[arm]), against: headline.value(base[0]))
        guard let from else { return [] }
        return [("low", parameter.low), ("high", parameter.high)].compactMap { name, end in
          let to = headline.verdict(
            Self.value(end, arm, headline), against: Self.value(end, 0, headline))
          guard let to, to != from else { return nil }
          return Flip(arm: arm, headline: headline, end: name, from: from, to: to)
        }
      }
    }
  }

  private static func value(_ end: End, _ arm: Int, _ headline: Headline) -> Double? {
    guard case .measured(let summaries) = end else { return nil }
    return headline.value(summaries[arm])
  }

  func name(_ arm: Int) -> String { "\(base[arm].policy)@\(base[arm].platform)" }

  static func reason(_ end: End) -> String? {
    guard case .refused(let why) = end else { return nil }
    return why
  }
}
