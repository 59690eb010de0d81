import Domain
import Reporting
import TraceGeneration

/// Searches the racks that each arm needs for one load, all arms side by side.
struct RackRun {
  let sweep: Sweep
  let subjects: [SweepSubject]
  let load: Double

  /// One number of racks, tried for one arm.
  private struct Trial {
    var subject: Int
    var arm: Int
    var racks: Int
    var pools: [RackSearch.Size.Pool]
    var placed: SweepArm
  }

  func run() async throws -> [RackNeeds] {
    for subject in subjects { try checkSize(subject) }
    var searches = subjects.map { subject in
      subject.arms.map { arm in
        RackSearch(start: arm.place.catalog.racks(of: arm.plan.platform).first ?? 1)
      }
    }
    while try await round(&searches) {}
    return zip(subjects, searches).map { subject, searches in
      RackNeeds(
        workload: subject.name, load: load, firstSeed: sweep.firstSeed, seeds: sweep.seeds,
        arms: zip(subject.arms, searches).map { arm, search in
          RackNeeds.Arm(
            name: arm.name, policy: arm.plan.policy, platform: arm.plan.platform, search: search)
        }, refused: subject.refused)
    }
  }

  /// - Throws: `Failure` if a replay would have more requests than capacity looks at.
  private func checkSize(_ subject: SweepSubject) throws {
    var source = try subject.file.generator(seed: sweep.firstSeed, load: load)
    var session = TraceSession()
    var requests = 0
    while requests <= CapacityRun.mostRequests, try source.next(&session) {
      requests += session.records.count { $0.kind == .request }
    }
    guard requests > CapacityRun.mostRequests else { return }
    throw Failure.input(
      "`\(subject.name)` has more than \(CapacityRun.mostRequests) requests at "
        + "x\(Number.text(load)), the most that capacity replays",
      help: "ask for less, or shorten it: --set duration=5m")
  }

  private func round(_ searches: inout [[RackSearch]]) async throws -> Bool {
    var trials: [Trial] = []
    var isAsked = false
    for (index, subject) in subjects.enumerated() {
      for arm in subject.arms.indices {
        guard let racks = searches[index][arm].next else { continue }
        isAsked = true
        if let trial = try trial(index, arm, racks, &searches[index][arm]) { trials.append(trial) }
      }
    }
    let jobs = trials.flatMap { trial in
      sweep.seedList.map {
        SweepJob(subject: subjects[trial.subject], arm: trial.placed, load: load, seed: $0)
      }
    }
    var rest = try await sweep.points(jobs)[...]
    for trial in trials {
      let figures = rest.prefix(sweep.seeds).map(\.figures)
      rest = rest.dropFirst(sweep.seeds)
      let judged = LoadJudgement(load: load, subjects[trial.subject].assertions, figures)
      searches[trial.subject][trial.arm].add(
        RackSearch.Size(
          racks: trial.racks, pools: trial.pools, watts: trial.placed.plan.watts,
          outcome: .judged(judged)))
    }
    return isAsked
  }

  /// - Returns: nil where the policy can't be placed on so few racks, which the search is told.
  private func trial(
    _ index: Int, _ arm: Int, _ racks: Int, _ search: inout RackSearch
  ) throws -> Trial? {
    let (subject, usual) = (subjects[index], subjects[index].arms[arm])
    let platform = usual.plan.platform
    let catalog = usual.place.catalog.resizing(platform, to: racks)
    let pools = (catalog.platform(platform)?.pools ?? []).map {
      RackSearch.Size.Pool(name: $0.name, racks: $0.racks)
    }
    let place = ArmPlace(
      policy: usual.place.policy, platform: platform, catalog: catalog, file: usual.place.file)
    do {
      let placed = try SweepArm(name: usual.name, place: place, header: subject.header)
      return Trial(subject: index, arm: arm, racks: racks, pools: pools, placed: placed)
    } catch let failure as Failure where failure.code == 2 {
      search.add(
        RackSearch.Size(racks: racks, pools: pools, watts: nil, outcome: .refused(failure.reason)))
      return nil
    }
  }
}
