import Domain

/// Parameters, bytes and FLOPs that follow from the dimensions of a model.
///
/// Source of each: the layer definitions of the published configurations. Totals agree with the
/// published ones within 2 %.
extension ModelArchitecture {
  /// Attention projections of one full layer.
  var attentionParametersOfLayer: Double {
    if let compression { return compression.parameters }
    let d = Double(hidden)
    switch attention {
    case .latent(let heads, let queryRank, let kvRank, let rope, let nope, let value):
      let (h, q, kv) = (Double(heads), Double(queryRank), Double(kvRank))
      let query = d * q + q * h * Double(nope + rope)
      return query + d * Double(kvRank + rope) + kv * h * Double(nope + value)
        + h * Double(value) * d
    case .grouped(let heads, let kvHeads, let head, let sharesKV):
      let stored = sharesKV ? 1 : 2
      return d * Double(2 * heads * head + stored * kvHeads * head)
    }
  }

  var windowParametersOfLayer: Double {
    guard let window else { return 0 }
    return Double(hidden) * Double(2 * (window.heads + window.kvHeads) * window.head)
  }

  var windowLayers: Int { layers - fullLayers }
  var expertLayers: Int { experts == nil ? 0 : layers - denseLayers }

  var attentionParameters: Double {
    Double(fullLayers) * attentionParametersOfLayer
      + Double(windowLayers) * windowParametersOfLayer
  }

  var expertParameters: Double { 3 * Double(hidden) * Double(experts?.inner ?? 0) }
  var denseParameters: Double {
    let count = experts == nil ? layers : denseLayers
    return Double(count) * 3 * Double(hidden) * Double(denseInner)
  }
  /// Dense layers and shared experts: what every token passes.
  var commonFFNParameters: Double {
    denseParameters + Double(expertLayers * (experts?.shared ?? 0)) * expertParameters
  }
  var routedParameters: Double {
    Double(expertLayers * (experts?.count ?? 0)) * expertParameters
  }
  /// All that AFD can move away from attention.
  var ffnParameters: Double { commonFFNParameters + routedParameters }
  var headParameters: Double { Double(hidden) * Double(vocabulary) }

  var parameters: Double {
    attentionParameters + ffnParameters + headParameters * (isTied ? 1 : 2)
  }
  /// Parameters of the routed experts that one token is multiplied with.
  var activeRoutedParameters: Double {
    Double(expertLayers * (experts?.active ?? 0)) * expertParameters
  }
  /// Parameters that one token is multiplied with.
  var activeParameters: Double {
    attentionParameters + commonFFNParameters + headParameters + activeRoutedParameters
  }

  /// Elements of KV per token that grow with context.
  var kvElements: Double {
    compression.map(kept) ?? Double(fullLayers) * (kvElementsOfLayer + indexerElements)
  }
  private var indexerElements: Double { Double(sparse?.indexer ?? 0) }

  /// Of so many for each entry of the fine layers, or of the coarse ones, per token.
  private func fine(_ form: Compression, _ each: Int) -> Double {
    Double(form.fineLayers * each) / Double(form.fineRatio)
  }
  private func coarse(_ form: Compression, _ each: Int) -> Double {
    Double((layers - form.fineLayers) * each) / Double(form.coarseRatio)
  }
  private func kept(_ form: Compression) -> Double {
    fine(form, form.entry + form.indexer) + coarse(form, form.entry)
  }

  private var kvElementsOfLayer: Double {
    switch attention {
    case .latent(_, _, let kvRank, let rope, _, _): Double(kvRank + rope)
    case .grouped(_, let kvHeads, let head, let sharesKV):
      Double((sharesKV ? 1 : 2) * kvHeads * head)
    }
  }

  /// Elements of KV per sequence of the layers with a window.
  var windowElements: Double {
    if let compression { return Double(layers * compression.window * compression.entry) }
    guard let window else { return 0 }
    return Double(windowLayers * window.tokens * 2 * window.kvHeads * window.head)
  }

  /// KV elements that a decode step reads per token of context.
  var readPerContext: Double {
    compression.map { fine($0, $0.indexer) + coarse($0, $0.entry) } ?? Double(fullLayers)
      * (sparse == nil ? kvElementsOfLayer : indexerElements)
  }
  /// KV elements that a decode step reads per sequence, whatever its context.
  var readPerSequence: Double {
    windowElements + Double(compression.map { $0.fineLayers * $0.entries * $0.entry } ?? 0)
      + Double(fullLayers * (sparse?.tokens ?? 0)) * kvElementsOfLayer
  }

