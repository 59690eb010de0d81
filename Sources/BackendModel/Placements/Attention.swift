import Domain

/// Decode by AFD: attention on GPUs, FFNs on LPX.
extension Scene {
  /// Engines of attention and what they share, without their costs.
  private func attention(
    _ model: ModelArchitecture, _ share: Share
  ) throws(PlacementError) -> (group: EngineGroup, blocks: Int, stage: AFDStage) {
    let gpu = try gpus(for: .decode)
    let experts = try lpuGroup(model, share.lpus, perLayer: max(1, share.lpus / model.layers))
    try checkFFN(experts)
    let group = try engines(
      model, pool: gpu, devices: share.gpus, wish: policy.decode, attentionOnly: true)
    let stage = AFDStage(
      attention: group.engine, experts: experts, link: try bridge(), sharing: group.count)
    return (group, try blocks(of: group, model: model), stage)
  }

  /// - Throws: if the model doesn't fit.
  func checkAFD(_ model: ModelArchitecture, _ share: Share) throws(PlacementError) {
    let (first, second) = try split(share)
    let prefill = try engines(
      model, pool: try gpus(for: .prefill), devices: first, wish: policy.prefill)
    _ = try blocks(of: prefill, model: model)
    _ = try attention(model, Share(gpus: second, lpus: share.lpus))
  }

  func addAttention(
    _ model: ModelArchitecture, _ share: Share, to placed: inout PlacedModel
  ) throws(PlacementError) {
    let (group, blocks, stage) = try attention(model, share)
    let levels = Waiting.levels(upTo: group.count) { engines, sequences in
      stage.sharing(engines).verifyStep(
        sequences: min(sequences, group.sequences), microBatches: policy.microBatches)
    }
    let costs = try levels.map { engines throws(PlacementError) in
      try contention(stage.sharing(engines), group)
    }
    placed.pools.append(try makePool("attention", .decode, model, group, costs, blocks))
    placed.notes.append(note("attention", model, group, blocks))
    try jitter(&placed, share: stage.attentionPart)
    noteDrafts(costs.last?.speculation, model, in: &placed)
    placed.notes.append(
      "FFN of \(model.name): \(Amount.gigabytes(stage.experts.ffnBytes)) on \(share.lpus) LPUs "
        + "that hold \(Amount.gigabytes(stage.experts.memory)), shared by \(group.count) engines")
    let bandwidth = Double(group.engine.devices) * (try scaleOut())
    handOver(&placed, model, bandwidth: bandwidth, latency: Self.networkLatency)
  }

  /// Costs and drafts while as many engines decode as the stage says.
  private func contention(
    _ stage: AFDStage, _ group: EngineGroup
  ) throws(PlacementError) -> Contention {
    let parts = policy.microBatches
    let drafts = try ownDrafts(
      of: stage.attention.model, group.sequences,
      time: { stage.drafting($0).verifyStep(sequences: $1, microBatches: parts) },
      lower: { drafts, count in
        Lowering.afd(
          stage.drafting(drafts), sequences: count, tokens: group.sequences, microBatches: parts)
      })
    return Contention(
      engines: stage.sharing,
      cost: Lowering.afd(stage, sequences: group.sequences, microBatches: parts),
      speculation: drafts)
  }
}
