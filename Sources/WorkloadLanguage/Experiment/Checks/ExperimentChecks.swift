/// A rule about a whole experiment file, which no single value can break.
///
/// Each check is a file of its own: its doc comment, its code, its message.
protocol ExperimentCheck: Sendable {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder)
}

extension ExperimentDraft {
  static let checks: [any ExperimentCheck.Type] = [
    OneKindOfSubject.self, KeyWithoutEffect.self, NamedTwice.self, UnknownArm.self,
    NothingToCompare.self, UnusedArm.self, SeedsFall.self, TooFewSeeds.self, UnknownPolicy.self,
    ArmCannotCarry.self, VariesNothing.self, SubjectOfAssertion.self, MetricNotCompared.self,
    GoodTailCompared.self,
  ]

  /// Runs every check; what could not be read is skipped, since it has been reported.
  mutating func check() {
    let draft = self
    for check in Self.checks { check.run(draft, &decoder) }
  }
}
