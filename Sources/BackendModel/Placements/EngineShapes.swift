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
    let stages = wish?.pipeline ?? 1
    let part = size / Double(stages)
    var count = part < 20e9 ? 1 : part < 60e9 ? 2 : part < 300e9 ? 4 : 8
    if attentionOnly { count = model.attention.isLatent ? 8 : 4 }
    let isData = model.attention.isLatent && model.experts != nil && (count >= 8 || attentionOnly)
    var shape = Shape(splitting: isData ? 1 : count, ranks: isData ? count : nil, stages: stages)
    if let wish, let splitting = wish.splitting {
      shape = Shape(splitting: splitting, ranks: wish.data, stages: stages)
    }
    var group = makeGroup(model, pool, shape, attentionOnly)
    while wish?.splitting == nil, group.stored > 0.7 * group.engine.memory, count < 64 {
      count *= 2
      let isData = isData || count > 8 && model.experts != nil
      shape = Shape(splitting: isData ? 1 : count, ranks: isData ? count : nil, stages: stages)
      group = makeGroup(model, pool, shape, attentionOnly)
    }
    if let wish { try check(wish, group.engine, attentionOnly) }
    try check(group, model, pool, devices)
    group.count = devices / group.engine.devices
    return group
  }

  /// GPUs that split a layer, data-parallel ranks of so many, and stages of so many of those.
  private struct Shape {
    var splitting: Int
    var ranks: Int?
    var stages: Int
  }

  private func makeGroup(
    _ model: ModelArchitecture, _ pool: Pool, _ shape: Shape, _ attentionOnly: Bool
  ) -> EngineGroup {
    let ranks = shape.ranks ?? 1
    var engine = GPUEngine(
      model: model, chip: pool.chip, software: pool.software,
      weights: policy.weights ?? pool.chip.storage,
      devices: shape.splitting * ranks * shape.stages, isData: shape.ranks != nil)
    (engine.tensor, engine.stages) = (shape.splitting, shape.stages)
    engine.kvBytes = policy.kv?.bytes ?? 1
    let attention = engine.attentionBytes + 4 * model.headParameters
    let stored = attentionOnly ? attention * Double(ranks) : engine.storedBytes
    let sequences =
      policy.sequences ?? (engine.isData ? 64 * engine.devices : 256 * shape.stages)
    return EngineGroup(engine: engine, count: 0, stored: stored, sequences: sequences)
  }

  /// What a model can't be split into.
  private func check(
    _ wish: PolicyDefinition.Engines, _ engine: GPUEngine, _ attentionOnly: Bool
  ) throws(PlacementError) {
    let model = engine.model
    if let splitting = wish.splitting, model.attention.heads % splitting != 0 {
      throw PlacementError(
        "\(model.attention.heads) attention heads of `\(model.name)` can't be split over "
          + "\(splitting) GPUs", help: "`tensor` divides the number of heads")
    }
    if let expert = wish.expert, expert > 1 {
      guard let experts = model.experts else {
        throw PlacementError(
          "`expert: \(expert)` needs a model with experts; `\(model.name)` has none")
      }
      guard expert <= experts.count else {
        throw PlacementError(
          "\(experts.count) experts of `\(model.name)` can't be spread over \(expert) GPUs")
      }
    }
    guard engine.stages <= model.layers else {
      throw PlacementError(
        "\(model.layers) layers of `\(model.name)` can't make \(engine.stages) stages")
    }
    guard engine.stages == 1 || !attentionOnly else {
      throw PlacementError(
        "`\(policy.name)` passes micro-batches between attention and FFN; `pipeline` doesn't go "
          + "with it", help: "leave `pipeline` out; `micro-batches` says how many")
    }
  }

  private func check(
    _ group: EngineGroup, _ model: ModelArchitecture, _ pool: Pool, _ devices: Int
  ) throws(PlacementError) {
    let count = group.engine.devices
    if group.engine.isData, model.experts == nil {
      throw PlacementError(
        "`data` needs a model with experts; `\(model.name)` has none",
        help: "use `tensor`")
    }
    let chip = pool.chip.name
    guard devices >= count else {
      throw PlacementError(
        "an engine of `\(model.name)` takes \(count) \(chip); \(devices) are left for it",
        help: "take more racks, fewer GPUs for each engine, or `engines: {prefill: {devices: …}, "
          + "decode: {devices: …}}`, which say how many each phase has")
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

extension GPUEngine {
  /// How an engine is divided, for people.
  var form: String {
    let ranks = devices / stages / splitting
    let rank = tensor > 1 ? "data-parallel, \(ranks) ranks of \(tensor)" : "data-parallel"
    let width = isData ? rank : "tensor-parallel"
    return stages > 1 ? "\(width), \(stages) stages" : width
  }
}

extension ModelArchitecture.Attention {
  var heads: Int {
    switch self {
    case .latent(let heads, _, _, _, _, _), .grouped(let heads, _, _, _): heads
    }
  }
  var isLatent: Bool {
    if case .latent = self { true } else { false }
  }
}
