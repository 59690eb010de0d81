import Domain

/// One engine of equal GPUs: the time of what it does, in seconds, by the additive form of
/// `Docs/BackendModel.md`.
struct GPUEngine {
  var model: ModelArchitecture
  var chip: Chip
  var software: SoftwareProfile
  var weights: WeightFormat
  /// All GPUs of the engine.
  var devices: Int
  /// Ranks attend each to their own sequences and experts are spread; else all GPUs of a stage
  /// split each layer.
  var isData: Bool
  /// GPUs of a rank, which split its attention.
  var tensor = 1
  /// Parts of the layers, one after the other, with a micro-batch under way in each.
  var stages = 1

  /// GPUs that share each layer.
  private var width: Int { devices / stages }
  private var n: Double { Double(width) }
  /// GPUs over which weights are divided that every token passes.
  var splitting: Int { isData ? tensor : width }
  private var split: Double { Double(splitting) }
  /// Data-parallel ranks of a stage.
  private var groups: Int { isData ? width / tensor : 1 }
  private var depth: Double { Double(stages) }
  private var stream: Double { chip.bandwidth.value * software.memoryEfficiency.value }
  private func peak(_ format: WeightFormat) -> Double { chip.peak[format]?.value ?? 1 }
  /// Decode FLOP/s of one GPU on weights of a format.
  private func decodeRate(_ format: WeightFormat) -> Double {
    peak(format) * (software.gemm[format]?.value ?? 1)
  }
  /// Format of attention's projections, of the checkpoint where it isn't said.
  var attention: WeightFormat?
  /// KV is kept in FP8 unless said.
  var kvBytes = 1.0
  /// Tokens drafted by the model's own head before each step, and what a step yields on average.
  var drafts = 0
  var accepted = 1.0
  /// The drafts come from other devices.
  var draftsElsewhere = false

  /// What weights are computed in: their own format where the chip has it. MXFP4 is computed in
  /// FP4; what the chip lacks is unpacked to BF16.
  private var compute: WeightFormat {
    if chip.peak[weights] != nil { return weights }
    return weights == .mxfp4 && chip.peak[.fp4] != nil ? .fp4 : .bf16
  }
  /// Attention of checkpoints in BF16 and MXFP4 is BF16, of others mostly FP8.
  private var projection: WeightFormat {
    let isWide = weights == .bf16 || weights == .mxfp4 || chip.peak[.fp8] == nil
    return attention ?? (isWide ? .bf16 : .fp8)
  }
  private var core: WeightFormat { kvBytes > 1 || projection == .bf16 ? .bf16 : .fp8 }
  /// Positions that a step computes for each sequence.
  private var positions: Double { Double(drafts + 1) }

  // MARK: Decode

  /// Per layer, that no byte or FLOP explains.
  var layerTime: Double { software.layerTime(of: model) }
  var fixedTime: Double { Double(model.layers) * layerTime }

  /// Streaming the weights that `tokens` of a step touch.
  func weightTime(tokens: Double) -> Double {
    let distinct = model.distinctExperts(
      tokens: tokens, correlation: software.expertCorrelation.value)
    let experts = Double(model.expertLayers) * distinct * model.expertParameters * weights.bytes
    return (experts / n + commonBytes / split) / stream
  }

  /// Attention, shared experts, dense FFN and LM head.
  private var commonBytes: Double {
    attentionBytes + model.commonFFNParameters * weights.bytes + 2 * model.headParameters
  }
  var attentionBytes: Double {
    model.attentionParameters * (attention?.bytes ?? weights.attentionBytes)
  }

  /// The model's own head drafts one layer's work after the other.
  private func draftTime(sequences: Double) -> Double {
    guard drafts > 0, !draftsElsewhere else { return 0 }
    let distinct = model.distinctExperts(
      tokens: sequences, correlation: software.expertCorrelation.value)
    let routed = distinct * model.expertParameters * weights.bytes
    let common =
      (attentionBytes + model.commonFFNParameters * weights.bytes) / Double(model.layers)
      + 2 * model.headParameters
    let exchange =
      isData && model.experts != nil && width > 1
      ? software.exchangeLatency.value : 0
    return Double(drafts)
      * (layerTime + exchange + (routed / n + common / split) / stream)
  }

