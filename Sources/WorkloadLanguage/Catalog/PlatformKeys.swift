import Domain

/// Keys of pools and links, in the catalog and in a user's platform file.
enum PlatformKeys {
  static let pools = Key(
    "pools", .names(of: pool), .conditional("without `extends`"), "racks by pool")
  static let links = Key(
    "links", .names(of: .catalogName), .optional("none"), "networks between pools, by their ends")
  static let lpuWeights = Key<WeightFormat>(
    "lpx-weights", .word, .optional("fp8"), "how LPX stores weights; it computes in FP8")
  static let shape = Shape("platform", [pools.field, links.field, lpuWeights.field])

  private static let chip = Key<String>("chip", .catalogName, .required(), "of the catalog")
  private static let racks = Key<Int>(
    "racks", .count(in: 1...100_000), .required(), "racks, or nodes")
  private static var pool: ValueType<Platform.DevicePool> {
    .shape(Shape("pool", [chip.field, racks.field])) { fields, decoder in
      let chip = fields.read(chip, &decoder)
      let racks = fields.read(racks, &decoder)
      guard let chip, let racks else { return nil }
      return Platform.DevicePool(name: "", chip: chip, racks: racks)
    }
  }

  /// - Parameter base: What the platform builds on.
  static func read(
    _ fields: Fields, name: String, extending base: Platform? = nil, _ decoder: inout TreeDecoder
  ) -> Platform? {
    let written = fields.read(pools, &decoder)
    let links = fields.read(links, &decoder)
    var weights = fields.read(lpuWeights, &decoder)
    if weights == .bf16, let node = fields.node("lpx-weights") {
      decoder.report(
        .outOfRange, "LPX computes in FP8, and holds weights in `fp8`, `fp4` or `mxfp4`",
        at: node.location)
      weights = nil
    }
    guard fields.node("pools") != nil || fields.node("extends") != nil else {
      decoder.report(
        .missingKey, "\(fields.owner) has no `pools`",
        at: fields.keyLocation("platform") ?? fields.node.location,
        label: "`pools` is missing",
        help: "add `pools`: racks by pool, or `extends` with a platform that has them")
      return nil
    }
    let pools = written?.map {
      Platform.DevicePool(name: $0.name, chip: $0.value.chip, racks: $0.value.racks)
    }
    guard let pools = pools ?? base?.pools else { return nil }
    return Platform(
      name: name, pools: pools,
      links: links?.map { Platform.PoolLink(name: $0.name, link: $0.value) } ?? base?.links ?? [],
      lpuWeights: weights ?? base?.lpuWeights ?? .fp8, policies: base?.policies ?? [])
  }

  static var type: ValueType<Platform> {
    .shape(shape) { fields, decoder in read(fields, name: "", &decoder) }
  }
}

/// Keys of a policy.
enum PolicyKeys {
  static let extends = Key<PolicyDefinition.Kind>(
    "extends", .word, .required(), "the built-in placement that it is a form of")
  static let routing = Key<Routing>(
    "routing", .routing, .optional("kv-aware"), "choice of engine")
  static let scheduling = Key<Scheduling>(
    "scheduling", .word, .optional("fcfs"), "order of the requests that wait")
  static let batching = Key("batching", batchingType, .optional("the placement's"), "limits")
  static let engines = Key("engines", enginesType, .optional("the placement's"), "by phase")
  static let precision = Key(
    "precision", precisionType, .optional("the chip's"), "formats of weights and KV on GPUs")
  static let hosts = Key<Bool>(
    "host-cache", .yesOrNo, .optional("no"),
    "GPU engines keep copies of their KV cache in host memory, and reload them")
  static let store = Key<Bool>(
    "lpx-cache", .yesOrNo, .optional("no"),
    "GPU engines keep copies of their KV cache in the DRAM of LPX racks, which all of them share")
  static let shape = Shape(
    "policy",
    [
      extends.field, routing.field, scheduling.field, batching.field, engines.field,
      precision.field, DraftingKeys.field, hosts.field, store.field, MemoryKeys.whileWaiting.field,
      MemoryKeys.preemption.field,
      MemoryKeys.threshold.field, MemoryKeys.transfer.field, MemoryKeys.snapshotAge.field,
      PathKeys.field,
    ])

