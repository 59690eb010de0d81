import Domain

/// DRAM of LPX racks: copies of KV caches that all GPU engines share.
extension Scene {
  /// The catalog's name of the DRAM that stands on the way to the GPUs.
  static let storeMemory = "fabric-expansion"

  /// Whether any of its engines keep KV there.
  var usesStore: Bool {
    let all = policy.kind == .latencyTiered ? [policy] + used : [policy]
    return all.contains(where: \.usesStore)
  }

  /// What a model has of it: an equal part for each, the bandwidth as if it were alone.
  func store(of model: ModelArchitecture, among models: Int) throws(PlacementError) -> MemoryTier {
    let racks = try lpx()
    guard let memory = racks.chip.dram.first(where: { $0.name == Self.storeMemory }) else {
      throw PlacementError(
        "the catalog doesn't say what DRAM stands between \(racks.chip.name) and the GPUs, which "
          + "`lpx-cache: yes` of policy `\(policy.name)` needs",
        help: "give the chip `dram: {\(Self.storeMemory): …}` in the platform file")
    }
    let link = try bridge()
    let bytesPerToken = model.kvElements * kvBytes
    let bytes = memory.bytes.value * Double(racks.racks) / Double(models)
    return MemoryTier(
      blocks: Int((bytes / bytesPerToken / Double(PlanBuilder.blockTokens)).rounded(.down)),
      reload: Lowering.transfer(
        bytesPerToken: bytesPerToken,
        bandwidth: link.rackBandwidth.value * Double(racks.racks),
        latency: link.latency.value + Self.networkLatency))
  }

  /// How one of a group's engines reaches it; nil unless the policy wants it.
  func storeAccess(of group: EngineGroup) throws(PlacementError) -> StoreAccess? {
    guard policy.usesStore, let store else { return nil }
    let bandwidth = Double(group.engine.devices) * group.engine.chip.scaleOut.value
    let link = Lowering.transfer(
      bytesPerToken: group.engine.model.kvElements * kvBytes, bandwidth: bandwidth, latency: 0)
    return StoreAccess(index: store, perToken: link.perToken)
  }

  /// What it keeps of a model, for people.
  func storeNote(_ store: MemoryTier, _ model: ModelArchitecture) -> String {
    let tokens = Double(store.blocks * PlanBuilder.blockTokens)
    let size = Amount.gigabytes(tokens * model.kvElements * kvBytes)
    return "KV of \(model.name) in the DRAM of LPX racks: \(size), \(store.blocks) blocks, for all "
      + "engines"
  }

  private var kvBytes: Double { policy.kv?.bytes ?? 1 }
}
