/// What each arm can carry of a workload within its assertions.
public struct Capacity: Hashable, Sendable {
  public static let schema = "baton/capacity/1"

  public struct Arm: Hashable, Sendable {
    /// What the user calls it.
    public var name: String
    public var policy: String
    public var platform: String
    public var search: CapacitySearch
    public init(name: String, policy: String, platform: String, search: CapacitySearch) {
      (self.name, self.policy, self.platform) = (name, policy, platform)
      self.search = search
    }
  }

  public var workload: String
  public var firstSeed: UInt64
  public var seeds: Int
  public var precision: Double
  public var arms: [Arm]
  public var refused: [Frontier.Refusal]

  public init(
    workload: String, firstSeed: UInt64, seeds: Int, precision: Double, arms: [Arm],
    refused: [Frontier.Refusal]
  ) {
    (self.workload, self.firstSeed, self.seeds) = (workload, firstSeed, seeds)
    (self.precision, self.arms, self.refused) = (precision, arms, refused)
  }

  var platforms: [String] {
    let names = arms.map(\.platform)
    return names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
  }
}
