import Domain

/// A most that is below the first.
struct SeedsFall: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    let first = draft.seeds ?? Experiment.usualSeeds
    guard let most = draft.maxSeeds, let place = draft.file.node("max-seeds")?.location,
      most < first, draft.seeds != nil || !draft.file.has("seeds")
    else { return }
    let what = draft.seeds == nil ? "the \(first) seeds that are usual" : "`seeds: \(first)`"
    report.report(
      .falling, "`max-seeds: \(most)` is below \(what)", at: place,
      help: "raise it, or write fewer `seeds`")
  }
}
