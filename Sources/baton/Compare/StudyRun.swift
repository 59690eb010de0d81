import Domain
import Replay
import Reporting
import WorkloadLanguage

/// Replays the seeds of a study and judges its comparisons.
struct StudyRun {
  private let study: VerdictStudy
  private let scenario: ScenarioInput
  /// Of the arm, and of the one that it is paired with.
  private let plans: [Plan]
  private let firstSeed: UInt64
  private let comparisons: Int

  init(_ ask: Study) throws {
    let catalog = try Shelf.catalog()
    let file = try WorkloadFile(Input(ask.input), overrides: ask.set, catalog: catalog)
    scenario = try CompareInput.workload(
      file, input: ask.input, load: ask.load, seed: ask.seed, name: "")
    let header = scenario.header
    plans = try ([ask.arm] + (ask.paired.map { [$0] } ?? [])).flatMap { arm in
      try Arms([arm], platform: ask.platform, header: header, catalog: catalog).plans
    }
    (firstSeed, comparisons) = (ask.seed, ask.comparisons)
    study = VerdictStudy(
      title: scenario.workload, arm: ask.arm, paired: ask.paired, shifted: ask.metric,
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
    let (study, each) = (study, study.mostSeeds)
    let sides = try await sides(threads: threads)
    let outcomes = try await Parallel.map(comparisons, threads: threads) { index in
      let seeds = each * index..<each * (index + 1)
      return study.outcomes(
        baseline: Array(sides.baseline[seeds]), candidate: Array(sides.candidate[seeds]))
    }
    return StudyReport(study, outcomes)
  }

  /// Both sides of all comparisons, one after the other.
  private func sides(
    threads: Int
  ) async throws -> (baseline: [ArmValues], candidate: [ArmValues]) {
    let count = comparisons * study.mostSeeds
    let progress = Progress("replayed", of: 2 * count)
    let (scenario, plans, firstSeed) = (scenario, plans, firstSeed)
    let values = try await Parallel.map(2 * count, threads: threads, progress: progress) { index in
      let isPaired = plans.count > 1
      let seed = isPaired ? index % count : index
      return try StudyRun.values(
        scenario, seed: firstSeed + UInt64(seed), isPaired ? plans[index / count] : plans[0])
    }
    progress.end()
    let (baseline, candidate) = (Array(values.prefix(count)), Array(values.dropFirst(count)))
    guard plans.count > 1 else { return (baseline, candidate) }
    return (baseline, study.centred(baseline: baseline, candidate: candidate))
  }

  private static func values(
    _ scenario: ScenarioInput, seed: UInt64, _ plan: Plan
  ) throws -> ArmValues {
    let source = try scenario.open(seed)
    let arm = try Arms.replay(plan, scenario.input, source)
    return ArmValues(ArmSummary(arm, source.header.endingWithLastStart(of: [arm])))
  }
}
