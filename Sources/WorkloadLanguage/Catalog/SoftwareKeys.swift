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
  static let serving = Key(
    "serving", .plain, .optional("1"), "part of the rate of prefill-only passes that `prefill` is")
  static let hostTime = Key(
    "host-time", .seconds, .optional("0"), "between sending a request and an engine's queue")
  static let overlap = Key(
    "overlap", .yesOrNo, .optional("no"), "two batches take turns, all-to-all runs beside computing"
  )
  static let draftShare = Key(
    "draft-share", .plain, .optional("none"), "part of a pass that a draft token costs, on LPUs")
  static let usable = Key(
    "usable", .plain, .required(), "part of the memory that weights and KV may fill")

  static let shape = Shape(
    "software",
    [
      layerTime.field, attentionShare.field, memory.field, gemm.field, attention.field,
      prefill.field, correlation.field, exchangeLatency.field, exchangeEfficiency.field,
      allReduce.field, synchronisations.field, usable.field,
      serving.field, hostTime.field, overlap.field, draftShare.field,
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
      let draft = fields.read(draftShare, &decoder)
      guard let layerTime, let share, let memory, let usable, let gemm, let prefill,
        let attention, let correlation, let latency, let efficiency
      else { return nil }
      return SoftwareProfile(
        name: "", layerTime: layerTime, attentionShare: share, memoryEfficiency: memory,
        gemm: gemm, attention: attention, prefill: prefill, expertCorrelation: correlation,
        exchangeLatency: latency, exchangeEfficiency: efficiency, allReduce: tables,
        synchronisations: synchronisations, usable: usable, serving: serving, hostTime: host,
        overlapsExchange: overlaps, draftShare: draft)
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
