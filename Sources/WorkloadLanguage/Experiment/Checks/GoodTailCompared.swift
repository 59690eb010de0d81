import Domain

/// A percentile at the good end of a metric, among what is judged or asserted.
struct GoodTailCompared: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    for measure in draft.metrics ?? [] {
      GoodTail.run(measure.value, at: measure.location.statistic, &report)
    }
    for assertion in draft.assertions {
      let measure = Measure(assertion.value.metric, assertion.value.statistic)
      GoodTail.run(measure, at: assertion.location.statistic, &report)
    }
  }
}
