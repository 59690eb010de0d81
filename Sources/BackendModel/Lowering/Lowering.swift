import Domain

/// The one place where seconds become ticks.
enum Lowering {
  /// Most tokens that a table has an entry for.
  static let tableLimit = 4096

  /// Cost of an engine that does all of a model on GPUs.
  ///
  /// The measured prefill rate holds for whole passes. Where prefill has steps to itself, the time
  /// of streaming weights, which `base` counts, is taken out of it for steps of `budget` tokens.
  /// With speculation a step yields one token in its share of the time: means hold, bursts don't.
  static func gpu(_ engine: GPUEngine, sequences: Int, pureBudget: Int?) -> StepCost {
    let size = min(sequences, tableLimit)
    let overlaps = engine.software.overlapsExchange
    var base = [0.0]
    var floor = [0.0]
    for count in 1...max(1, size) {
      let (fixed, each, exchange) = engine.parts(sequences: Double(count))
      base.append(fixed + (overlaps ? 0 : exchange))
      floor.append(overlaps ? max(0, exchange - fixed - Double(count) * each) : 0)
    }
    let yield = engine.accepted
    var prefill = engine.prefillTime
    if let pureBudget, let pass = base.last {
      prefill = max(prefill / 2, prefill - pass / Double(pureBudget))
    }
    return StepCost(
      base: base.map { Ticks(seconds: $0 / yield) },
      basePerToken: sequences > size
        ? Ticks(seconds: max(0, base[size] - base[size - 1]) / yield) : 0,
      perSequence: Ticks(seconds: engine.parts(sequences: 1).each / yield),
      perPrefillToken: Ticks(seconds: prefill),
      perPrefillContext: Ticks(seconds: engine.prefillContextTime * 65536),
      perContext: Ticks(seconds: engine.contextTime / yield),
      floor: overlaps ? floor.map { Ticks(seconds: $0 / yield) } : [])
  }

  static func transfer(bytesPerToken: Double, bandwidth: Double, latency: Double)
    -> Plan.Transfer
  {
    Plan.Transfer(
      latency: Ticks(seconds: latency), perToken: Ticks(seconds: bytesPerToken / bandwidth))
  }

  /// Cost of attention on GPUs with FFNs on shared LPX racks.
  ///
  /// With one micro-batch attention, both crossings and FFN follow each other, and KV adds to them.
  /// With more, KV and attention run beside FFN: whichever is longer counts, which is what
  /// `StepCost.floor` says.
  static func afd(_ stage: AFDStage, sequences: Int, microBatches: Int) -> StepCost {
    var base: [Double] = [0]
    var floor: [Double] = [0]
    for count in 1...max(1, min(sequences, tableLimit)) {
      let best = stage.best(sequences: Double(count), limit: min(microBatches, count))
      base.append(best.serial)
      floor.append(best.beside)
    }
    return StepCost(
      base: base.map(Ticks.init(seconds:)),
      perPrefillToken: Ticks(seconds: stage.prefillTime),
      perPrefillContext: Ticks(seconds: stage.attention.prefillContextTime * 65536),
      perContext: Ticks(seconds: stage.attention.contextTime),
      floor: floor.map(Ticks.init(seconds:)))
  }

  /// Cost of a whole decode on LPUs: one micro-batch is under way in each stage, so a step is the
  /// pass of one, and KV of all is read in as many places.
  static func lpu(_ group: LPUGroup, sequences: Int) -> StepCost {
    let base = (0...max(1, min(sequences, tableLimit))).map { count -> Double in
      guard count > 0 else { return 0 }
      let batch = (count + group.stages - 1) / group.stages
      return group.pass(tokens: Double(batch))
    }
    let perToken = group.pass(tokens: 64) - group.pass(tokens: 63)
    let context = group.contextTime * Double(group.model.layers) / Double(group.stages)
    return StepCost(
      base: base.map(Ticks.init(seconds:)),
      basePerToken: Ticks(seconds: perToken / Double(group.stages)),
      perPrefillToken: Ticks(seconds: perToken),
      perPrefillContext: Ticks(seconds: context * 65536),
      perContext: Ticks(seconds: context))
  }
}
