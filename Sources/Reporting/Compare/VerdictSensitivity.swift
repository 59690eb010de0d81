public import Domain

/// A comparison once more with one assumed figure at an end of its range.
public struct SensitivityEnd: Sendable {
  public enum Outcome: Sendable {
    case judged(Comparison)
    /// An arm can't be there, and why.
    case refused(String)
  }

  public var assumed: AssumedParameter
  public var value: Double
  public var outcome: Outcome

  public init(_ assumed: AssumedParameter, at value: Double, _ outcome: Outcome) {
    (self.assumed, self.value, self.outcome) = (assumed, value, outcome)
  }
}

/// Another verdict that a metric has with one assumed figure at an end of its range.
public struct OtherVerdict: Hashable, Sendable {
  public var parameter: String
  public var value: Double
  public var unit: String
  public var ratio: Double?
  public var verdict: Verdict
}

/// What was tried of assumed figures, beside what `ComparedMetric.hangsOn` says of each metric.
public struct VerdictSensitivity: Hashable, Sendable {
  /// Names of the figures that were tried at both ends.
  public var tried: [String]
  public var refused: [Refusal]

  public struct Refusal: Hashable, Sendable {
    public var parameter: String
    public var value: Double
    public var reason: String
  }
}

extension Comparison {
  /// Marks each metric whose verdict is another one at some end.
  public mutating func mark(_ ends: [SensitivityEnd]) {
    var (tried, refused): ([String], [VerdictSensitivity.Refusal]) = ([], [])
    for end in ends {
      if !tried.contains(end.assumed.name) { tried.append(end.assumed.name) }
      switch end.outcome {
      case .refused(let reason):
        refused.append(
          VerdictSensitivity.Refusal(
            parameter: end.assumed.name, value: end.value, reason: reason))
      case .judged(let other):
        for index in metrics.indices { metrics[index].compare(with: other, at: end) }
      }
    }
    sensitivity = VerdictSensitivity(tried: tried, refused: refused)
  }
}

extension ComparedMetric {
  fileprivate mutating func compare(with other: Comparison, at end: SensitivityEnd) {
    let same = other.metrics.first {
      $0.metric == metric && $0.scenario == scenario && $0.className == className
        && $0.candidate == candidate
    }
    let found = same?.verdict ?? .nothingMeasured
    guard found != verdict else { return }
    hangsOn.append(
      OtherVerdict(
        parameter: end.assumed.name, value: end.value, unit: end.assumed.unit, ratio: same?.ratio,
        verdict: found))
  }
}
