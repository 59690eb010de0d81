import Domain

/// A policy that neither the arm's platform nor the catalog has.
struct UnknownPolicy: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    for (arm, place) in zip(draft.arms, draft.places) {
      guard let place, !isKnown(arm.arm.policy, at: place) else { continue }
      let name = arm.arm.policy
      report.report(
        .unknownName, "no policy is called \(Wording.quoted(name))", at: arm.policy,
        label: place.platform.map { "not on `\($0)`" } ?? "not in the catalog",
        help: Spelling.help(for: name, among: known(at: place)))
    }
  }

  static func isKnown(_ policy: String, at place: ExperimentDraft.Place) -> Bool {
    known(at: place).contains(policy)
  }

  private static func known(at place: ExperimentDraft.Place) -> [String] {
    let own = place.platform.flatMap(place.catalog.platform)?.policies ?? []
    return (own + place.catalog.policies).map(\.name)
  }
}
