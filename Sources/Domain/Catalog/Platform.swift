/// Racks that a run may use.
public struct Platform: Hashable, Sendable {
  public var name: String
  public var pools: [DevicePool]
  /// Links between pools, such as `gpu-lpx`.
  public var links: [PoolLink]
  /// How the LPU pool stores weights.
  public var lpuWeights: WeightFormat
  public var policies: [PolicyDefinition]

  public init(
    name: String, pools: [DevicePool], links: [PoolLink] = [], lpuWeights: WeightFormat = .fp8,
    policies: [PolicyDefinition] = []
  ) {
    (self.name, self.pools, self.links) = (name, pools, links)
    (self.lpuWeights, self.policies) = (lpuWeights, policies)
  }

  /// Name of the link between GPUs and LPX.
  public static let bridge = "gpu-lpx"

  public struct DevicePool: Hashable, Sendable {
    public var name: String
    public var chip: String
    public var racks: Int
    public init(name: String, chip: String, racks: Int) {
      (self.name, self.chip, self.racks) = (name, chip, racks)
    }
  }

  public struct PoolLink: Hashable, Sendable {
    public var name: String
    public var link: String
    public init(name: String, link: String) { (self.name, self.link) = (name, link) }
  }
}

/// A network between pools.
public struct Link: Hashable, Sendable {
  public var name: String
  /// Seconds one way, network cards and switches included.
  public var latency: Figure
  /// Bytes per second and direction that one LPU rack takes.
  public var rackBandwidth: Figure
  public init(name: String, latency: Figure, rackBandwidth: Figure) {
    (self.name, self.latency, self.rackBandwidth) = (name, latency, rackBandwidth)
  }
}
