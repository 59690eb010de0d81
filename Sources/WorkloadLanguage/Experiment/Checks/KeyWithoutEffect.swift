import Domain

/// A key that changes nothing in this experiment.
///
/// A trace is what it is: it has no seeds, no rates to multiply and no values to replace. A model
/// is for traces that name none, a platform for arms that name none.
struct KeyWithoutEffect: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    let file = draft.file
    if file.has("traces"), !file.has("workloads") {
      for key in ["set", "loads", "seeds", "max-seeds", "first-seed"] {
        guard let place = file.keyLocation(key) else { continue }
        report.report(
          .uselessKey, "`\(key)` has no effect on `traces`", at: place,
          help: "remove it: a trace is judged by its own sessions")
      }
    }
    if let place = file.keyLocation("model"), file.has("workloads"), !file.has("traces") {
      report.report(
        .uselessKey, "`model` has no effect without `traces`", at: place,
        help: "write `set: {model: …}` to replace the model of the workloads")
    }
    let headers = draft.subjects.compactMap { subject -> TraceHeader? in
      if case .trace(let header)? = subject.work { header } else { nil }
    }
    // What a converter did with each field is in the header of every trace that names no model.
    if let place = file.keyLocation("model"), draft.isComplete, !headers.isEmpty,
      headers.allSatisfy(\.account.isEmpty)
    {
      report.report(
        .uselessKey, "`model` has no effect: the traces say what models they use", at: place,
        help: "remove it")
    }
    if let place = file.keyLocation("platform"), !draft.arms.isEmpty,
      draft.arms.allSatisfy({ $0.arm.platform != nil })
    {
      report.report(
        .uselessKey, "`platform` has no effect: every arm names its own", at: place,
        help: "remove it")
    }
  }
}
