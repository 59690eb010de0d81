import Domain

/// The GPUs of one phase, divided into engines.
struct EngineGroup {
  var engine: GPUEngine
  var count: Int
  /// Bytes of weights in one engine.
  var stored: Double
  var sequences: Int
}

extension Scene {
  /// Engines for a phase on so many GPUs.
  ///
  /// Without a user's word: 1 GPU below 20e9 parameters, 2 below 60e9, 4 below 300e9, 8 from
  /// there; doubled until weights fill at most 70 % of the memory. MoE models with latent attention
  /// from 300e9 use data-parallel attention, since tensor parallelism would copy their KV.
  func engines(
    _ model: ModelArchitecture, pool: Pool, devices: Int, wish: PolicyDefinition.Engines?,
    attentionOnly: Bool = false
  ) throws(PlacementError) -> EngineGroup {
    let size =
      attentionOnly
      ? model.attentionParameters + 2 * model.headParameters
      : model.parameters
    var count = size < 20e9 ? 1 : size < 60e9 ? 2 : size < 300e9 ? 4 : 8
    if attentionOnly { count = model.attention.isLatent ? 8 : 4 }
    var isData = model.attention.isLatent && model.experts != nil && (count >= 8 || attentionOnly)
    if let wish, wish.tensor != nil || wish.data != nil {
      isData = wish.data != nil
      count = wish.data ?? wish.tensor ?? count
    }
    let isChosen = wish?.tensor != nil || wish?.data != nil
    var group = makeGroup(model, pool, count, isData, attentionOnly)
    while !isChosen, group.stored > 0.7 * group.engine.memory, count < 64 {
      count *= 2
      isData = isData || count > 8 && model.experts != nil
      group = makeGroup(model, pool, count, isData, attentionOnly)
    }
    try check(group, model, pool, devices)
    group.count = devices / count
    return group
  }

  private func makeGroup(
    _ model: ModelArchitecture, _ pool: Pool, _ count: Int, _ isData: Bool, _ attentionOnly: Bool
  ) -> EngineGroup {
    var engine = GPUEngine(
      model: model, chip: pool.chip, software: pool.software,
      weights: policy.weights ?? pool.chip.storage, devices: count, isData: isData)
    engine.kvBytes = policy.kv?.bytes ?? 1
    let attention = engine.attentionBytes + 4 * model.headParameters
    let copies = isData ? Double(count) : 1
    let stored = attentionOnly ? attention * copies : engine.storedBytes
    let sequences = policy.sequences ?? (isData ? 64 * count : 256)
    return EngineGroup(engine: engine, count: 0, stored: stored, sequences: sequences)
  }

  private func check(
    _ group: EngineGroup, _ model: ModelArchitecture, _ pool: Pool, _ devices: Int
  ) throws(PlacementError) {
    let count = group.engine.devices
    if group.engine.isData, model.experts == nil {
      throw PlacementError(
        "`data: \(count)` needs a model with experts; `\(model.name)` has none",
        help: "use `tensor`")
    }
    let chip = pool.chip.name
    guard devices >= count else {
      throw PlacementError(
        "an engine of `\(model.name)` takes \(count) \(chip); \(devices) are left for it")
    }
    guard group.stored < group.engine.memory else {
      throw PlacementError(
        "weights of `\(model.name)` need \(Amount.gigabytes(group.stored)) at "
          + "\(group.engine.weights.rawValue); \(count) \(chip) hold "
          + "\(Amount.gigabytes(group.engine.memory)) "
          + "(\(Amount.percent(pool.software.usable.value)) of "
          + "\(Amount.gigabytes(Double(count) * pool.chip.memory.value)))",
        help: "give an engine more GPUs")
    }
  }

  /// Blocks of KV that an engine holds beside its weights.
  func blocks(
    of group: EngineGroup, model: ModelArchitecture
  ) throws(PlacementError) -> Int {
    let engine = group.engine
    let windows = engine.bytesPerSequence * Double(group.sequences)
    let free = engine.memory - group.stored - windows
    let perBlock = engine.bytesPerToken * Double(PlanBuilder.blockTokens)
    let blocks = Int((free / perBlock).rounded(.down))
    guard blocks > 0 else {
      throw PlacementError(
        "an engine of `\(model.name)` has no room for KV: \(Amount.gigabytes(engine.memory)) hold "
          + "\(Amount.gigabytes(group.stored)) of weights and \(Amount.gigabytes(windows)) of "
          + "windows for \(group.sequences) sequences",
        help: "give an engine more GPUs, or lower `sequences`")
    }
    return blocks
  }
}

extension ModelArchitecture.Attention {
  var isLatent: Bool {
    if case .latent = self { true } else { false }
  }
}
