import Domain

/// Pools of one model, the entry first.
struct PlacedModel {
  var pools: [EnginePool]
  /// Decode pools, as indices into `pools`, and the links to them.
  var paths: [Plan.DecodePath] = []
  var notes: [String]
}

extension Scene {
  /// Aggregated: every engine does everything.
  func aggregated(_ model: ModelArchitecture, _ devices: Int) throws(PlacementError)
    -> PlacedModel
  {
    let gpu = try gpus(for: .decode)
    let wished = policy.decode?.devices ?? devices
    guard wished <= devices else {
      throw PlacementError(
        "policy `\(policy.name)` wants \(wished) GPUs; there are \(devices)")
    }
    let group = try engines(model, pool: gpu, devices: wished, wish: policy.decode)
    let blocks = try blocks(of: group, model: model)
    let cost = Lowering.gpu(group.engine, sequences: group.sequences, pureBudget: nil)
    var placed = PlacedModel(
      pools: [try makePool("gpu", .aggregated, model, group, cost, blocks)],
      notes: [note("aggregated", model, group, blocks)])
    draft(try ownDrafts(of: group), model, in: &placed)
    try jitter(&placed)
    return placed
  }

  /// Prefill on GPUs of its own, handed over for decode.
  func handingOver(_ model: ModelArchitecture, _ share: Share) throws(PlacementError) -> PlacedModel
  {
    guard policy.kind.decodesOnGPUs else {
      let wished = policy.prefill?.devices ?? share.gpus
      guard wished <= share.gpus else {
        throw PlacementError(
          "policy `\(policy.name)` wants \(wished) GPUs for prefill; there are \(share.gpus)")
      }
      var placed = try prefillPool(model, wished)
      try addDecode(model, Share(gpus: 0, lpus: share.lpus), to: &placed)
      return placed
    }
    let (first, second) = try split(share)
    var placed = try prefillPool(model, first)
    try addDecode(model, Share(gpus: second, lpus: share.lpus), to: &placed)
    return placed
  }

  /// Adds the policy's decode engines on these devices, with their link.
  func addDecode(
    _ model: ModelArchitecture, _ share: Share, to placed: inout PlacedModel
  ) throws(PlacementError) {
    switch policy.kind {
    case .gpuDisaggregated: try addGPUs(model, share.gpus, to: &placed)
    case .lpxDraft: try addVerifiers(model, share, to: &placed)
    case .afd: try addAttention(model, share, to: &placed)
    case .lpxDecode: try addLPX(model, share.lpus, to: &placed)
    case .gpuAggregated, .latencyTiered:
      throw PlacementError(
        "`\(policy.name)` has no decode engines that a path could use",
        help: "use `gpu-disaggregated`, `afd`, `lpx-decode`, or `lpx-draft`")
    }
  }

  private func addGPUs(
    _ model: ModelArchitecture, _ devices: Int, to placed: inout PlacedModel
  ) throws(PlacementError) {
    let gpu = try gpus(for: .decode)
    let group = try engines(model, pool: gpu, devices: devices, wish: policy.decode)
    let blocks = try blocks(of: group, model: model)
    let cost = Lowering.gpu(group.engine, sequences: group.sequences, pureBudget: nil)
    placed.pools.append(try makePool("decode", .decode, model, group, cost, blocks))
    placed.notes.append(note("decode", model, group, blocks))
    try jitter(&placed)
    draft(try ownDrafts(of: group), model, in: &placed)
    let bandwidth = Double(group.engine.devices) * (try scaleOut())
    handOver(&placed, model, bandwidth: bandwidth, latency: Self.networkLatency)
  }

