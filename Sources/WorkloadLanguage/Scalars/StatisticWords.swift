/// Words that other tools use for statistics, and slips in those of the language.
enum StatisticWords {
  private static let means: Set<String> = ["avg", "average"]
  private static let medians: Set<String> = ["median", "med"]

  /// `avg`, `average`.
  static func isMean(_ word: String) -> Bool { means.contains(word.lowercased()) }

  /// The percentile that is meant by `P99`, `99p`, `p_99`, `99th`, `median`: `p99`, `p50`.
  static func percentile(_ word: String) -> String? {
    let small = word.lowercased()
    if medians.contains(small) { return "p50" }
    var digits = Substring(small)
    let marks = ["percentile", "pct", "th", "p", "%", "_", "-"]
    var hasMark = false
    for mark in marks where digits.hasSuffix(mark) {
      (digits, hasMark) = (digits.dropLast(mark.count), true)
    }
    for mark in ["p", "_", "-"] where digits.hasPrefix(mark) {
      (digits, hasMark) = (digits.dropFirst(mark.count), true)
    }
    guard hasMark, let number = Decimal(String(digits)), number.value > 0, number.value < 100
    else { return nil }
    return "p\(digits)"
  }
}

/// A word in the place of a statistic that is none.
struct StatisticSlip {
  /// What was probably meant.
  var meant: String?
  var help: String

  /// nil if `word` says nothing like a statistic.
  init?(_ word: String, beforeMetric: Bool) {
    let small = word.lowercased()
    if let percent = NameRules.percentile(small) {
      // Another spelling of a right one, or beyond the ends.
      switch percent {
      case 100: (meant, help) = ("max", "write `max` for the largest")
      case 0: (meant, help) = ("p1", "percentiles lie above p0, as in `p1`")
      case let high where high > 100: (meant, help) = (nil, "percentiles lie between p0 and p100")
      default: (meant, help) = (small, "did you mean `\(small)`?")
      }
    } else if let percentile = StatisticWords.percentile(word) {
      (meant, help) = (percentile, "did you mean `\(percentile)`?")
    } else if StatisticWords.isMean(word) {
      (meant, help) = ("mean", "did you mean `mean`?")
    } else if ["min", "minimum"].contains(small) {
      (meant, help) = ("p1", "statistics are `mean`, `max`, and percentiles, as in `p1`")
    } else if ["maximum", "worst", "largest"].contains(small) {
      (meant, help) = ("max", "did you mean `max`?")
    } else if beforeMetric, let number = Decimal(word)?.value, number > 0, number < 100 {
      (meant, help) = ("p\(word)", "did you mean `p\(word)`?")
    } else if beforeMetric {
      meant = Spelling.nearest(to: word, among: ["mean", "max"])
      help =
        meant.map { "did you mean `\($0)`?" }
        ?? "statistics are `mean`, `max`, and percentiles, as in `p99`"
    } else {
      return nil
    }
  }
}
