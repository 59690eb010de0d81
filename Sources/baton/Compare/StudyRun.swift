import Domain
import Replay
import Reporting
import WorkloadLanguage

/// Replays the seeds of a study and judges its comparisons.
struct StudyRun {
  private let study: VerdictStudy
  private let scenario: ScenarioInput
  private let plan: Plan
  private let firstSeed: UInt64
  private let comparisons: Int

  init(_ ask: Study) throws {
    let catalog = try Shelf.catalog()
    let file = try WorkloadFile(Input(ask.input), overrides: ask.set, catalog: catalog)
    scenario = try CompareInput.workload(
      file, input: ask.input, load: ask.load, seed: ask.seed, name: "")
    let plans = try Arms(
      [ask.arm], platform: ask.platform, header: scenario.header, catalog: catalog
    ).plans
    guard let plan = plans.first else { throw Failure.input("`\(ask.arm)` is no arm") }
    self.plan = plan
    (firstSeed, comparisons) = (ask.seed, ask.comparisons)
    study = VerdictStudy(
      title: scenario.workload, arm: ask.arm, shifted: ask.metric,
      gates: ask.metrics.isEmpty ? GatedMetric.defaults : ask.metrics.flatMap(\.self),
      tolerance: ask.tolerance, shifts: ask.shift.isEmpty ? [0] : ask.shift,
      stops: ask.seeds.isEmpty
        ? [
          VerdictStudy.SeedPlan(first: CompareAsk.usualSeeds, most: CompareAsk.usualSeeds)
        ] : ask.seeds)
    guard study.gates.contains(study.shifted) else {
      throw Failure.usage("--metric `\(study.shifted.name)` is not judged; name it in --metrics")
    }
  }

  /// Every comparison has seeds of its own, so that they are independent.
  func report(threads: Int) async throws -> StudyReport {
    let progress = Progress("compared", of: comparisons)
    let (study, scenario, plan, firstSeed) = (study, scenario, plan, firstSeed)
    let outcomes = try await Parallel.map(comparisons, threads: threads, progress: progress) {
      index in
      let first = firstSeed + UInt64(2 * study.mostSeeds * index)
      let values = try (0..<UInt64(2 * study.mostSeeds)).map {
        try StudyRun.values(scenario, seed: first + $0, plan)
      }
      return study.outcomes(
        baseline: Array(values.prefix(study.mostSeeds)),
        candidate: Array(values.dropFirst(study.mostSeeds)))
    }
    progress.end()
    return StudyReport(study, outcomes)
  }

  private static func values(
    _ scenario: ScenarioInput, seed: UInt64, _ plan: Plan
  ) throws -> ArmValues {
    let source = try scenario.open(seed)
    let arm = try Arms.replay(plan, scenario.input, source)
    return ArmValues(ArmSummary(arm, source.header.endingWithLastStart(of: [arm])))
  }
}
