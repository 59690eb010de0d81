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
    let most = draft.maxSeeds ?? first
    guard most >= first else { return }
    let looks = Experiment.looks(from: first, to: most).count
    let needed = (1...64).first { smallest($0) < Experiment.significance / Double(looks) } ?? 64
    guard most < needed else { return }
    report.report(
      .tooFew, "\(most == 1 ? "1 seed" : "\(most) seeds") cannot show any difference",
      at: place, label: "too few to tell", help: "use at least \(needed)")
  }

  /// The least p of so many seeds.
  private static func smallest(_ seeds: Int) -> Double {
    Double(sign: .plus, exponent: 1 - seeds, significand: 1)
  }
}
