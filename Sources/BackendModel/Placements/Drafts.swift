import Domain

/// Who drafts, and how many tokens.
extension Scene {
  /// Lets the steps of the last pool of a placement vary.
  ///
  /// - Parameter share: Of a step that GPUs take; LPX keeps to its schedule.
  func jitter(
    _ placed: inout PlacedModel, of phase: Phase = .decode, share: Double = 1
  ) throws(PlacementError) {
    guard let last = placed.pools.indices.last else { return }
    let variation = try gpus(for: phase).software.jitter?.value ?? 0
    placed.pools[last].jitter = Jitter(variation: variation * share)
  }

  /// Gives the last pool of a placement its drafts.
  func draft(
    _ drafts: Speculation?, _ model: ModelArchitecture, in placed: inout PlacedModel
  ) {
    guard let drafts, let last = placed.pools.indices.last else { return }
    placed.pools[last].speculation = drafts
    placed.pools[last].tokenBudget = max(
      placed.pools[last].tokenBudget, drafts.largestStep + 1)
    noteDrafts(drafts, model, in: &placed)
  }

  func noteDrafts(
    _ drafts: Speculation?, _ model: ModelArchitecture, in placed: inout PlacedModel
  ) {
    guard let drafts else { return }
    placed.notes.append(
      "\(model.name) drafts with \(model.speculation?.drafter ?? ""): \(drafts.text)")
  }

  /// Drafts of GPU engines by the model's own drafter.
  func ownDrafts(of group: EngineGroup) throws(PlacementError) -> Speculation? {
    try ownDrafts(
      of: group.engine.model, group.sequences,
      time: { drafts, count in
        group.engine.drafting(drafts).step(
          sequences: Double(count), context: Double(count) * DraftLevels.context)
      },
      lower: { drafts, count in
        Lowering.gpu(
          group.engine.drafting(drafts), sequences: count, tokens: group.sequences,
          pureBudget: nil)
      })
  }

  /// Drafts by a drafter on the engine's own devices: what the policy says, else, of a model that
  /// brings its drafter, whatever number is best for the batch.
  func ownDrafts(
    of model: ModelArchitecture, _ sequences: Int, time: @escaping (Int, Int) -> Double,
    lower: @escaping (Int, Int) -> StepCost
  ) throws(PlacementError) -> Speculation? {
    if policy.drafting == .off { return nil }
    guard policy.drafting != nil || model.speculation?.isOwn == true else { return nil }
    return choose(
      DraftLevels(
        acceptance: try acceptance(of: model), sequences: sequences, time: time, lower: lower))
  }

  private func choose(_ levels: DraftLevels) -> Speculation? {
    if case .drafts(let drafts) = policy.drafting { return levels.fixed(drafts) }
    return levels.automatic
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

  /// A small model on LPX that drafts for all verify engines, and how many drafts are accepted.
  func draftStage(
    of group: EngineGroup, _ lpus: Int
  ) throws(PlacementError) -> (DraftStage, Acceptance) {
    let lpx = try lpx()
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
      DraftStage(
        drafter: whole, count: 1, engines: group.count, decoding: group.count, link: link),
      for: group, drafts: wished ?? min(3, acceptance.limit))
    return (stage, acceptance)
  }

  /// Drafts by the stage, while as many engines decode as it says.
  func lpxDrafts(
    of group: EngineGroup, _ stage: DraftStage, _ acceptance: Acceptance
  ) -> Speculation? {
    let levels = DraftLevels(
      acceptance: acceptance, sequences: group.sequences,
      time: { stage.stepTime(group, sequences: $1, drafts: $0) },
      lower: { drafts, count in
        Lowering.gpu(
          group.engine.drafting(drafts, elsewhere: true), sequences: count,
          tokens: group.sequences, pureBudget: nil, drafter: stage)
      },
      limit: { stage.limit(group, drafts: $0) })
    return choose(levels)
  }
}

extension GPUEngine {
  /// The same engine with so many drafts.
  func drafting(_ drafts: Int, elsewhere: Bool = false) -> GPUEngine {
    var engine = self
    (engine.drafts, engine.draftsElsewhere) = (drafts, elsewhere)
    return engine
  }
}
