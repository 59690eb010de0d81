/// The figures by which arms are told apart at a glance.
public enum Headline: String, Hashable, Sendable, CaseIterable {
  case ttftMedian = "ttft.p50"
  case ttftTail = "ttft.p99"
  case gapTail = "itl.p99"
  case speed = "tpsPerUser.p50"
  case goodput = "goodput"
  case tokensPerMegawatt = "tps/MW"

  func value(_ summary: ArmSummary) -> Double? {
    switch self {
    case .ttftMedian: summary.all.ttft?.p50
    case .ttftTail: summary.all.ttft?.p99
    case .gapTail: summary.all.itl?.p99
    case .speed: summary.all.tpsPerUser?.p50
    case .goodput: summary.all.goodput?.fraction
    case .tokensPerMegawatt: summary.efficiency.outputTokensPerSecondPerMegawatt
    }
  }

  var isTime: Bool { self == .ttftMedian || self == .ttftTail || self == .gapTail }

  func text(_ value: Double?) -> String {
    if isTime { return Quantity.duration(value) }
    return self == .goodput ? Quantity.percent(value) : Quantity.number(value)
  }

  /// How a candidate stands to the baseline; nil where one has no value.
  func verdict(_ candidate: Double?, against baseline: Double?) -> Standing? {
    guard let candidate, let baseline, baseline > 0, candidate > 0 else { return nil }
    let worse = isTime ? candidate / baseline : baseline / candidate
    return worse > 1.05 ? .worse : worse < 0.95 ? .better : .same
  }

  /// Beyond 5 % either way, or within; of one seed, so no statistics are behind it.
  enum Standing: String { case better, same, worse }
}