  struct Precision: Sendable {
    var weights: WeightFormat?
    var kv: WeightFormat?
  }

  private static var precisionType: ValueType<Precision> {
    let weights = Key<WeightFormat>("weights", .word, .optional("the chip's narrowest"), "of FFNs")
    let kv = Key<WeightFormat>("kv", .word, .optional("fp8"), "`fp8` or `bf16`")
    return .shape(Shape("precision", [weights.field, kv.field])) { fields, decoder in
      let found = Precision(
        weights: fields.read(weights, &decoder), kv: fields.read(kv, &decoder))
      if let kv = found.kv, kv != .fp8, kv != .bf16 {
        decoder.report(
          .outOfRange, "KV is kept in `fp8` or `bf16`",
          at: fields.node("kv")?.location ?? fields.node.location)
        return nil
      }
      return found
    }
  }

  struct Batching: Sendable {
    var sequences: Int?
    var tokens: Int?
    var microBatches: Int?
  }

  private static var batchingType: ValueType<Batching> {
    let sequences = Key<Int>(
      "sequences", .count(in: 1...100_000), .optional("the placement's"), "most of one engine")
    let tokens = Key<Int>(
      "tokens", .count(in: 1...1_000_000), .optional("8192"), "most of one step")
    let parts = Key<Int>(
      "micro-batches", .count(in: 1...16), .optional("3"), "most of AFD's ping-pong")
    let shape = Shape("batching", [sequences.field, tokens.field, parts.field])
    return .shape(shape) { fields, decoder in
      Batching(
        sequences: fields.read(sequences, &decoder), tokens: fields.read(tokens, &decoder),
        microBatches: fields.read(parts, &decoder))
    }
  }

  struct Phases: Sendable {
    var prefill: PolicyDefinition.Engines?
    var decode: PolicyDefinition.Engines?
    var models: [PolicyDefinition.ModelEngines] = []
  }

  private static var enginesType: ValueType<Phases> {
    let prefill = Key("prefill", phaseType, .optional("the placement's"), "of prefill")
    let decode = Key("decode", phaseType, .optional("the placement's"), "of decode, or of both")
    let phases = Shape("engines of a model", [prefill.field, decode.field])
    let models = Key(
      "models",
      .entries(
        .shape(phases) { fields, decoder in
          Phases(prefill: fields.read(prefill, &decoder), decode: fields.read(decode, &decoder))
        }), .optional("as above"), "of single models, in place of those")
    return .shape(Shape("engines", [prefill.field, decode.field, models.field])) {
      fields, decoder in
      Phases(
        prefill: fields.read(prefill, &decoder), decode: fields.read(decode, &decoder),
        models: (fields.read(models, &decoder) ?? []).map { name, found in
          PolicyDefinition.ModelEngines(
            model: name, prefill: found.prefill, decode: found.decode)
        })
    }
  }

  private static var phaseType: ValueType<PolicyDefinition.Engines> {
    let range = 1...100_000
    let devices = Key<Int>(
      "devices", .count(in: range), .optional("the placement's"), "all GPUs of the phase")
    let tensor = Key<Int>(
      "tensor", .count(in: range), .optional("the placement's; 1 with `data`"),
      "GPUs that split each layer, of each rank where there is `data`")
    let data = Key<Int>(
      "data", .count(in: range), .optional("the placement's; 1 with `tensor`"),
      "ranks that attend each to their own sequences, experts spread over all their GPUs")
    let expert = Key<Int>(
      "expert", .count(in: range), .optional("all GPUs that share a layer"),
      "GPUs over which experts are spread: those, or 1 without `data`; says `tensor` where that is "
        + "left out")
    let pipeline = Key<Int>(
      "pipeline", .count(in: range), .optional("1"),
      "stages that hold a part of the layers each, on so many GPUs as the above say")
    let pool = Key<String>(
      "pool", .catalogName,
      .optional("the first of GPUs; the last for decode that is handed over"),
      "pool of GPU racks, where the platform has several")
    let shape = Shape(
      "engines of a phase",
      [pool.field, devices.field, tensor.field, data.field, expert.field, pipeline.field])
    return .shape(shape) { fields, decoder in
      var found = PolicyDefinition.Engines(
        devices: fields.read(devices, &decoder), tensor: fields.read(tensor, &decoder),
        data: fields.read(data, &decoder), expert: fields.read(expert, &decoder),
        pipeline: fields.read(pipeline, &decoder))
      found.pool = fields.read(pool, &decoder)
      return EngineChecks.check(found, fields, &decoder) ? found : nil
    }
  }

