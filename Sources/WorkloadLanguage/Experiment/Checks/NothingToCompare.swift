/// A baseline with nothing to set against it.
///
/// An arm differs from itself by exactly nothing, since both replay the same traces.
struct NothingToCompare: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    guard let baseline = draft.baseline,
      draft.armNames.contains(baseline.value)
    else { return }
    if let candidate = draft.candidates?.first(where: { $0.value == baseline.value }) {
      report.report(
        .nothingToCompare, "`\(baseline.value)` is the baseline and cannot be a candidate",
        at: candidate.location, label: "the same arm", help: "name another arm")
    } else if draft.candidates == nil, draft.armNames.count == 1 {
      report.report(
        .nothingToCompare, "`\(baseline.value)` is the only arm", at: baseline.location,
        label: "nothing to compare with",
        help: "add an arm, or leave `baseline` out and compare with `--against`")
    }
  }
}
