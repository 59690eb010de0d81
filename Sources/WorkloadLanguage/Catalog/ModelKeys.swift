import Domain

/// Keys of a model of the catalog.
enum ModelKeys {
  private static func size(_ name: String, _ meaning: String) -> Key<Int> {
    Key(name, .count(in: 1...1_000_000_000), .required(), meaning)
  }

  static let layers = size("layers", "all of them")
  static let hidden = size("hidden", "width of the residual stream")
  static let vocabulary = size("vocabulary", "entries of the embedding")
  static let context = size("context", "most tokens of a sequence")
  static let latent = Key(
    "latent-attention", latentType, .conditional("or `grouped-attention`"), "MLA")
  static let grouped = Key(
    "grouped-attention", groupedType, .conditional("or `latent-attention`"), "MHA, GQA or MQA")
  static let window = Key(
    "window", windowType, .optional("none"), "layers that attend to the last tokens only")
  static let sparse = Key(
    "sparse", sparseType, .optional("none"), "full attention that reads only the best tokens")
  static let compressed = Key(
    "compressed", compressedType, .optional("none"), "every layer keeps compressed KV")
  static let dense = Key("dense", denseType, .optional("none"), "layers with one FFN")
  static let experts = Key("experts", expertsType, .optional("none"), "of every other layer")
  static let speculation = Key(
    "speculation", SpeculationKeys.type, .optional("none"), "its own drafter")
  static let tied = Key(
    "tied", .yesOrNo, .optional("no"), "input and output embeddings are one table")

  static let shape = Shape(
    "model",
    [
      layers.field, hidden.field, vocabulary.field, context.field, latent.field, grouped.field,
      window.field, sparse.field, compressed.field, dense.field, experts.field, tied.field,
      speculation.field,
      FigureKeys.confidence.field, FigureKeys.source.field,
    ])

  private static var latentType: ValueType<ModelArchitecture.Attention> {
    let (heads, query) = (size("heads", "of queries"), size("query-rank", "of the query"))
    let (rank, rope) = (size("kv-rank", "of the stored latent"), size("rope", "rotary part"))
    let (nope, value) = (size("nope", "other part of a head"), size("value", "head of values"))
    let keys = [heads, query, rank, rope, nope, value]
    return .shape(Shape("latent attention", keys.map(\.field))) { fields, decoder in
      let found = keys.map { fields.read($0, &decoder) }
      guard let heads = found[0], let query = found[1], let rank = found[2], let rope = found[3],
        let nope = found[4], let value = found[5]
      else { return nil }
      return .latent(
        heads: heads, queryRank: query, kvRank: rank, rope: rope, nope: nope, value: value)
    }
  }

  private static var groupedType: ValueType<ModelArchitecture.Attention> {
    let (heads, kvHeads) = (size("heads", "of queries"), size("kv-heads", "of keys and values"))
    let head = size("head", "width of a head")
    let shared = Key<Bool>(
      "shared-kv", .yesOrNo, .optional("no"), "keys are the values, stored once")
    let shape = Shape("grouped attention", [heads.field, kvHeads.field, head.field, shared.field])
    return .shape(shape) { fields, decoder in
      let (heads, kvHeads) = (fields.read(heads, &decoder), fields.read(kvHeads, &decoder))
      let head = fields.read(head, &decoder)
      let isShared = fields.read(shared, &decoder) ?? false
      guard let heads, let kvHeads, let head else { return nil }
      return .grouped(heads: heads, kvHeads: kvHeads, head: head, sharesKV: isShared)
    }
  }

  private static var windowType: ValueType<(layers: Int, window: ModelArchitecture.Window)> {
    let keys = [
      size("layers", "with a window"), size("tokens", "of the window"), size("heads", "of queries"),
      size("kv-heads", "of keys and values"), size("head", "width of a head"),
    ]
    return .shape(Shape("window", keys.map(\.field))) { fields, decoder in
      let found = keys.map { fields.read($0, &decoder) }
      guard let layers = found[0], let tokens = found[1], let heads = found[2],
        let kvHeads = found[3], let head = found[4]
      else { return nil }
      return (
        layers,
        ModelArchitecture.Window(tokens: tokens, heads: heads, kvHeads: kvHeads, head: head)
      )
    }
  }

