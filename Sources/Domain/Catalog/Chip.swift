/// A processor of the catalog. Everything is per chip; racks follow from it.
public struct Chip: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable { case gpu, lpu }

  public var name: String
  public var kind: Kind
  /// Dense peaks in FLOP/s by weight format; a missing one can't be computed in.
  public var peak: [WeightFormat: Figure]
  /// HBM of a GPU, SRAM of an LPU: usable bytes and bytes per second.
  public var memory: Figure
  public var bandwidth: Figure
  /// Bytes per second and direction to chips of the scale-up domain, and to all others.
  public var scaleUp: Figure
  public var scaleOut: Figure
  /// Chips of one scale-up domain.
  public var domain: Int
  /// Chips of one rack (of one node, where nodes are sold alone).
  public var perRack: Int
  /// Watts of one rack at the meter.
  public var rackPower: Figure
  /// Dollars per chip and hour; nil if unpublished.
  public var price: Figure?
  /// Name of the software profile it runs.
  public var software: String
  /// Latency between any two of so many chips, rising; for LPUs.
  public var hops: [Hop]
  /// Memory of a rack beside that of its chips, which no placement uses.
  public var dram: [Memory] = []
  /// Memory of a GPU's host that is the GPU's, in bytes, and the way from there, in bytes per
  /// second; nil where that isn't known.
  public var hostMemory: Figure?
  public var hostLink: Figure?
  /// Bytes that cross the chip's links and units as one; 1 where any number does.
  public var vector = 1
  /// Chips of one tray; nil where that isn't known.
  public var perTray: Int?

  /// A pool of memory of a rack, such as that of its hosts.
  public struct Memory: Hashable, Sendable {
    public var name: String
    /// Bytes per rack.
    public var bytes: Figure
    public init(name: String, bytes: Figure) { (self.name, self.bytes) = (name, bytes) }
  }

  /// One rung of the latency ladder.
  public struct Hop: Hashable, Sendable {
    public var chips: Int
    public var latency: Figure
    public init(chips: Int, latency: Figure) { (self.chips, self.latency) = (chips, latency) }
  }

  public init(
    name: String, kind: Kind, peak: [WeightFormat: Figure], memory: Figure, bandwidth: Figure,
    scaleUp: Figure, scaleOut: Figure, domain: Int, perRack: Int, rackPower: Figure,
    price: Figure? = nil, software: String, hops: [Hop] = []
  ) {
    (self.name, self.kind, self.peak) = (name, kind, peak)
    (self.memory, self.bandwidth) = (memory, bandwidth)
    (self.scaleUp, self.scaleOut, self.domain) = (scaleUp, scaleOut, domain)
    (self.perRack, self.rackPower, self.price) = (perRack, rackPower, price)
    (self.software, self.hops) = (software, hops)
  }
}

/// How weights are stored.
public enum WeightFormat: String, Hashable, Sendable, CaseIterable {
  case bf16, fp8, fp4, mxfp4

  /// Bytes per parameter; FP4 is NVFP4 with one FP8 scale per 16, MXFP4 has one scale per 32.
  public var bytes: Double {
    switch self {
    case .bf16: 2
    case .fp8: 1
    case .fp4: 0.5625
    case .mxfp4: 0.53125
    }
  }
}
