import Domain

/// One engine of equal GPUs: the time of what it does, in seconds, by the additive form of
/// `Docs/BackendModel.md`.
struct GPUEngine {
  var model: ModelArchitecture
  var chip: Chip
  var software: SoftwareProfile
  var weights: WeightFormat
  var devices: Int
  /// Each GPU attends to its own sequences and experts are spread; else all split each layer.
  var isData: Bool

  private var n: Double { Double(devices) }
  private var stream: Double { chip.bandwidth.value * software.memoryEfficiency.value }
  private func peak(_ format: WeightFormat) -> Double { chip.peak[format]?.value ?? 1 }
  /// Decode FLOP/s of one GPU on weights of a format.
  private func decodeRate(_ format: WeightFormat) -> Double {
    peak(format) * (software.gemm[format]?.value ?? 1)
  }
  /// Format of attention's projections.
  private var projection: WeightFormat { weights == .bf16 ? .bf16 : .fp8 }

  // MARK: Decode

  var fixedTime: Double { Double(model.layers) * software.layerTime.value }

  /// Streaming the weights that `tokens` of a step touch.
  func weightTime(tokens: Double) -> Double {
    let distinct = model.distinctExperts(
      tokens: tokens, correlation: software.expertCorrelation.value)
    let experts = Double(model.expertLayers) * distinct * model.expertParameters * weights.bytes
    return (experts / n + commonBytes / (isData ? 1 : n)) / stream
  }

  /// Attention, shared experts, dense FFN and LM head.
  private var commonBytes: Double {
    attentionBytes + model.commonFFNParameters * weights.bytes + 2 * model.headParameters
  }
  var attentionBytes: Double { model.attentionParameters * weights.attentionBytes }

  /// Seconds of GEMM per token of a decode step.
  var gemmTime: Double {
    let routed =
      model.activeParameters - model.attentionParameters - model.headParameters
    return 2 * routed / (n * decodeRate(weights)) + projectionTime
      + 2 * model.headParameters / (n * decodeRate(.bf16))
  }
  var projectionTime: Double { 2 * model.attentionParameters / (n * decodeRate(projection)) }

  /// Collectives of a step, beyond the small ones inside `layerTime`.
  func exchangeTime(tokens: Double) -> Double {
    let width = Double(model.hidden)
    guard isData, let experts = model.experts else {
      let small = software.allReduceTime(bytes: 8192, ranks: devices)
      let large = software.allReduceTime(bytes: tokens * width * 2, ranks: devices)
      return 2 * Double(model.layers) * max(0, large - small)
    }
    guard devices > 1 else { return 0 }
    let copies = Double(experts.active) * (n - 1) / n
    let bytes = tokens / n * copies * width * (min(weights.bytes, 1) + 2)
    let link = devices > chip.domain ? chip.scaleOut.value : chip.scaleUp.value
    return Double(model.expertLayers)
      * (software.exchangeLatency.value + bytes / (link * software.exchangeEfficiency.value))
  }

  private var kvRanks: Double { isData ? n : model.kvShards(of: devices) }

  /// Reading KV, or computing on it where that takes longer, per token of context.
  var contextTime: Double {
    let flops = model.decodeFLOPsPerContext / (n * peak(projection) * software.attention.value)
    return max(model.readPerContext * kvBytes / (kvRanks * stream), flops)
  }
  /// The same per sequence: windows, and the chosen tokens of sparse attention.
  var sequenceTime: Double { model.readPerSequence * kvBytes / (kvRanks * stream) }
  /// KV is kept in FP8.
  let kvBytes = 1.0

  /// A decode step of `sequences` with so many tokens of context in all.
  func step(sequences: Double, context: Double) -> Double {
    fixedTime + weightTime(tokens: sequences) + exchangeTime(tokens: sequences)
      + sequences * (gemmTime + sequenceTime) + context * contextTime
  }

  // MARK: Prefill

  private var prefillRate: Double { n * peak(weights) * (software.prefill[weights]?.value ?? 1) }
  /// Engine seconds per prefill token, and per prefill token and token of context before it.
  var prefillTime: Double { model.prefillFLOPs / prefillRate }
  var prefillContextTime: Double { model.prefillFLOPsPerContext / prefillRate }

  func prefill(tokens: Double, cached: Double) -> Double {
    tokens * (prefillTime + prefillContextTime * (cached + tokens / 2))
  }

  // MARK: Memory

  /// Bytes of weights over the whole engine; under data parallelism attention is on every GPU.
  var storedBytes: Double {
    let routed = model.routedParameters * weights.bytes
    return isData ? routed + n * (model.weightBytes(weights) - routed) : model.weightBytes(weights)
  }
  var memory: Double { n * chip.memory.value * software.usable.value }
  /// Bytes that a token of KV takes over the whole engine; tensor ranks hold copies.
  var bytesPerToken: Double {
    model.kvElements * kvBytes * (isData ? 1 : n / model.kvShards(of: devices))
  }
  var bytesPerSequence: Double {
    model.windowElements * kvBytes * (isData ? 1 : n / model.kvShards(of: devices))
  }
}