  private static var sparseType: ValueType<ModelArchitecture.Sparse> {
    let keys = [
      size("tokens", "that are read"), size("indexer", "elements of the indexer per token"),
      size("indexer-heads", "of the indexer"),
    ]
    return .shape(Shape("sparse attention", keys.map(\.field))) { fields, decoder in
      let found = keys.map { fields.read($0, &decoder) }
      guard let tokens = found[0], let indexer = found[1], let heads = found[2] else { return nil }
      return ModelArchitecture.Sparse(tokens: tokens, indexer: indexer, indexerHeads: heads)
    }
  }

  private static var compressedType: ValueType<ModelArchitecture.Compression> {
    let keys = [
      size("parameters", "of a layer's projections"), size("entry", "elements of an entry"),
      size("window", "tokens that are kept as they are"), size("fine-layers", "with an indexer"),
      size("fine-ratio", "tokens of an entry in them"), size("entries", "that they read"),
      size("indexer", "elements of the indexer per entry"), size("indexer-heads", "of the indexer"),
      size("coarse-ratio", "tokens of an entry in the other layers"),
    ]
    return .shape(Shape("compressed attention", keys.map(\.field))) { fields, decoder in
      let found = keys.map { fields.read($0, &decoder) }
      let known = found.compactMap { $0 }
      guard known.count == keys.count else { return nil }
      return ModelArchitecture.Compression(
        parameters: Double(known[0]), entry: known[1], window: known[2], fineLayers: known[3],
        fineRatio: known[4], entries: known[5], indexer: known[6], indexerHeads: known[7],
        coarseRatio: known[8])
    }
  }

  private static var denseType: ValueType<(layers: Int, inner: Int)> {
    let (layers, inner) = (size("layers", "with one FFN"), size("inner", "width of the FFN"))
    return .shape(Shape("dense layers", [layers.field, inner.field])) { fields, decoder in
      let (layers, inner) = (fields.read(layers, &decoder), fields.read(inner, &decoder))
      guard let layers, let inner else { return nil }
      return (layers, inner)
    }
  }

  private static var expertsType: ValueType<ModelArchitecture.Experts> {
    let keys = [
      size("count", "routed experts of a layer"), size("active", "that a token is routed to"),
      size("inner", "width of an expert"),
    ]
    let shared = Key<Int>(
      "shared", .count(in: 0...1000), .optional("0"), "experts that every token passes")
    return .shape(Shape("experts", keys.map(\.field) + [shared.field])) { fields, decoder in
      let found = keys.map { fields.read($0, &decoder) }
      let shared = fields.read(shared, &decoder) ?? 0
      guard let count = found[0], let active = found[1], let inner = found[2] else { return nil }
      return ModelArchitecture.Experts(count: count, active: active, shared: shared, inner: inner)
    }
  }

  static var type: ValueType<ModelArchitecture> {
    .shape(shape) { fields, decoder in
      let sizes = [layers, hidden, vocabulary, context].map { fields.read($0, &decoder) }
      let latent = fields.read(latent, &decoder)
      let attention = fields.read(grouped, &decoder) ?? latent
      let window = fields.read(window, &decoder)
      let sparse = fields.read(sparse, &decoder)
      let compression = fields.read(compressed, &decoder)
      let dense = fields.read(dense, &decoder)
      let experts = fields.read(experts, &decoder)
      let speculation = fields.read(speculation, &decoder)
      let isTied = fields.read(tied, &decoder) ?? false
      let confidence = fields.read(FigureKeys.confidence, &decoder)
      let source = fields.read(FigureKeys.source, &decoder)
      guard let layers = sizes[0], let hidden = sizes[1], let vocabulary = sizes[2],
        let context = sizes[3], let confidence, let source
      else { return nil }
      guard fields.has("latent-attention") != fields.has("grouped-attention") else {
        decoder.report(
          .exclusiveKeys, "a model has `latent-attention` or `grouped-attention`",
          at: fields.node.location)
        return nil
      }
      let compressedLayers = compression?.fineLayers ?? 0
      guard let attention, layers > window?.layers ?? 0, layers >= dense?.layers ?? 0,
        layers >= compressedLayers
      else {
        if attention != nil {
          decoder.report(
            .outOfRange, "parts of the model have more layers than the model",
            at: fields.node.location)
        }
        return nil
      }
      return ModelArchitecture(
        name: "", layers: layers, hidden: hidden, vocabulary: vocabulary, attention: attention,
        fullLayers: layers - (window?.layers ?? 0), window: window?.window, sparse: sparse,
        compression: compression,
        denseLayers: dense?.layers ?? 0, denseInner: dense?.inner ?? 0, experts: experts,
        isTied: isTied, contextLimit: context, speculation: speculation, source: source,
        confidence: confidence)
    }
  }
}
