import Domain

/// Who wins and who loses under a candidate: the same sessions under both arms, pair by pair.
///
/// Lengths are without think time. Tools and timers take the same time in both arms, so a
/// difference is the system's.
public struct SessionShifts: Hashable, Sendable {
  public var scenario: String
  public var candidate: String
  /// Each class, then the quarter of its sessions with the fewest and the most output tokens.
  public var classes: [Group]
  /// Tenants by rising ratio: those who gain most come first. Only those with enough sessions.
  public var tenants: [Group]
  /// The sessions that lose most, worst first.
  public var losers: [Move]
  /// The sessions that gain most, best first.
  public var winners: [Move]

  public struct Group: Hashable, Sendable {
    public var name: String
    /// Pairs with a length in both arms.
    public var sessions = 0
    /// Pairs whose length changes by more than the tolerance.
    public var faster = 0
    public var slower = 0
    /// Ended by a refusal under one arm only.
    public var lostByCandidate = 0
    public var savedByCandidate = 0
    /// Of lengths, geometric mean; above 1 is slower. nil without pairs.
    public var ratio: Double?
    /// In seconds, candidate − baseline.
    public var meanDifference: Double?
    public var p5Difference: Double?
    public var medianDifference: Double?
    public var p95Difference: Double?
  }

  /// One session and how long it took.
  public struct Move: Hashable, Sendable {
    public var seed: UInt64
    public var className: String
    public var number: Int
    public var tenant: String
    /// In seconds.
    public var baseline: Double
    public var candidate: Double
  }

  static let extremes = 3
  /// Sessions below which a tenant's ratio says little.
  static let leastOfTenant = 20

  /// - Parameter seeds: Baseline and candidate of every seed; a trace has one.
  public init(
    scenario: String = "", candidate: String, tolerance: Double,
    seeds: [(seed: UInt64, baseline: SessionList, candidate: SessionList)]
  ) {
    (self.scenario, self.candidate) = (scenario, candidate)
    let pairs = SessionShifts.pairs(seeds)
    var names: [String] = []
    for name in seeds.flatMap(\.baseline.classNames) where !names.contains(name) {
      names.append(name)
    }
    classes = names.flatMap { name in
      SessionShifts.classGroups(name, pairs.filter { $0.className == name }, tolerance)
    }
    let byTenant = Dictionary(grouping: pairs, by: \.tenant)
    tenants =
      byTenant.map { Tally($0.key, tolerance, $0.value).group }
      .filter { $0.sessions >= SessionShifts.leastOfTenant }
      .sorted { ($0.ratio ?? 1, $0.name) < ($1.ratio ?? 1, $1.name) }
    if tenants.count < 2 { tenants = [] }
    let moved = pairs.filter { !$0.isCutShort && $0.difference != 0 }.sorted {
      ($0.difference, $0.seed, $0.className, $0.number)
        < ($1.difference, $1.seed, $1.className, $1.number)
    }
    winners = moved.prefix(SessionShifts.extremes).filter { $0.difference < 0 }.map(\.move)
    losers =
      moved.suffix(SessionShifts.extremes).reversed().filter { $0.difference > 0 }.map(\.move)
  }

  private static func pairs(
    _ seeds: [(seed: UInt64, baseline: SessionList, candidate: SessionList)]
  ) -> [SessionPair] {
    var pairs: [SessionPair] = []
    for (seed, baseline, candidate) in seeds {
      baseline.forEachPair(with: candidate) { before, after in
        guard before.isMeasured, after.isMeasured else { return }
        pairs.append(
          SessionPair(
            seed: seed, className: baseline.classNames[Int(before.classIndex)],
            number: Int(before.number), tenant: baseline.tenants[Int(before.tenant)],
            outputTokens: before.outputTokens,
            before: before.isCutShort ? nil : before.working.inSeconds,
            after: after.isCutShort ? nil : after.working.inSeconds))
      }
    }
    return pairs
  }

  private static func classGroups(
    _ name: String, _ pairs: [SessionPair], _ tolerance: Double
  ) -> [Group] {
    let whole = Tally(name, tolerance, pairs).group
    guard pairs.count >= 8 else { return [whole] }
    let bySize = pairs.filter { !$0.isCutShort }.sorted {
      ($0.outputTokens, $0.seed, $0.number) < ($1.outputTokens, $1.seed, $1.number)
    }
    let quarter = bySize.count / 4
    return [
      whole, Tally("shortest quarter", tolerance, Array(bySize.prefix(quarter))).group,
      Tally("longest quarter", tolerance, Array(bySize.suffix(quarter))).group,
    ]
  }
}
