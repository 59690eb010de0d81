import Domain

/// Keys of a software profile of the catalog.
enum SoftwareKeys {
  static let layerTime = Key(
    "layer-time", .seconds, .required(), "per layer and step, that no byte or FLOP explains")
  static let attentionShare = Key(
    "attention-share", .plain, .required(), "part of `layer-time` that is attention's")
  static let memory = Key(
    "memory-efficiency", .plain, .required(), "part of the bandwidth that streams reach")
  static let gemm = Key(
    "gemm", FormatKeys.type(.plain, "gemm efficiencies"), .required(),
    "part of the peak that decode GEMMs reach")
  static let attention = Key(
    "attention", .plain, .required(), "part of the peak that the attention core reaches")
  static let prefill = Key(
    "prefill", FormatKeys.type(.plain, "prefill efficiencies"), .required(),
    "part of the peak that prefill reaches in serving")
  static let correlation = Key(
    "expert-correlation", .plain, .required(), "how independently tokens choose experts")
  static let exchangeLatency = Key(
    "exchange-latency", .seconds, .required(), "per layer that expert parallelism adds")
  static let exchangeEfficiency = Key(
    "exchange-efficiency", .plain, .required(), "part of the link that all-to-all reaches")
  static let allReduce = Key(
    "all-reduce", .list(of: table), .optional("none"), "measured times by ranks")
  static let synchronisations = Key(
    "synchronisations", .plain, .optional("none"), "of a layer, on LPUs")
  static let floors = Key(
    "floors", FloorKeys.type, .optional("every layer takes `layer-time`"),
    "least times of what layers are made of; `layer-time` is scaled by their proportions")
  static let densePrefill = Key(
    "dense-prefill", FormatKeys.type(.plain, "dense prefill efficiencies"),
    .optional("as `prefill`"), "part of the peak that dense GEMMs of prefill reach")
  static let serving = Key(
    "serving", .plain, .optional("1"), "part of the rate of prefill-only passes that `prefill` is")
  static let hostTime = Key(
    "host-time", .seconds, .optional("0"), "between sending a request and an engine's queue")
  static let overlap = Key(
    "overlap", .yesOrNo, .optional("no"), "two batches take turns, all-to-all runs beside computing"
  )
  static let draftShare = Key(
    "draft-share", .plain, .optional("none"), "part of a pass that a draft token costs, on LPUs")
  static let draftGain = Key(
    "draft-gain", .plain, .optional("1"),
    "how many times as many drafts of a model of its own are accepted as of a built-in head")
  static let draftWindow = Key(
    "draft-window", .plain, .optional("2048"), "tokens that a model which drafts attends to")
  static let jitter = Key(
    "jitter", .plain, .optional("0"), "coefficient of variation of the time of a step")
  static let usable = Key(
    "usable", .plain, .required(), "part of the memory that weights and KV may fill")

  static let shape = Shape(
    "software",
    [
      layerTime.field, attentionShare.field, memory.field, gemm.field, attention.field,
      prefill.field, correlation.field, exchangeLatency.field, exchangeEfficiency.field,
      allReduce.field, synchronisations.field, usable.field,
      serving.field, hostTime.field, overlap.field, draftShare.field,
      draftGain.field, draftWindow.field, jitter.field,
      floors.field, densePrefill.field,
    ])

  static let ranks = Key("ranks", .count(in: 2...100_000), .required(), "that reduce")
  static let times = Key(
    "times", .list(of: .measure(MeasureUnit.shortTime)), .required(),
    "at 8 KiB, 64 KiB, 256 KiB, 1 MiB, 4 MiB and 16 MiB")

  static var table: ValueType<SoftwareProfile.AllReduce> {
    let shape = Shape(
      "all-reduce",
      [ranks.field, times.field, FigureKeys.confidence.field, FigureKeys.source.field])
    return .shape(shape) { fields, decoder in
      let ranks = fields.read(ranks, &decoder)
      let times = fields.read(times, &decoder)
      let confidence = fields.read(FigureKeys.confidence, &decoder)
      let source = fields.read(FigureKeys.source, &decoder)
      guard let ranks, let times, let confidence, let source else { return nil }
      let sizes = SoftwareProfile.allReduceBytes.count
      guard times.count == sizes, times.allSatisfy({ $0 > 0 }) else {
        decoder.report(
          .outOfRange, "`times` takes \(sizes) times above 0", at: fields.node.location,
          help: "one for each of 8 KiB, 64 KiB, 256 KiB, 1 MiB, 4 MiB and 16 MiB")
        return nil
      }
      return SoftwareProfile.AllReduce(
        ranks: ranks,
        times: times.map { Figure($0, source: source, confidence: confidence) })
    }
  }