  static var type: ValueType<PolicyDefinition> {
    .shape(shape) { fields, decoder in
      let kind = fields.read(extends, &decoder)
      var routing = fields.read(routing, &decoder) ?? .kvAware
      if let age = fields.read(MemoryKeys.snapshotAge, &decoder) {
        routing.snapshotAge = Ticks(nanoseconds: age)
      }
      let scheduling = fields.read(scheduling, &decoder) ?? .fcfs
      let batching = fields.read(batching, &decoder)
      let engines = fields.read(engines, &decoder)
      let precision = fields.read(precision, &decoder)
      let drafting = fields.read(DraftingKeys.key, &decoder)
      let paths = fields.read(PathKeys.key, &decoder)
      let usesHosts = fields.read(hosts, &decoder) ?? false
      let usesStore = fields.read(store, &decoder) ?? false
      let preemption = fields.read(MemoryKeys.preemption, &decoder)
      let whileWaiting = fields.read(MemoryKeys.whileWaiting, &decoder)
      let transfer = fields.read(MemoryKeys.transfer, &decoder)
      let threshold = fields.read(MemoryKeys.threshold, &decoder)
      guard let kind else { return nil }
      guard DraftingKeys.check(drafting, kind, fields, &decoder),
        PathKeys.check(kind, fields, &decoder)
      else { return nil }
      var policy = PolicyDefinition(
        name: "", kind: kind, routing: routing, scheduling: scheduling,
        sequences: batching?.sequences,
        tokens: batching?.tokens ?? 8192, microBatches: batching?.microBatches ?? 3,
        prefill: engines?.prefill, decode: engines?.decode, weights: precision?.weights,
        kv: precision?.kv, drafting: drafting?.number, drafter: drafting?.drafter)
      policy.paths = paths ?? []
      policy.ofModels = engines?.models ?? []
      (policy.usesHosts, policy.usesStore) = (usesHosts, usesStore)
      policy.preemption = preemption ?? .recompute
      policy.whileWaiting = whileWaiting ?? .keep
      policy.transfer = transfer ?? .blocking
      policy.prefillThreshold = threshold ?? 0
      guard MemoryKeys.check(policy, fields, &decoder) else { return nil }
      return policy
    }
  }
}

/// `routing`, a word or `{kv-aware: {overlap: 1}}`.
private enum RoutingReader {
  static let overlap = Key<Double>(
    "overlap", .number(in: 0...1000), .optional("1"),
    "weight of a prompt block to compute against a block of the requests there")
  static let temperature = Key<Percentage>(
    "temperature", .percentage, .optional("0 %"),
    "how often others than the cheapest are taken: a softmax over costs from 0 to 1")
  static let scores = Shape("kv-aware scores", [overlap.field, temperature.field])
  static let kvAware = Key(
    "kv-aware",
    ValueType<Routing>.shape(scores) { fields, decoder in
      let overlap = fields.read(overlap, &decoder) ?? 1
      let share = fields.read(temperature, &decoder)?.share ?? 0
      return Routing(
        .kvAware, overlap: Int((overlap * 1000).rounded()),
        temperature: Int((share * 1000).rounded()))
    }, .required(), "prompt blocks to compute + blocks of the requests there, least first")
  static let shape = Shape("scored routing", [kvAware.field])
}

extension ValueType where Value == Routing {
  static var routing: ValueType {
    let words = Routing.Rule.allCases.map(\.rawValue)
    return ValueType(.either([.word(words), .mapping(RoutingReader.shape)])) { node, decoder in
      guard node.entries != nil else {
        return decoder.word(node, among: words).flatMap(Routing.Rule.init(rawValue:))
          .map { Routing($0) }
      }
      let owner = "`\(decoder.place)`"
      guard let fields = decoder.fields(of: node, as: RoutingReader.shape, called: owner) else {
        return nil
      }
      return fields.read(RoutingReader.kvAware, &decoder)
    }
  }
}
