import Domain
import Reporting

/// Searches the load that each arm can carry, all arms side by side.
struct CapacityRun {
  let sweep: Sweep
  let subjects: [SweepSubject]
  let precision: Double
  let mostLoad: Double

  func run() async throws -> [Capacity] {
    var searches = subjects.map { subject in
      subject.arms.map { _ in
        CapacitySearch(
          precision: precision, mostRequests: LoadSearch.mostRequests, mostLoad: mostLoad)
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

  /// Replays the load that each search asks for, under all seeds.
  ///
  /// - Returns: whether any asked for one.
  private func round(_ searches: inout [[CapacitySearch]]) async throws -> Bool {
    var jobs: [SweepJob] = []
    var asked: [(subject: Int, arm: Int, load: Double)] = []
    for (index, subject) in subjects.enumerated() {
      for (arm, search) in searches[index].enumerated() {
        guard let load = search.next else { continue }
        asked.append((index, arm, load))
        jobs += sweep.seedList.map {
          SweepJob(subject: subject, arm: subject.arms[arm], load: load, seed: $0)
        }
      }
    }
    guard !asked.isEmpty else { return false }
    var rest = try await sweep.points(jobs)[...]
    for (subject, arm, load) in asked {
      let figures = rest.prefix(sweep.seeds).map(\.figures)
      rest = rest.dropFirst(sweep.seeds)
      searches[subject][arm].add(LoadJudgement(load: load, subjects[subject].assertions, figures))
    }
    return true
  }
}
