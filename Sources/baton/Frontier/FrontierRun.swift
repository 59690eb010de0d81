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
  /// Whether assumed figures are tried at both ends of their ranges.
  let isSensitive: Bool

  /// - Returns: nil if points are missing that are another shard's; its own are in the folder.
  func run() async throws -> [Frontier]? {
    var frontiers: [Frontier] = []
    var isWhole = true
    for subject in subjects {
      var loads = loads?.sorted() ?? []
      var ending: Frontier.Ending?
      if self.loads == nil {
        let found = try await LoadSearch(sweep: sweep, points: points, series: series).loads(
          for: subject)
        (loads, ending) = (found.loads, found.ending)
      }
      guard var frontier = try await frontier(subject, loads, ending) else {
        isWhole = false
        continue
      }
      if isSensitive { isWhole = try await addEnds(to: &frontier, subject) && isWhole }
      frontiers.append(frontier)
    }
    return isWhole ? frontiers : nil
  }

  private func frontier(
    _ subject: SweepSubject, _ loads: [Double], _ ending: Frontier.Ending?
  ) async throws -> Frontier? {
    let jobs = subject.arms.flatMap { arm in
      loads.flatMap { self.jobs(subject, arm, load: $0) }
    }
    let stock = try await sweep.stock(jobs)
    guard stock.missing == 0 else {
      Console.note(
        "\(jobs.count - stock.missing) of \(jobs.count) points are in the folder; other parts "
          + "replay the rest\n")
      if isSensitive {
        Console.note(
          "when all are there, the parts have to run once more: only then is known which points "
            + "--sensitivity replays\n")
      }
      return nil
    }
    var rest = stock.records.compactMap(\.self)[...]
    var arms: [Frontier.Arm] = []
    for arm in subject.arms {
      let variant = FrontierVariant(arm.variant, loads.map { point(at: $0, from: &rest) })
      if arms.last?.name == arm.name {
        arms[arms.count - 1].variants.append(variant)
      } else {
        arms.append(
          Frontier.Arm(
            name: arm.name, policy: arm.plan.policy, platform: arm.plan.platform,
            variants: [variant], prices: arm.plan.prices))
      }
    }
    return Frontier(
      workload: subject.name, className: className, firstSeed: sweep.firstSeed,
      seeds: sweep.seeds, arms: arms, refused: subject.refused, ending: ending,
      notes: subject.notes)
  }

  func jobs(_ subject: SweepSubject, _ arm: SweepArm, load: Double) -> [SweepJob] {
    sweep.seedList.map { SweepJob(subject: subject, arm: arm, load: load, seed: $0) }
  }

  /// The mean of the next records, one for each seed.
  func point(at load: Double, from records: inout ArraySlice<PointRecord>) -> FrontierPoint {
    defer { records = records.dropFirst(sweep.seeds) }
    return FrontierPoint(
      load: load, records.prefix(sweep.seeds).map(\.figures), className: className)
  }
}
