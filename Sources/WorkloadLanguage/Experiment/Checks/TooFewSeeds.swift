import Domain

/// So few seeds that no difference, however large, can be shown.
///
/// n seeds can't yield a two-sided p below 2/2ⁿ. Beyond this, one metric among many needs more
/// seeds still.
struct TooFewSeeds: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    let file = draft.file
    // On traces alone seeds do nothing, which is said elsewhere.
    guard file.has("workloads") || !file.has("traces") else { return }
    guard let place = (file.node("max-seeds") ?? file.node("seeds"))?.location else { return }
    let first = draft.seeds ?? Experiment.usualSeeds
    if let found = diagnostic(first: first, most: draft.maxSeeds ?? first, at: place) {
      report.add(found)
    }
  }

  static func diagnostic(first: Int, most: Int, at place: Location) -> Diagnostic? {
    guard most >= first else { return nil }
    let needed = Experiment.leastSeeds(looks: Experiment.looks(from: first, to: most).count)
    guard most < needed else { return nil }
    return Diagnostic(
      .tooFew, "\(most == 1 ? "1 seed" : "\(most) seeds") cannot show any difference",
      at: place, label: "too few to tell", help: "use at least \(needed)")
  }
}