  /// Seconds per token of GEMMs in a decode step; measured times rise by them on top of streaming.
  private var gemmTime: Double {
    let inner = model.activeRoutedParameters + model.commonFFNParameters
    return 2 * inner / (n * decodeRate(compute)) + projectionTime
      + 2 * model.headParameters / (n * decodeRate(.bf16))
  }
  var projectionTime: Double { 2 * model.attentionParameters / (n * decodeRate(projection)) }

  /// Collectives of a step, beyond the small ones inside `layerTime`.
  func exchangeTime(tokens: Double) -> Double {
    let width = Double(model.hidden)
    guard isData, let experts = model.experts else {
      return 2 * Double(model.layers) * reduceTime(tokens: tokens)
    }
    guard self.width > 1 else { return 0 }
    let copies = Double(experts.active) * (n - 1) / n
    let bytes = tokens / n * copies * width * (min(weights.bytes, 1) + 2)
    let link = self.width > chip.domain ? chip.scaleOut.value : chip.scaleUp.value
    return Double(model.layers) * reduceTime(tokens: tokens / Double(groups))
      + Double(model.expertLayers)
      * (software.exchangeLatency.value + bytes / (link * software.exchangeEfficiency.value))
  }

  /// One all-reduce among the GPUs that split a layer.
  private func reduceTime(tokens: Double) -> Double {
    guard splitting > 1 else { return 0 }
    let bytes = tokens * Double(model.hidden) * 2
    let small = software.allReduceTime(bytes: 8192, ranks: splitting)
    return max(0, software.allReduceTime(bytes: bytes, ranks: splitting) - small)
  }

  /// From stage to stage, once through all of them.
  private func passingTime(tokens: Double) -> Double {
    let link = devices > chip.domain ? chip.scaleOut.value : chip.scaleUp.value
    let bytes = tokens * Double(model.hidden) * 2 / n
    return (depth - 1) * (Scene.networkLatency + bytes / link)
  }

  private var kvRanks: Double { Double(groups) * model.kvShards(of: splitting) * depth }
  /// Parts that each work at the KV of their own sequences: ranks, and stages, in which other
  /// micro-batches are.
  var ranks: Int { groups * stages }
  /// Parts that each keep the whole KV of their own sequences.
  var keepers: Int { groups }
  /// How much longer KV takes than spread evenly: a step waits for the rank with the most
  /// sequences.
  func unevenness(sequences: Double) -> Double {
    guard ranks > 1, sequences > 0 else { return 1 }
    let even = sequences / Double(ranks)
    return even.rounded(.up) / even
  }

  /// Reading KV, or computing on it where that takes longer, per token of context.
  var contextTime: Double {
    let flops = model.decodeFLOPsPerContext / (n * depth * peak(core) * software.attention.value)
    return max(model.readPerContext * kvBytes / (kvRanks * stream), positions * flops)
  }
  /// The same per sequence: windows, and the chosen tokens of sparse attention.
  var sequenceTime: Double { model.readPerSequence * kvBytes / (kvRanks * stream) }

  /// What a step of so many sequences takes whatever its context, in the order of `StepCost`:
  /// by the number of sequences, for each of them, and collectives.
  func parts(sequences: Double) -> (base: Double, each: Double, exchange: Double) {
    parts(tokens: sequences * positions)
  }

  /// The same by tokens, of which each sequence brings its positions. With stages a step is a pass
  /// of the largest micro-batch through all of them, so that each sequence has one in it.
  func parts(tokens: Double) -> (base: Double, each: Double, exchange: Double) {
    let micro = microBatch(tokens: tokens)
    return (
      fixedTime + weightTime(tokens: micro) + draftTime(sequences: micro / positions)
        + passingTime(tokens: micro),
      positions * gemmTime / depth + sequenceTime, exchangeTime(tokens: micro)
    )
  }

