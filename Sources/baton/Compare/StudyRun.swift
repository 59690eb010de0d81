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
    if ask.paired == ask.arm, !plans[0].drawsAtRandom {
      throw Failure.usage(
        "`\(ask.arm)` draws nothing, so on the same seeds it never differs from itself; leave out "
          + "--paired, or name another arm")
    }
    guard study.gates.contains(study.shifted) else {
      throw Failure.usage("--metric `\(study.shifted.name)` is not judged; name it in --metrics")
    }
  }

  /// Every comparison has seeds of its own, so that they are independent.
  func report(threads: Int) async throws -> StudyReport {
    let (study, each) = (study, study.mostSeeds)
    let sides = try await sides(threads: threads)
    let outcomes = try await Parallel.map(comparisons, threads: threads) { index in
      study.outcomes(sides.seeds(each * index..<each * (index + 1)))
    }
    return StudyReport(study, outcomes)
  }

  /// One replay.
  private struct Job: Sendable {
    var seed: UInt64
    var plan: Plan
    var systemSeed: UInt64?
  }

  /// All sides of all comparisons, one comparison after the other.
  private func sides(threads: Int) async throws -> VerdictStudy.Sides {
    let count = comparisons * study.mostSeeds
    let jobs = baselines(count) + candidates(count)
    let progress = Progress("replayed", of: jobs.count)
    let scenario = scenario
    let values = try await Parallel.map(jobs.count, threads: threads, progress: progress) { index in
      try StudyRun.values(scenario, jobs[index])
    }
    progress.end()
    var sides = VerdictStudy.Sides(
      baseline: Array(values[..<count]), candidate: Array(values[count...]))
    if plans.count > 1, study.paired != study.arm {
      sides.candidate = study.centred(baseline: sides.baseline, candidate: sides.candidate)
    }
    return sides
  }

  private func baselines(_ count: Int) -> [Job] {
    (0..<count).map { Job(seed: firstSeed + UInt64($0), plan: plans[0]) }
  }

  private func candidates(_ count: Int) -> [Job] {
    (0..<count).map { index in
      guard plans.count > 1 else {
        return Job(seed: firstSeed + UInt64(count + index), plan: plans[0])
      }
      let seed = firstSeed + UInt64(index)
      return Job(
        seed: seed, plan: plans[1],
        systemSeed: study.paired == study.arm ? SystemSeed.other(of: seed) : nil)
    }
  }

  private static func values(_ scenario: ScenarioInput, _ job: Job) throws -> ArmValues {
    let source = try scenario.open(job.seed)
    let arm = try Arms.replay(job.plan, scenario.input, source, systemSeed: job.systemSeed)
    return ArmValues(ArmSummary(arm, source.header.endingWithLastStart(of: [arm])))
  }
}