  static var type: ValueType<SoftwareProfile> {
    .shape(shape) { fields, decoder in
      let layerTime = fields.read(layerTime, &decoder)
      let share = fields.read(attentionShare, &decoder)
      let (memory, usable) = (fields.read(memory, &decoder), fields.read(usable, &decoder))
      let (gemm, prefill) = (fields.read(gemm, &decoder), fields.read(prefill, &decoder))
      let attention = fields.read(attention, &decoder)
      let correlation = fields.read(correlation, &decoder)
      let latency = fields.read(exchangeLatency, &decoder)
      let efficiency = fields.read(exchangeEfficiency, &decoder)
      let tables = fields.read(allReduce, &decoder) ?? []
      let synchronisations = fields.read(synchronisations, &decoder)
      let (serving, host) = (fields.read(serving, &decoder), fields.read(hostTime, &decoder))
      let overlaps = fields.read(overlap, &decoder) ?? false
      let floors = fields.read(floors, &decoder)
      let dense = fields.read(densePrefill, &decoder) ?? [:]
      let draft = fields.read(draftShare, &decoder)
      let gain = fields.read(draftGain, &decoder)
      let window = fields.read(draftWindow, &decoder)
      let jitter = fields.read(jitter, &decoder)
      guard let layerTime, let share, let memory, let usable, let gemm, let prefill,
        let attention, let correlation, let latency, let efficiency
      else { return nil }
      return SoftwareProfile(
        name: "", layerTime: layerTime, attentionShare: share, memoryEfficiency: memory,
        gemm: gemm, attention: attention, prefill: prefill, expertCorrelation: correlation,
        exchangeLatency: latency, exchangeEfficiency: efficiency, allReduce: tables,
        synchronisations: synchronisations, usable: usable, serving: serving, hostTime: host,
        overlapsExchange: overlaps, draftShare: draft, draftGain: gain, draftWindow: window,
        jitter: jitter,
        floors: floors, densePrefill: dense)
    }
  }
}

/// Keys of the least times of what a layer is made of.
enum FloorKeys {
  private static func key(_ name: String, _ meaning: String) -> Key<Figure> {
    Key(name, .seconds, .required(), meaning)
  }
  static let latent = key("latent-attention", "projections and core of MLA")
  static let grouped = key("grouped-attention", "projections and core of MHA, GQA or MQA")
  static let experts = key("routed-experts", "router and routed experts")
  static let dense = key("dense-ffn", "a dense FFN, or shared experts")
  static let collectives = key("collectives", "both all-reduces")

  static var type: ValueType<SoftwareProfile.Floors> {
    let keys = [latent, grouped, experts, dense, collectives]
    return .shape(Shape("floors", keys.map(\.field))) { fields, decoder in
      let found = keys.map { fields.read($0, &decoder) }
      guard let latent = found[0], let grouped = found[1], let experts = found[2],
        let dense = found[3], let collectives = found[4]
      else { return nil }
      return SoftwareProfile.Floors(
        latentAttention: latent, groupedAttention: grouped, routedExperts: experts,
        denseFFN: dense, collectives: collectives)
    }
  }
}

/// Keys of a link of the catalog.
enum LinkKeys {
  static let latency = Key("latency", .seconds, .required(), "one way, cards and switches included")
  static let bandwidth = Key(
    "rack-bandwidth", .bandwidth, .required(), "per direction that one LPX rack takes")
  static var type: ValueType<Link> {
    .shape(Shape("link", [latency.field, bandwidth.field])) { fields, decoder in
      let latency = fields.read(latency, &decoder)
      let bandwidth = fields.read(bandwidth, &decoder)
      guard let latency, let bandwidth else { return nil }
      return Link(name: "", latency: latency, rackBandwidth: bandwidth)
    }
  }
}
