import Domain

/// Who drafts, and how many tokens.
extension Scene {
  /// Gives the last pool of a placement its drafts.
  func draft(
    _ drafts: Speculation?, _ model: ModelArchitecture, in placed: inout PlacedModel
  ) {
    guard let drafts, let last = placed.pools.indices.last else { return }
    placed.pools[last].speculation = drafts
    placed.pools[last].tokenBudget = max(
      placed.pools[last].tokenBudget, drafts.largestStep + 1)
    placed.notes.append(
      "\(model.name) drafts with \(model.speculation?.drafter ?? ""): \(drafts.text)")
  }

  /// Drafts of GPU engines by the model's own drafter.
  func ownDrafts(of group: EngineGroup, _ plain: StepCost) throws(PlacementError) -> Speculation? {
    try ownDrafts(of: group.engine.model, group.sequences, plain) { drafts in
      var engine = group.engine
      engine.drafts = drafts
      return Lowering.gpu(engine, sequences: group.sequences, pureBudget: nil)
    }
  }

  /// Drafts by a drafter on the engine's own devices: what the policy says, else, of a model that
  /// brings its drafter, whatever number is best for the batch.
  ///
  /// - Parameter lower: The cost of a step with so many drafts.
  func ownDrafts(
    of model: ModelArchitecture, _ sequences: Int, _ plain: StepCost, lower: (Int) -> StepCost
  ) throws(PlacementError) -> Speculation? {
    if policy.drafting == .off { return nil }
    guard policy.drafting != nil || model.speculation?.isOwn == true else { return nil }
    let acceptance = try acceptance(of: model)
    func choice(_ drafts: Int) -> DraftLevels.Choice {
      DraftLevels.Choice(cost: lower(drafts), beyond: acceptance.lowered(drafts: drafts))
    }
    if case .drafts(let drafts) = policy.drafting {
      return DraftLevels.fixed(choice(drafts), sequences: sequences)
    }
    let choices = [DraftLevels.Choice(cost: plain, beyond: [])] + (1...acceptance.limit).map(choice)
    return DraftLevels(choices: choices, sequences: sequences).automatic
  }

  private func acceptance(of model: ModelArchitecture) throws(PlacementError) -> Acceptance {
    guard let speculation = model.speculation else {
      throw PlacementError(
        "the catalog doesn't say how many drafts of `\(model.name)` are accepted",
        help: "give the model a `speculation` in the platform file")
    }
    let found = Acceptance(speculation)
    if case .drafts(let drafts) = policy.drafting, drafts > found.limit {
      throw PlacementError(
        "the catalog says how many of up to \(found.limit) drafts of `\(model.name)` are accepted, "
          + "not of \(drafts)", help: "draft at most \(found.limit)")
    }
    return found
  }

  /// What drafts on LPX where a policy doesn't say.
  static let drafter = "llama-3.1-8b"

  /// Drafts by a small model on LPX that all verify engines share.
  ///
  /// - Returns: The drafts, and what fits where.
  func lpxDrafts(
    of group: EngineGroup, _ plain: StepCost, _ lpus: Int
  ) throws(PlacementError) -> (Speculation?, String) {
    let lpx = try pool(.lpu)
    let name = policy.drafter ?? Self.drafter
    guard let small = catalog.model(name) else {
      throw Names.unknown("model", name, among: catalog.models.map(\.name))
    }
    var acceptance = try acceptance(of: group.engine.model)
    acceptance.gain = lpx.software.draftGain?.value ?? 1
    let whole = try lpuGroup(small, lpus, perLayer: min(lpus, lpx.chip.perRack))
    guard whole.allBytes < whole.memory else {
      throw tooSmall("weights of `\(name)`", whole.allBytes, whole)
    }
    let link = try bridge()
    let wished: Int? = if case .drafts(let drafts) = policy.drafting { drafts } else { nil }
    let stage = DraftStage.best(
      DraftStage(drafter: whole, count: 1, engines: group.count, link: link),
      for: group, drafts: wished ?? min(3, acceptance.limit))
    func choice(_ drafts: Int) -> DraftLevels.Choice {
      let (cost, limit) = stage.verify(group, drafts: drafts)
      return DraftLevels.Choice(
        cost: cost, beyond: acceptance.lowered(drafts: drafts), limit: limit)
    }
    let text =
      "\(stage.count) drafters of \(name) on \(lpus) LPUs, \(Amount.gigabytes(whole.allBytes)) "
      + "of weights each; every one drafts for \(stage.sharing) engines and holds KV of the last "
      + "\(Int(stage.window)) tokens of \(stage.held) sequences of each"
    if let wished {
      return (DraftLevels.fixed(choice(wished), sequences: group.sequences), text)
    }
    let choices = [DraftLevels.Choice(cost: plain, beyond: [])] + (1...acceptance.limit).map(choice)
    return (DraftLevels(choices: choices, sequences: group.sequences).automatic, text)
  }
}
