import Domain

/// A percentile at the good end of a metric.
///
/// The first percentile of `tps-per-user` is what the slowest requests get; the 99th is near the
/// fastest and holds in almost any system.
struct GoodTail: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for (assertion, location) in draft.assertions {
      guard case .percentile(let percent) = assertion.statistic, percent != 50,
        let place = location.statistic
      else { continue }
      let isGood = assertion.metric.isBetterWhenLarger ? percent > 50 : percent < 50
      guard isGood else { continue }
      let name = assertion.metric.rawValue
      let other = TreeDecoder.plain(((100 - percent) * 1e6).rounded() / 1e6)
      report.report(
        .goodTail, "`p\(TreeDecoder.plain(percent)) \(name)` is near the best, not the worst",
        at: place, label: "the good end", help: "write `p\(other) \(name)`")
    }
  }
}
