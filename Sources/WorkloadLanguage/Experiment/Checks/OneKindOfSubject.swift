/// Neither workloads nor traces, or both.
///
/// Workloads are compared over seeds, a trace by its own sessions: verdicts of the two don't stand
/// beside each other.
struct OneKindOfSubject: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    switch (draft.file.keyLocation("workloads"), draft.file.keyLocation("traces")) {
    case (_?, let traces?):
      report.report(
        .exclusiveKeys, "`workloads` and `traces` cannot stand together", at: traces,
        help: "write an experiment for each")
    case (nil, nil):
      guard let first = draft.file.node.entries?.first else { return }
      report.report(
        .missingKey, "the file has neither `workloads` nor `traces`", at: first.keyLocation,
        label: "`workloads` is missing", help: "add `workloads: [chat]`")
    default: break
    }
  }
}
