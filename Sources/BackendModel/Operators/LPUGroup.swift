import Domain

/// All LPUs that hold one model, its layers divided evenly among groups of them.
///
/// Time of a layer: synchronisations at the latency of the ladder, streaming the touched weights
/// from SRAM, and FLOPs. It is compiled, so it is a constant of what is in it.
struct LPUGroup {
  var model: ModelArchitecture
  var chip: Chip
  var software: SoftwareProfile
  /// How weights are stored; they are computed in FP8.
  var weights: WeightFormat
  var devices: Int
  /// LPUs over which each layer is split: its own share of them in AFD, where many engines pass, a
  /// rack in a whole decode, where one pass is to be short.
  var perLayer: Int

  /// Parts of the model that work at once.
  var stages: Int { min(model.layers, max(1, devices / perLayer)) }

  var racks: Double { Double(devices) / Double(chip.perRack) }
  private var group: Double { Double(perLayer) }
  private var stream: Double { group * chip.bandwidth.value * software.memoryEfficiency.value }
  private var rate: Double {
    group * (chip.peak[.fp8]?.value ?? 1) * (software.gemm[.fp8]?.value ?? 1)
  }

  /// Between any two of so many LPUs; past the ladder, its last rung.
  func hop(among count: Int) -> Double {
    (chip.hops.first { $0.chips >= count } ?? chip.hops.last)?.latency.value ?? 0
  }

  /// One layer's FFN for so many tokens.
  func ffnTime(tokens: Double) -> Double {
    syncTime / 2 + ffnWork(tokens: tokens)
  }
  private var syncTime: Double { (software.synchronisations?.value ?? 0) * hop(among: perLayer) }

  private func ffnWork(tokens: Double) -> Double {
    let layers = Double(model.layers)
    let distinct = model.distinctExperts(
      tokens: tokens, correlation: software.expertCorrelation.value)
    let routed = Double(model.expertLayers) * distinct * model.expertParameters
    let common = model.commonFFNParameters
    let active =
      common + Double(model.expertLayers * (model.experts?.active ?? 0)) * model.expertParameters
    let bytes = (routed + common) / layers * weights.bytes
    return bytes / stream + 2 * tokens * active / layers / rate
  }

  /// One whole layer, attention included, for so many sequences; their context not.
  func layerTime(tokens: Double) -> Double {
    let attention = model.attentionParameters / Double(model.layers)
    let bytes = attention * min(weights.bytes, 1) + tokens * windowBytesOfLayer
    return syncTime + ffnWork(tokens: tokens) + bytes / stream + 2 * tokens * attention / rate
  }
  private var windowBytesOfLayer: Double { model.readPerSequence / Double(model.layers) }

  /// KV of one layer, per token of context.
  var contextTime: Double {
    let bytes = model.readPerContext / stream
    return max(bytes, model.decodeFLOPsPerContext / rate) / Double(model.layers)
  }

  /// A forward pass of so many sequences through all layers, without their context.
  func pass(tokens: Double) -> Double {
    let all = Double(devices) * chip.bandwidth.value * software.memoryEfficiency.value
    let head = model.headParameters * min(weights.bytes, 1) / all
    return Double(model.layers) * layerTime(tokens: tokens) + head + crossings
  }

  /// A verify step of so many sequences: their drafts one after the other, then a pass over all
  /// positions; KV is read once.
  func verifyStep(sequences: Double, context: Double, drafts: Int) -> Double {
    let share = software.draftShare?.value ?? 1
    return pass(tokens: sequences * Double(drafts + 1))
      + Double(drafts) * share * pass(tokens: sequences)
      + context * contextTime * Double(model.layers)
  }

  /// What of a verify step without context is not FFN: of a step without drafts, the drafts, and
  /// what checking these adds.
  func partTimes(sequences: Double, drafts: Int) -> PartTimes {
    let plain = pass(tokens: sequences)
    let share = software.draftShare?.value ?? 1
    return PartTimes(
      attention: Double(model.layers)
        * (layerTime(tokens: sequences) - ffnTime(tokens: sequences)),
      exchange: crossings, draft: Double(drafts) * share * plain,
      verify: pass(tokens: sequences * Double(drafts + 1)) - plain)
  }

  /// A step of so many sequences spread over the stages, at `DraftLevels.context` each.
  func verifyStep(drafts: Int, sequences: Int) -> Double {
    let batch = Double((sequences + stages - 1) / stages)
    return verifyStep(sequences: batch, context: batch * DraftLevels.context, drafts: drafts)
  }

  /// Hops from rack to rack, once around.
  private var crossings: Double {
    let count = max(0, racks.rounded(.up) - 1)
    return count * max(0, hop(among: 3 * chip.perRack) - hop(among: chip.perRack))
  }

  var memory: Double { Double(devices) * chip.memory.value * software.usable.value }
  var allBytes: Double { model.parameters * min(weights.bytes, 1) }
  /// What AFD puts here: FFNs, and the layers with a window whole.
  var ffnBytes: Double {
    (model.ffnParameters + Double(model.windowLayers) * model.windowParametersOfLayer)
      * min(weights.bytes, 1)
  }
}
