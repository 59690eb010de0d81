import Domain

/// An arm whose platform can't hold what it is to work on under its policy.
struct ArmCannotCarry: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    for (arm, place) in zip(draft.arms, draft.places) {
      guard let place, UnknownPolicy.isKnown(arm.arm.policy, at: place) else { continue }
      for subject in draft.subjects {
        guard let work = subject.work,
          let obstacle = draft.surroundings.obstacle(
            arm.arm.policy, place.platform, place.catalog, work)
        else { continue }
        report.report(
          .armCannotCarry, obstacle.message, at: arm.policy,
          label: "cannot carry `\(subject.reference.value)`", help: obstacle.help)
        break
      }
    }
  }
}
