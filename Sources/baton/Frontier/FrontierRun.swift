import Domain
import Reporting

/// Replays the points of a frontier and puts them together.
struct FrontierRun {
  let sweep: Sweep
  let subjects: [SweepSubject]
  /// nil to look for the loads at which the fleet is idle and full.
  let loads: [Double]?
  let points: Int
  let series: LoadSeries
  let className: String

  /// - Returns: nil if points are missing that are another shard's.
  func run() async throws -> [Frontier]? {
    var frontiers: [Frontier] = []
    for subject in subjects {
      var loads = loads?.sorted() ?? []
      var ending: Frontier.Ending?
      if self.loads == nil {
        let found = try await LoadSearch(sweep: sweep, points: points, series: series).loads(
          for: subject)
        (loads, ending) = (found.loads, found.ending)
      }
      guard let frontier = try await frontier(subject, loads, ending) else { return nil }
      frontiers.append(frontier)
    }
    return frontiers
  }

  private func frontier(
    _ subject: SweepSubject, _ loads: [Double], _ ending: Frontier.Ending?
  ) async throws -> Frontier? {
    let seeds = sweep.seedList
    let jobs = subject.arms.flatMap { arm in
      loads.flatMap { load in
        seeds.map { SweepJob(subject: subject, arm: arm, load: load, seed: $0) }
      }
    }
    let stock = try await sweep.stock(jobs)
    guard stock.missing == 0 else {
      Console.note(
        "\(jobs.count - stock.missing) of \(jobs.count) points are in the folder; other parts "
          + "replay the rest\n")
      return nil
    }
    var rest = stock.records.compactMap(\.self)[...]
    let arms = subject.arms.map { arm in
      let points = loads.map { load in
        defer { rest = rest.dropFirst(seeds.count) }
        return FrontierPoint(
          load: load, rest.prefix(seeds.count).map(\.figures), className: className)
      }
      return Frontier.Arm(
        name: arm.name, policy: arm.plan.policy, platform: arm.plan.platform, points: points)
    }
    return Frontier(
      workload: subject.name, className: className, firstSeed: sweep.firstSeed,
      seeds: seeds.count, arms: arms, refused: subject.refused, ending: ending,
      notes: subject.notes)
  }
}
