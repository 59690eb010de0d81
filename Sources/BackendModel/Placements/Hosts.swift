import Domain

/// Host memory that keeps copies of KV caches.
extension Scene {
  /// Host memory of one of a group's engines; nil unless the policy wants it.
  ///
  /// Its link is taken for the engine as a whole, as the one for KV that is handed over is.
  func host(of group: EngineGroup) throws(PlacementError) -> HostTier? {
    guard policy.usesHosts else { return nil }
    let engine = group.engine
    guard let memory = engine.chip.hostMemory, let link = engine.chip.hostLink else {
      throw PlacementError(
        "the catalog doesn't say what host memory \(engine.chip.name) has, which `host-cache` of "
          + "policy `\(policy.name)` needs",
        help: "give the chip `host-memory` and `host-link` in the platform file")
    }
    let gpus = Double(engine.devices)
    let block = engine.bytesPerToken * Double(PlanBuilder.blockTokens)
    let bytes = gpus * memory.value * engine.software.usable.value
    return HostTier(
      blocks: Int((bytes / block).rounded(.down)),
      reload: Lowering.transfer(
        bytesPerToken: engine.bytesPerToken, bandwidth: gpus * link.value,
        latency: Self.networkLatency))
  }

  /// What that keeps, for people; empty where there is none.
  func hostNote(_ group: EngineGroup) -> String {
    guard let host = try? host(of: group) else { return "" }
    let bytes = Double(host.blocks * PlanBuilder.blockTokens) * group.engine.bytesPerToken
    return "; host memory keeps \(Amount.gigabytes(bytes)) more, \(host.blocks) blocks"
  }
}
