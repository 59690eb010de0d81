import Domain
import Reporting

/// Searches the load that each arm can carry, all arms side by side.
struct CapacityRun {
  let sweep: Sweep
  let subjects: [SweepSubject]
  let precision: Double
  let mostLoad: Double

  /// Loads are not raised beyond this many requests of one replay.
  static let mostRequests = 1_000_000

  func run() async throws -> [Capacity] {
    var searches = subjects.map { subject in
      subject.arms.map { _ in
        CapacitySearch(
          precision: precision, seeds: sweep.seeds, mostRequests: CapacityRun.mostRequests,
          mostLoad: mostLoad)
      }
    }
    while try await round(&searches) {}
    return zip(subjects, searches).map { subject, searches in
      Capacity(
        workload: subject.name, firstSeed: sweep.firstSeed, seeds: sweep.seeds,
        precision: precision,
        arms: zip(subject.arms, searches).map { arm, search in
          Capacity.Arm(
            name: arm.name, policy: arm.plan.policy, platform: arm.plan.platform, search: search)
        }, refused: subject.refused)
    }
  }

  /// Replays what each search asks for.
  ///
  /// - Returns: whether any asked for some.
  private func round(_ searches: inout [[CapacitySearch]]) async throws -> Bool {
    var jobs: [SweepJob] = []
    var asked: [(subject: Int, arm: Int, ask: CapacitySearch.Ask)] = []
    for (index, subject) in subjects.enumerated() {
      for (arm, search) in searches[index].enumerated() {
        for ask in search.next {
          asked.append((index, arm, ask))
          jobs += ask.seeds.map { seed in
            SweepJob(
              subject: subject, arm: subject.arms[arm], load: ask.load,
              seed: sweep.seedList[seed])
          }
        }
      }
    }
    guard !asked.isEmpty else { return false }
    var rest = try await sweep.points(jobs)[...]
    for (subject, arm, ask) in asked {
      let figures = rest.prefix(ask.seeds.count).map(\.figures)
      rest = rest.dropFirst(ask.seeds.count)
      searches[subject][arm].add(
        LoadJudgement(load: ask.load, subjects[subject].assertions, figures), of: ask.seeds)
    }
    return true
  }
}
