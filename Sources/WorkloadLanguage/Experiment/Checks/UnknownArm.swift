import Domain

/// A baseline or candidate that is none of the arms.
struct UnknownArm: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    let known = draft.armNames
    guard !known.isEmpty else { return }
    let named = (draft.baseline.map { [$0] } ?? []) + (draft.candidates ?? [])
    for name in named where !known.contains(name.value) {
      let nearest = Spelling.nearest(to: name.value, among: known)
      let arm = draft.arms.first { $0.arm.name == nearest }
      report.report(
        .unknownName, "unknown arm \(Wording.quoted(name.value))", at: name.location,
        label: "no arm of this name",
        notes: arm.map { [.init("`\($0.arm.name)` is defined here", at: $0.nameLocation)] } ?? [],
        help: Spelling.help(for: name.value, among: known))
    }
  }
}
