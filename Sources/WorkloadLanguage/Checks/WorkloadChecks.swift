/// A rule about a whole file, which no single value can break.
///
/// Each check is a file of its own: its doc comment, its code, its message.
protocol WorkloadCheck: Sendable {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder)
}

extension WorkloadDraft {
  static let checks: [any WorkloadCheck.Type] = [
    MissingModel.self, UnknownModel.self, SpawnCircle.self, SpawnedAgentHasUser.self,
    NothingBetweenTurns.self, LatenessReachesPrompt.self, NoRequest.self, CompactionGrows.self,
    TooLargeForModel.self, CompactionBeyondWindow.self, OrderDefeatsCache.self, Explodes.self,
    ClassNeverStarts.self,
    CurveBeyondEnd.self, MetricNotMeasured.self, UnknownTenant.self, GoodTail.self, TooFew.self,
    UnusedDefinition.self,
  ]

  /// Runs every check; what could not be read is skipped, since it has been reported.
  mutating func check() {
    let draft = self
    for check in Self.checks { check.run(draft, &decoder) }
  }
}