  /// What of `parts` is not FFN, collectives that other work may hide aside: of a step without
  /// drafts, the drafts, and what checking these adds.
  func partTimes(tokens: Double) -> PartTimes {
    let plain = withoutDrafts
    let micro = plain.microBatch(tokens: tokens / positions)
    let draft = draftTime(sequences: microBatch(tokens: tokens) / positions)
    return PartTimes(
      attention: software.attentionShare.value * fixedTime + attentionBytes / (split * stream),
      exchange: plain.passingTime(tokens: micro), draft: draft,
      verify: parts(tokens: tokens).base - draft - plain.parts(tokens: tokens / positions).base)
  }

  /// How much longer collectives are than the work they run beside, context aside.
  func floor(sequences: Int) -> Double {
    let (fixed, each, exchange) = parts(sequences: Double(sequences))
    return max(0, exchange - fixed - Double(sequences) * each)
  }

  var withoutDrafts: GPUEngine {
    var engine = self
    engine.drafts = 0
    return engine
  }

  /// What each sequence takes in attention, and for checking its drafts.
  var sharesOfSequence: (attention: UInt16, verify: UInt16) {
    let each = parts(sequences: 1).each
    return (
      ShareTable.share(projectionTime / depth + sequenceTime, each),
      ShareTable.share((positions - 1) * gemmTime / depth, each)
    )
  }

  /// Tokens of a step's largest micro-batch.
  func microBatch(tokens: Double) -> Double {
    guard stages > 1 else { return tokens }
    return (tokens / positions / depth).rounded(.up) * positions
  }

  /// A step of `sequences` with so many tokens of context in all; it yields `accepted` tokens
  /// each. Collectives run beside the rest where the stack overlaps two batches.
  func step(sequences: Double, context: Double) -> Double {
    let (base, each, exchange) = parts(sequences: sequences)
    let keys = context * contextTime * unevenness(sequences: sequences)
    let compute = base + sequences * each + keys
    return software.overlapsExchange ? max(compute, exchange) : compute + exchange
  }

  // MARK: Prefill

  /// FLOP/s of dense GEMMs of one GPU, in serving.
  private func denseRate(_ format: WeightFormat) -> Double {
    guard let dense = software.densePrefill[format]?.value else {
      return peak(format) * (software.prefill[format]?.value ?? 1)
    }
    return peak(format) * dense * (software.serving?.value ?? 1)
  }
  /// Engine seconds per prefill token: routed experts, dense FFNs, attention's projections, head.
  var prefillTime: Double {
    let routed =
      model.activeRoutedParameters / (peak(compute) * (software.prefill[compute]?.value ?? 1))
    let dense =
      model.commonFFNParameters / denseRate(compute)
      + model.attentionParameters / denseRate(projection)
      + model.headParameters / denseRate(.bf16)
    return 2 * (routed + dense) / (n * depth) + model.prefillCoreFLOPs / coreRate
  }
  /// Engine seconds per prefill token and token of context before it.
  var prefillContextTime: Double { model.prefillFLOPsPerContext / coreRate }
  /// FLOP/s of the engine in the core of attention. FP8 kernels reach half the part of their peak
  /// that BF16 ones reach: 10 to 32 % in the tables.
  private var coreRate: Double {
    let part = core == .fp8 ? software.attention.value / 2 : software.attention.value
    return n * depth * peak(core) * part * (software.serving?.value ?? 1)
  }

  /// Engine seconds of a prompt whose first `cached` tokens are there.
  func prefill(tokens: Double, cached: Double) -> Double {
    tokens * (prefillTime + prefillContextTime * (cached + tokens / 2))
  }

  // MARK: Memory

  /// Bytes of weights over the whole engine; under data parallelism each rank has attention.
  var storedBytes: Double {
    let routed = model.routedParameters * weights.bytes
    let heads = model.headParameters * (model.isTied ? 1 : 2) * 2
    let common = attentionBytes + model.commonFFNParameters * weights.bytes + heads
    return routed + common * Double(groups)
  }
  var memory: Double { Double(devices) * chip.memory.value * software.usable.value }
  /// Copies of a token's KV that the GPUs of a rank hold.
  private var copies: Double { split / model.kvShards(of: splitting) }
  /// Bytes that a token of KV takes over the whole engine.
  var bytesPerToken: Double { model.kvElements * kvBytes * copies }
  var bytesPerSequence: Double { model.windowElements * kvBytes * copies }
}