  /// Decode on GPUs, drafts on LPX.
  private func addVerifiers(
    _ model: ModelArchitecture, _ share: Share, to placed: inout PlacedModel
  ) throws(PlacementError) {
    let gpu = try gpus(for: .decode)
    let group = try engines(model, pool: gpu, devices: share.gpus, wish: policy.decode)
    let blocks = try blocks(of: group, model: model)
    let cost = Lowering.gpu(group.engine, sequences: group.sequences, pureBudget: nil)
    let (stage, acceptance) = try draftStage(of: group, share.lpus)
    let levels = Waiting.levels(upTo: group.count) { engines, sequences in
      stage.sharing(engines).stepTime(
        group, sequences: min(sequences, group.sequences), drafts: min(3, acceptance.limit))
    }
    let costs = levels.map { engines in
      Contention(
        engines: engines, cost: cost,
        speculation: lpxDrafts(of: group, stage.sharing(engines), acceptance))
    }
    if case .drafts(let drafts) = policy.drafting, costs.allSatisfy({ $0.speculation == nil }) {
      throw PlacementError(
        "the drafters of policy `\(policy.name)` can't draft \(drafts) tokens for one sequence of "
          + "each engine in the time that it verifies them",
        help: "draft fewer tokens, or with a smaller `drafter`")
    }
    placed.pools.append(try makePool("decode", .decode, model, group, costs, blocks))
    placed.notes += [note("decode", model, group, blocks), stage.note(share.lpus)]
    try jitter(&placed)
    noteDrafts(costs.last?.speculation, model, in: &placed)
    let bandwidth = Double(group.engine.devices) * (try scaleOut())
    handOver(&placed, model, bandwidth: bandwidth, latency: Self.networkLatency)
  }

  /// Decode wholly on LPX, KV in SRAM.
  private func addLPX(
    _ model: ModelArchitecture, _ lpus: Int, to placed: inout PlacedModel
  ) throws(PlacementError) {
    guard policy.kv ?? .fp8 == .fp8 else {
      throw PlacementError(
        "policy `\(policy.name)` keeps KV in `\(policy.kv?.rawValue ?? "")`; LPX holds it in `fp8`")
    }
    let rack = try lpx().chip.perRack
    let group = try lpuGroup(model, lpus, perLayer: min(lpus, rack))
    let link = try bridge()
    let sequences = policy.sequences ?? 256
    let windows = model.windowElements * Double(sequences)
    let free = group.memory - group.allBytes - windows
    let perBlock = model.kvElements * Double(PlanBuilder.blockTokens)
    let blocks = Int((free / perBlock).rounded(.down))
    guard blocks > 0 else {
      throw tooSmall("weights of `\(model.name)` and windows", group.allBytes + windows, group)
    }
    let cost = Lowering.lpu(group, sequences: sequences)
    placed.pools.append(
      EnginePool(
        name: "lpx-\(model.name)", role: .decode, engines: 1, cost: cost, kvBlocks: blocks,
        maxSequences: sequences, tokenBudget: policy.tokens))
    let drafts = try ownDrafts(
      of: model, sequences, time: { group.verifyStep(drafts: $0, sequences: $1) },
      lower: { Lowering.lpu(group, sequences: $1, tokens: sequences, drafts: $0) })
    draft(drafts, model, in: &placed)
    placed.notes.append(
      "decode of \(model.name): \(Amount.gigabytes(group.allBytes)) of weights on \(lpus) LPUs; "
        + "\(Amount.gigabytes(free)) of SRAM are left for KV, \(blocks) blocks")
    handOver(
      &placed, model, bandwidth: link.rackBandwidth.value * group.racks,
      latency: link.latency.value)
  }
}

extension Scene {
  /// One way between two GPUs through the scale-out network: 10 µs and 5 µs more between racks
  /// (AIConfigurator's constants for every system).
  static let networkLatency = 15e-6

  func prefillPool(_ model: ModelArchitecture, _ devices: Int) throws(PlacementError)
    -> PlacedModel
  {
    let gpu = try gpus(for: .prefill)
    let group = try engines(model, pool: gpu, devices: devices, wish: policy.prefill)
    let blocks = try blocks(of: group, model: model)
    let cost = Lowering.gpu(group.engine, sequences: group.sequences, pureBudget: policy.tokens)
    var placed = PlacedModel(
      pools: [try makePool("prefill", .prefill, model, group, cost, blocks)],
      notes: [note("prefill", model, group, blocks)])
    try jitter(&placed, of: .prefill)
    return placed
  }

  /// Of one GPU of prefill and one of decode, the slower.
  func scaleOut() throws(PlacementError) -> Double {
    min(
      try gpus(for: .prefill).chip.scaleOut.value, try gpus(for: .decode).chip.scaleOut.value)
  }

  private func makePool(
    _ name: String, _ role: EnginePool.Role, _ model: ModelArchitecture, _ group: EngineGroup,
    _ cost: StepCost, _ blocks: Int
  ) throws(PlacementError) -> EnginePool {
    var pool = EnginePool(
      name: "\(name)-\(model.name)", role: role, engines: group.count, cost: cost,
      kvBlocks: blocks, maxSequences: group.sequences,
      tokenBudget: max(policy.tokens, group.sequences + 1), kvRanks: group.engine.keepers)
    pool.host = try host(of: group)
    pool.store = try storeAccess(of: group)
    if role != .prefill { pool.swap = try swap(of: group) }
    return pool
  }

