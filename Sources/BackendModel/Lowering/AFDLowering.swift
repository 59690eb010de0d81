import Domain

extension Lowering {
  /// Cost of attention on GPUs with FFNs on shared LPX racks.
  ///
  /// With one micro-batch attention, both crossings and FFN follow each other, and KV adds to them.
  /// With more, KV and attention run beside FFN: whichever is longer counts, which is what
  /// `StepCost.floor` says.
  ///
  /// - Parameter tokens: That the table has entries for at least, for prefill beside few sequences.
  static func afd(
    _ stage: AFDStage, sequences: Int, tokens: Int = 1, microBatches: Int
  ) -> StepCost {
    let positions = stage.attention.drafts + 1
    var base: [Double] = [0]
    var floor: [Double] = [0]
    var table = ShareTable()
    let plain = stage.drafting(0)
    var (hidden, checks): ([UInt16], [UInt16]) = ([0], [0])
    for tokens in 1...min(max(sequences * positions, tokens), tableLimit) {
      let parts = min(microBatches, max(1, tokens / positions))
      let best = stage.best(tokens: Double(tokens), limit: parts)
      let drafts = stage.draftTime(sequences: Double(tokens) / Double(positions))
      base.append(best.serial + drafts)
      // What the same micro-batches take without drafts.
      let least = plain.step(
        tokens: Double(tokens) / Double(positions), microBatches: best.microBatches)
      table.append(
        PartTimes(
          attention: least.attention, exchange: least.exchange, draft: drafts,
          verify: best.serial - least.serial), of: base[tokens])
      guard tokens % positions == 0 else { continue }
      floor.append(best.beside)
      hidden.append(ShareTable.share(least.besideExchange, best.beside))
      checks.append(ShareTable.share(best.beside - least.beside, best.beside))
    }
    var shares = table.shares
    (shares.exchangeOfFloor, shares.verifyOfFloor) = (hidden, checks)
    return StepCost(
      base: base.map(Ticks.init(seconds:)),
      perPrefillToken: Ticks(seconds: stage.prefillTime),
      perPrefillContext: Ticks(seconds: stage.attention.prefillContextTime * 65536),
      perContext: Ticks(seconds: stage.attention.contextTime),
      floor: floor.map(Ticks.init(seconds:)), positions: positions, ranks: stage.attention.ranks,
      shares: shares)
  }
}
