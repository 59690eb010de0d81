import Domain

/// A percentile at the good end of a metric.
///
/// The first percentile of `tps-per-user` is what the slowest requests get; the 99th is near the
/// fastest and holds in almost any system.
struct GoodTail: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for (assertion, location) in draft.assertions {
      run(Measure(assertion.metric, assertion.statistic), at: location.statistic, &report)
    }
  }

  /// - Parameter place: Of the statistic.
  static func run(_ measure: Measure, at place: Location?, _ report: inout TreeDecoder) {
    guard case .percentile(let percent) = measure.statistic, percent != 50, let place else {
      return
    }
    let isGood = measure.metric.isBetterWhenLarger ? percent > 50 : percent < 50
    guard isGood else { return }
    let name = measure.metric.rawValue
    let other = TreeDecoder.plain(((100 - percent) * 1e6).rounded() / 1e6)
    report.report(
      .goodTail, "`p\(TreeDecoder.plain(percent)) \(name)` is near the best, not the worst",
      at: place, label: "the good end", help: "write `p\(other) \(name)`")
  }
}