  /// A pool whose engines share racks.
  ///
  /// - Parameter costs: By how many decode; one entry stands for any number.
  func makePool(
    _ name: String, _ role: EnginePool.Role, _ model: ModelArchitecture, _ group: EngineGroup,
    _ costs: [Contention], _ blocks: Int
  ) throws(PlacementError) -> EnginePool {
    let all = costs[costs.count - 1]
    var pool = try makePool(name, role, model, group, all.cost, blocks)
    pool.speculation = all.speculation
    if costs.count > 1 { pool.contention = costs }
    for speculation in costs.compactMap(\.speculation) {
      pool.tokenBudget = max(pool.tokenBudget, speculation.largestStep + 1)
    }
    return pool
  }

  func handOver(
    _ placed: inout PlacedModel, _ model: ModelArchitecture, bandwidth: Double, latency: Double
  ) {
    var transfer = Lowering.transfer(
      bytesPerToken: model.kvElements * (policy.kv?.bytes ?? 1), bandwidth: bandwidth,
      latency: latency)
    if policy.transfer == .layerWise { transfer.layers = model.layers }
    placed.paths.append(Plan.DecodePath(pool: placed.pools.count - 1, transfer: transfer))
  }

  /// GPUs for prefill and for decode.
  func split(_ share: Share) throws(PlacementError) -> (Int, Int) {
    let wished = (policy.prefill?.devices, policy.decode?.devices)
    if let own = share.decodeGPUs {
      let (first, second) = (wished.0 ?? share.gpus, wished.1 ?? own)
      guard first <= share.gpus, second <= own else {
        throw PlacementError(
          "policy `\(policy.name)` wants \(first) GPUs for prefill and \(second) for decode; "
            + "their pools have \(share.gpus) and \(own)")
      }
      return (first, second)
    }
    let devices = share.gpus
    let first = wished.0 ?? wished.1.map { devices - $0 } ?? max(1, devices / 3)
    let second = wished.1 ?? devices - first
    guard first > 0, second > 0, first + second <= devices else {
      throw PlacementError(
        "policy `\(policy.name)` wants \(first) GPUs for prefill and \(second) for decode; "
          + "there are \(devices)")
    }
    return (first, second)
  }

  func lpuGroup(
    _ model: ModelArchitecture, _ lpus: Int, perLayer: Int
  ) throws(PlacementError)
    -> LPUGroup
  {
    let lpx = try lpx()
    return LPUGroup(
      model: model, chip: lpx.chip, software: lpx.software, weights: platform.lpuWeights,
      devices: lpus, perLayer: perLayer)
  }

  func checkFFN(_ group: LPUGroup) throws(PlacementError) {
    guard group.ffnBytes > group.memory else { return }
    throw tooSmall("FFN weights of `\(group.model.name)`", group.ffnBytes, group)
  }

  func tooSmall(_ what: String, _ need: Double, _ group: LPUGroup) -> PlacementError {
    let rack = Double(group.chip.perRack) * group.chip.memory.value
    let usable = group.software.usable.value
    let holders = Int((need / (rack * usable)).rounded(.up))
    return PlacementError(
      "\(what) need \(Amount.gigabytes(need)) at \(group.weights.rawValue); "
        + "\(Amount.racks(group.racks)) LPX racks hold \(Amount.gigabytes(group.memory)) "
        + "(\(Amount.percent(usable)) of \(Amount.gigabytes(group.racks * rack))); "
        + "\(holders) racks would hold them",
      help: "choose a platform with more LPX racks, or a GPU policy")
  }

  func note(
    _ phase: String, _ model: ModelArchitecture, _ group: EngineGroup, _ blocks: Int
  ) -> String {
    let engine = group.engine
    let form = engine.form
    let room = Double(blocks * PlanBuilder.blockTokens) * engine.bytesPerToken
    return "\(phase) of \(model.name): \(group.count) engines of \(engine.devices) "
      + "\(engine.chip.name), \(form), \(engine.weights.rawValue); each holds "
      + "\(Amount.gigabytes(group.stored)) of weights in \(Amount.gigabytes(engine.memory)) and "
      + "\(Amount.gigabytes(room)) of KV, \(blocks) blocks" + hostNote(group)
  }
}
