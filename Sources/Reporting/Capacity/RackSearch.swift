/// Looks for the fewest racks with which the assertions hold at one load: twice or half as many
/// until one number holds and one doesn't, then halving the span between them.
public struct RackSearch: Hashable, Sendable {
  /// What is known of a number of racks of the first pool.
  public struct Size: Hashable, Sendable {
    public var racks: Int
    /// Of all pools, by name, in the platform's order.
    public var pools: [Pool]
    public var watts: Double?
    public var outcome: Outcome

    public struct Pool: Hashable, Sendable {
      public var name: String
      public var racks: Int
      public init(name: String, racks: Int) { (self.name, self.racks) = (name, racks) }
    }

    public enum Outcome: Hashable, Sendable {
      case judged(LoadJudgement)
      /// The policy can't be placed on so few.
      case refused(String)
    }

    public init(racks: Int, pools: [Pool], watts: Double?, outcome: Outcome) {
      (self.racks, self.pools, self.watts, self.outcome) = (racks, pools, watts, outcome)
    }

    public var holds: Bool {
      if case .judged(let judgement) = outcome { judgement.holds } else { false }
    }
  }

  /// By rising number of racks.
  public private(set) var sizes: [Size] = []
  private let start: Int

  /// Most racks of the first pool that are tried.
  public static let most = 1024

  /// - Parameter start: Racks that the platform has.
  public init(start: Int) { self.start = max(1, min(start, RackSearch.most)) }

  public mutating func add(_ size: Size) {
    let place = sizes.firstIndex { $0.racks > size.racks } ?? sizes.endIndex
    sizes.insert(size, at: place)
  }

  /// The most racks that don't do.
  public var breaking: Size? { sizes.last { !$0.holds } }

  /// The fewest racks above them, which do.
  public var holding: Size? { sizes.first { $0.racks > breaking?.racks ?? 0 } }

  /// The number to try next; nil when the answer is known.
  public var next: Int? {
    guard let least = sizes.first else { return start }
    guard let holding else {
      let most = sizes.last?.racks ?? start
      return most < RackSearch.most ? min(RackSearch.most, 2 * most) : nil
    }
    guard let breaking else { return least.racks > 1 ? least.racks / 2 : nil }
    return holding.racks - breaking.racks > 1 ? (holding.racks + breaking.racks) / 2 : nil
  }
}

/// The racks that each arm needs for one load of a workload.
public struct RackNeeds: Hashable, Sendable {
  public static let schema = "baton/racks/1"

  public struct Arm: Hashable, Sendable {
    public var name: String
    public var policy: String
    public var platform: String
    public var search: RackSearch
    public init(name: String, policy: String, platform: String, search: RackSearch) {
      (self.name, self.policy, self.platform) = (name, policy, platform)
      self.search = search
    }
  }

  public var workload: String
  public var load: Double
  public var firstSeed: UInt64
  public var seeds: Int
  public var arms: [Arm]
  public var refused: [Frontier.Refusal]

  public init(
    workload: String, load: Double, firstSeed: UInt64, seeds: Int, arms: [Arm],
    refused: [Frontier.Refusal]
  ) {
    (self.workload, self.load, self.firstSeed) = (workload, load, firstSeed)
    (self.seeds, self.arms, self.refused) = (seeds, arms, refused)
  }
}
