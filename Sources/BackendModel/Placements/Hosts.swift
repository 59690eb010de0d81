import Domain

/// Host memory of engines: copies of KV caches, and KV of sequences that gave way to others.
extension Scene {
  /// Copies of one of a group's engines; nil unless the policy wants them.
  func host(of group: EngineGroup) throws(PlacementError) -> MemoryTier? {
    policy.usesHosts ? try memory(of: group, for: "host-cache: yes") : nil
  }

  /// What sequences of one of a group's engines can be swapped to; nil unless the policy wants it.
  func swap(of group: EngineGroup) throws(PlacementError) -> MemoryTier? {
    policy.preemption == .swap ? try memory(of: group, for: "preemption: swap") : nil
  }

  /// Its link is taken for the engine as a whole, as the one for KV that is handed over is. Where
  /// copies and swapped sequences share the memory, each has half.
  private func memory(
    of group: EngineGroup, for wish: String
  ) throws(PlacementError) -> MemoryTier {
    let engine = group.engine
    guard let memory = engine.chip.hostMemory, let link = engine.chip.hostLink else {
      throw PlacementError(
        "the catalog doesn't say what host memory \(engine.chip.name) has, which `\(wish)` of "
          + "policy `\(policy.name)` needs",
        help: "give the chip `host-memory` and `host-link` in the platform file")
    }
    let share = policy.usesHosts && policy.preemption == .swap ? 0.5 : 1
    let gpus = Double(engine.devices)
    let block = engine.bytesPerToken * Double(PlanBuilder.blockTokens)
    let bytes = gpus * memory.value * engine.software.usable.value * share
    return MemoryTier(
      blocks: Int((bytes / block).rounded(.down)),
      reload: Lowering.transfer(
        bytesPerToken: engine.bytesPerToken, bandwidth: gpus * link.value,
        latency: Self.networkLatency))
  }

  /// What those keep, for people; empty where there is none.
  func hostNote(_ group: EngineGroup) -> String {
    func size(_ tier: MemoryTier) -> String {
      let bytes = Double(tier.blocks * PlanBuilder.blockTokens) * group.engine.bytesPerToken
      return Amount.gigabytes(bytes)
    }
    var note = ""
    if let host = try? host(of: group) {
      note += "; host memory keeps \(size(host)) more, \(host.blocks) blocks"
    }
    if let swap = try? swap(of: group) {
      note += "; host memory takes \(size(swap)) of sequences that give way, \(swap.blocks) blocks"
    }
    return note
  }
}
