import Domain

/// An arm that is neither the baseline nor a candidate, where the candidates are named.
struct UnusedArm: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    guard let candidates = draft.candidates else { return }
    let used = candidates.map(\.value) + (draft.baseline.map { [$0.value] } ?? [])
    let known = draft.armNames
    // A misspelt use has been reported; it may have meant this arm.
    guard draft.baseline != nil, used.allSatisfy(known.contains) else { return }
    for arm in draft.arms where !used.contains(arm.arm.name) {
      report.report(
        .unused, "arm `\(arm.arm.name)` is never compared", at: arm.nameLocation,
        label: "not used", help: "name it in `candidates`, or remove it")
    }
  }
}
