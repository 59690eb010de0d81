import Domain

/// A key under `vary` that no arm has, or a value that isn't one of its key.
///
/// Values that don't go together, or with a platform's racks, are left out when the variants are
/// replayed, and named there.
struct VariesNothing: ExperimentCheck {
  private static let origin = "vary"

  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    for variation in draft.variations { check(variation, draft, &report) }
  }

  private static func check(
    _ draft: VariationDraft, _ experiment: ExperimentDraft, _ report: inout TreeDecoder
  ) {
    var reasons: [Diagnostic] = []
    for (arm, place) in zip(experiment.arms, experiment.places) {
      // Platforms that are chosen by the models have LPX.
      guard let place,
        let platform = place.platform
          ?? place.catalog.platforms.max(by: { $0.pools.count < $1.pools.count })?.name,
        UnknownPolicy.isKnown(arm.arm.policy, at: place)
      else { return }
      for (value, location) in zip(draft.variation.values, draft.values) {
        let setting = Variant.Setting(path: draft.variation.path, value: value)
        switch VariationReader.set(
          [setting], ofPolicy: arm.arm.policy, on: platform, writtenIn: [], in: place.catalog,
          origin: origin)
        {
        case .set, .refused: return
        case .without(let reason): reasons.append(reason)
        case .wrong(let found):
          for problem in found { report.add(problem.moved(to: draft.path, or: location, setting)) }
          return
        }
      }
    }
    guard let reason = reasons.first else { return }
    report.report(
      .uselessKey, "no arm is varied by \(Wording.quoted(draft.variation.path))", at: draft.path,
      label: reason.message, help: reason.help)
  }
}

extension Diagnostic {
  /// What is said of a setting's text, where its path or its value is written.
  fileprivate func moved(
    to path: Location, or value: Location, _ setting: Variant.Setting
  ) -> Diagnostic {
    var moved = self
    guard location.source.bytes == Array(setting.text.utf8) else { return self }
    moved.location = location.span.start < setting.path.utf8.count ? path : value
    return moved
  }
}
