import Domain

/// The one place where seconds become ticks.
enum Lowering {
  /// Most tokens that a table has an entry for.
  static let tableLimit = 4096

  /// Cost of an engine that does all of a model on GPUs.
  ///
  /// The measured prefill rate holds for whole passes. Where prefill has steps to itself, the time
  /// of streaming weights, which `base` counts, is taken out of it for steps of `budget` tokens.
  /// With drafts it is the whole step, whatever that yields.
  ///
  /// The table goes on until a step touches all experts, however few sequences decode, since a
  /// chunk of prefill beside them does. What it exchanges is part of its measured rate, so that
  /// ends with what decoding sequences can bring.
  ///
  /// - Parameters:
  ///   - tokens: That the table has entries for at least, for prefill beside few sequences.
  ///   - drafter: Who drafts, if not the engine.
  static func gpu(
    _ engine: GPUEngine, sequences: Int, tokens: Int = 1, pureBudget: Int?,
    drafter: DraftStage? = nil
  ) -> StepCost {
    let positions = engine.drafts + 1
    let decoding = sequences * positions
    let size = min(max(decoding, tokens, engine.model.saturation), tableLimit)
    let overlaps = engine.software.overlapsExchange
    let plain = engine.withoutDrafts
    var base = [0.0]
    var table = ShareTable()
    for tokens in 1...size {
      let own = Double(min(tokens, max(decoding, 1)))
      let (fixed, _, exchange) = engine.parts(tokens: own)
      let drafts = drafter?.timeWithWait(engine, own / Double(positions))
      let more = engine.weightTime(tokens: Double(tokens)) - engine.weightTime(tokens: own)
      base.append(fixed + more + (overlaps ? 0 : exchange) + (drafts ?? 0))
      var parts = engine.partTimes(tokens: own)
      if !overlaps {
        let plain = plain.parts(tokens: own / Double(positions)).exchange
        parts.exchange += plain
        parts.verify += exchange - plain
      }
      parts.draft += drafts ?? 0
      table.append(parts, of: base[tokens])
    }
    var floor = [0.0]
    var hidden: (exchange: [UInt16], verify: [UInt16]) = ([0], [0])
    for count in 1...max(1, min(sequences, tableLimit)) where overlaps {
      let (time, least) = (engine.floor(sequences: count), plain.floor(sequences: count))
      floor.append(time)
      hidden.exchange.append(ShareTable.share(least, time))
      hidden.verify.append(ShareTable.share(time - least, time))
    }
    var prefill = engine.prefillTime
    if let pureBudget, let pass = base.last {
      prefill = max(prefill / 2, prefill - pass / Double(pureBudget))
    }
    var shares = table.shares
    (shares.attentionOfSequence, shares.verifyOfSequence) = engine.sharesOfSequence
    shares.exchangeOfFloor = hidden.exchange
    shares.verifyOfFloor = hidden.verify
    return StepCost(
      base: base.map(Ticks.init(seconds:)),
      basePerToken: sequences * positions > size
        ? Ticks(seconds: max(0, base[size] - base[size - 1])) : 0,
      perSequence: Ticks(seconds: engine.parts(sequences: 1).each),
      perPrefillToken: Ticks(seconds: prefill),
      perPrefillContext: Ticks(seconds: engine.prefillContextTime * 65536),
      perContext: Ticks(seconds: engine.contextTime),
      floor: overlaps ? floor.map(Ticks.init(seconds:)) : [], positions: positions,
      ranks: engine.ranks, shares: shares)
  }

  static func transfer(bytesPerToken: Double, bandwidth: Double, latency: Double)
    -> Plan.Transfer
  {
    Plan.Transfer(
      latency: Ticks(seconds: latency), perToken: Ticks(seconds: bytesPerToken / bandwidth))
  }

  /// Cost of a whole decode on LPUs: one micro-batch is under way in each stage, so a step is the
  /// pass of one, and KV of each is read where its micro-batch is.
  static func lpu(
    _ group: LPUGroup, sequences: Int, tokens: Int = 1, drafts: Int = 0
  ) -> StepCost {
    let positions = drafts + 1
    let size = min(max(sequences * positions, tokens), tableLimit)
    var base = [0.0]
    var table = ShareTable()
    for tokens in 1...size {
      let count = (tokens + positions - 1) / positions
      let batch = Double((count + group.stages - 1) / group.stages)
      base.append(group.verifyStep(sequences: batch, context: 0, drafts: drafts))
      table.append(group.partTimes(sequences: batch, drafts: drafts), of: base[tokens])
    }
    let perToken = group.pass(tokens: 64) - group.pass(tokens: 63)
    let context = group.contextTime * Double(group.model.layers) / Double(group.stages)
    return StepCost(
      base: base.map(Ticks.init(seconds:)),
      basePerToken: Ticks(seconds: perToken / Double(group.stages)),
      perPrefillToken: Ticks(seconds: perToken),
      perPrefillContext: Ticks(seconds: context * 65536),
      perContext: Ticks(seconds: context), positions: positions, ranks: group.stages,
      shares: table.shares)
  }
}