  /// Ranks over which tensor parallelism divides KV.
  func kvShards(of devices: Int) -> Double {
    switch attention {
    case .latent: 1
    case .grouped(_, let kvHeads, _, _): Double(min(devices, kvHeads))
    }
  }

  /// Attention FLOPs of one prefill token per token of context.
  var prefillFLOPsPerContext: Double { sparseFLOPs ?? Double(fullLayers) * prefillFLOPsOfLayer }

  private var sparseFLOPs: Double? {
    if let compression {
      return fine(compression, 2 * compression.indexer * compression.indexerHeads)
        + Double(layers - compression.fineLayers) * prefillFLOPsOfLayer
        / Double(compression.coarseRatio)
    }
    return sparse.map { Double(fullLayers * 2 * $0.indexer * $0.indexerHeads) }
  }

  private var prefillFLOPsOfLayer: Double {
    switch attention {
    case .latent(let heads, _, _, let rope, let nope, let value):
      Double(2 * heads * (rope + nope + value))
    case .grouped(let heads, _, let head, _): Double(4 * heads * head)
    }
  }

  /// FLOPs of attention's core for one prefill token that don't depend on its context.
  var prefillCoreFLOPs: Double {
    let window = Double(windowLayers * (window.map { 4 * $0.heads * $0.head * $0.tokens } ?? 0))
    let sparse = Double(fullLayers * (sparse?.tokens ?? 0)) * prefillFLOPsOfLayer
    let read = compression.map { $0.fineLayers * $0.entries + layers * $0.window } ?? 0
    return window + sparse + Double(read) * prefillFLOPsOfLayer
  }

  /// Attention FLOPs of one decode position per token of context; the absorbed form of MLA.
  var decodeFLOPsPerContext: Double {
    if let sparseFLOPs { return sparseFLOPs }
    switch attention {
    case .latent(let heads, _, let kvRank, let rope, _, _):
      return Double(fullLayers) * Double(2 * heads * (2 * kvRank + rope))
    case .grouped: return Double(fullLayers) * prefillFLOPsOfLayer
    }
  }

  /// Expected number of different experts of one layer that `tokens` choose.
  ///
  /// E·(1 − (1 − k/E)^T) for independent tokens; neighbouring tokens choose alike, which costs
  /// nothing at one token and at saturation. The calibration rows fix `correlation`.
  func distinctExperts(tokens: Double, correlation: Double) -> Double {
    guard let experts else { return 0 }
    let count = Double(experts.count)
    let missed = power(1 - Double(experts.active) / count, tokens)
    let share = 1 - missed
    return count * share * (1 - (1 - correlation) * 4 * share * missed)
  }

  /// Tokens that touch all but a thousandth of a layer's experts when each chooses on its own; 1
  /// without experts.
  var saturation: Int {
    guard let experts, experts.active < experts.count else { return 1 }
    let missed = 1 - Double(experts.active) / Double(experts.count)
    return Int((logarithm(0.001) / logarithm(missed)).rounded(.up))
  }

  /// Bytes of all weights when experts and FFNs are stored in `format`.
  func weightBytes(_ format: WeightFormat) -> Double {
    attentionParameters * format.attentionBytes + ffnParameters * format.bytes
      + headParameters * (isTied ? 1 : 2) * 2
  }
}

extension WeightFormat {
  /// Attention projections stay wider than experts: of NVFP4 checkpoints only the output
  /// projection is FP4, the rest BF16 or FP8; of MXFP4 checkpoints (GPT-OSS) all is BF16.
  var attentionBytes: Double {
    switch self {
    case .bf16, .mxfp4: 2
    case .fp8: 1
    case .fp4: 1.1
    }
  }
}

extension SoftwareProfile {
  /// Seconds per layer of a model, on average: `layerTime` in the proportion of the floors of its
  /// layers to those of the layer that it was fitted to.
  func layerTime(of model: ModelArchitecture) -> Double {
    guard let floors else { return layerTime.value }
    let (latent, grouped) = (floors.latentAttention.value, floors.groupedAttention.value)
    let full = model.attention.isLatent ? latent : grouped
    let count = Double(model.layers)
    let attention =
      (Double(model.fullLayers) * full + Double(model.windowLayers) * grouped) / count
    let routed = Double(model.expertLayers) * floors.routedExperts.value / count
    let hasShared = (model.experts?.shared ?? 0) > 0
    let dense = hasShared ? 1 : Double(model.layers - model.expertLayers) / count
    let all = attention + routed + dense * floors.denseFFN.value + floors.collectives.value
    let reference =
      latent + floors.routedExperts.value + floors.denseFFN.value + floors.collectives.value
    return layerTime.value * all / reference
  }
}
