public import Domain

/// Entries of the catalog as people and scripts read them, with what follows from them and where
/// it is from.
public enum CatalogText {
  /// All entries of a name: a chip and a platform may share one.
  ///
  /// - Throws: when nothing has the name, with the nearest.
  public static func entry(_ name: String, in catalog: Catalog) throws(PlacementError) -> String {
    try entries(name, catalog).map(\.text).joined(separator: "\n")
  }

  public static func entryJSON(
    _ name: String, in catalog: Catalog
  ) throws(PlacementError) -> [UInt8] {
    let found = try entries(name, catalog)
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/catalog/1")
      json.array("entries") { json in
        for entry in found { json.object { entry.write(to: &$0) } }
      }
    }
    json.newline()
    return json.bytes
  }

  /// All names, by kind.
  public static func names(of catalog: Catalog) -> [(kind: String, names: [String])] {
    [
      ("chips", catalog.chips.map(\.name)), ("software", catalog.software.map(\.name)),
      ("networks", catalog.links.map(\.name)), ("models", catalog.models.map(\.name)),
      ("platforms", catalog.platforms.map(\.name)), ("policies", catalog.policies.map(\.name)),
      ("prices", catalog.prices.map(\.name)),
    ]
  }

  public static func list(of catalog: Catalog) -> String {
    names(of: catalog).map { kind, names in
      "\(kind)\n" + names.map { "  \($0)\n" }.joined()
    }.joined()
  }

  public static func listJSON(of catalog: Catalog) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/catalog/1")
      for (kind, names) in names(of: catalog) {
        json.array(kind) { json in for name in names { json.element(name) } }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func entries(
    _ name: String, _ catalog: Catalog
  ) throws(PlacementError) -> [CatalogEntry] {
    var found: [CatalogEntry] = []
    if let chip = catalog.chip(name) { found.append(entry(chip)) }
    if let software = catalog.software(name) { found.append(entry(software)) }
    if let link = catalog.link(name) { found.append(entry(link)) }
    if let model = catalog.model(name) { found.append(entry(model, catalog)) }
    if let platform = catalog.platform(name) { found.append(entry(platform, catalog)) }
    let policies = catalog.policies + catalog.platforms.flatMap(\.policies)
    if let policy = policies.first(where: { $0.name == name }) { found.append(entry(policy)) }
    if let tier = catalog.prices.first(where: { $0.name == name }) { found.append(entry(tier)) }
    guard found.isEmpty else { return found }
    throw Names.unknown("entry of the catalog", name, among: names(of: catalog).flatMap(\.names))
  }

  private static func entry(_ chip: Chip) -> CatalogEntry {
    var entry = CatalogEntry(kind: "chip", name: chip.name)
    entry.words("kind", chip.kind.rawValue)
    entry.words("software", chip.software)
    for format in WeightFormat.allCases {
      entry.figure("peak \(format.rawValue)", chip.peak[format], .operations)
    }
    entry.figure("memory", chip.memory, .bytes)
    entry.figure("bandwidth", chip.bandwidth, .bandwidth)
    entry.figure("scale-up", chip.scaleUp, .bandwidth)
    entry.figure("scale-out", chip.scaleOut, .bandwidth)
    entry.figure("host memory", chip.hostMemory, .bytes)
    entry.figure("host link", chip.hostLink, .bandwidth)
    entry.words("domain", "\(chip.domain) chips")
    entry.figure("rack power", chip.rackPower, .watts)
    entry.figure("price per hour", chip.price)
    for hop in chip.hops { entry.figure("hop among \(hop.chips)", hop.latency, .seconds) }
    if chip.vector > 1 { entry.words("vector", "\(chip.vector) bytes") }
    for pool in chip.dram { entry.figure("rack DRAM, \(pool.name)", pool.bytes, .bytes) }
    if let tray = chip.perTray { totals(of: chip, "tray", tray, in: &entry) }
    totals(of: chip, "rack", chip.perRack, in: &entry)
    if chip.dram.count > 1 {
      let sum = chip.dram.reduce(0) { $0 + $1.bytes.value }
      entry.derived("rack DRAM", sum, .bytes, "\(chip.dram.count) pools")
    }
    entry.derived(
      "power of a chip", chip.rackPower.value / Double(chip.perRack), .watts,
      "rack power / \(chip.perRack) chips")
    return entry
  }

  private static func totals(
    of chip: Chip, _ unit: String, _ count: Int, in entry: inout CatalogEntry
  ) {
    let (each, count) = ("\(count) chips", Double(count))
    entry.derived("\(unit) memory", count * chip.memory.value, .bytes, each)
    entry.derived("\(unit) bandwidth", count * chip.bandwidth.value, .bandwidth, each)
    if let peak = chip.peak[chip.storage] {
      let name = "\(unit) peak \(chip.storage.rawValue)"
      entry.derived(name, count * peak.value, .operations, each)
    }
    entry.derived(
      "\(unit) scale-up", 2 * count * chip.scaleUp.value, .bandwidth, each + ", both ways")
  }

  private static func entry(_ software: SoftwareProfile) -> CatalogEntry {
    var entry = CatalogEntry(kind: "software", name: software.name)
    for (name, figure, unit) in software.figures {
      entry.figure(name, figure, unit == "s" ? .seconds : .plain)
    }
    entry.words("overlap", software.overlapsExchange ? "yes" : "no")
    for table in software.allReduce {
      let times = table.times.map { CatalogUnit.seconds.text($0.value) }.joined(separator: ", ")
      let first = table.times.first
      entry.words(
        "all-reduce of \(table.ranks)", times, confidence: first?.confidence.rawValue,
        source: first?.source ?? "")
    }
    return entry
  }

  private static func entry(_ tier: PriceTier) -> CatalogEntry {
    var entry = CatalogEntry(kind: "price tier", name: tier.name)
    entry.words("speed", "from \(Amount.tenths(tier.speed)) tokens per second and user")
    entry.figure("dollars per million output tokens", tier.dollars)
    return entry
  }

  private static func entry(_ link: Link) -> CatalogEntry {
    var entry = CatalogEntry(kind: "network", name: link.name)
    entry.figure("latency", link.latency, .seconds)
    entry.figure("rack bandwidth", link.rackBandwidth, .bandwidth)
    return entry
  }

  private static func entry(_ model: ModelArchitecture, _ catalog: Catalog) -> CatalogEntry {
    var entry = CatalogEntry(kind: "model", name: model.name)
    entry.words(
      "layers", "\(model.layers), \(model.fullLayers) with full attention",
      confidence: model.confidence.rawValue, source: model.source)
    entry.words("context", "\(model.contextLimit) tokens")
    let sizes = "of the dimensions"
    entry.derived("parameters", model.parameters, .plain, sizes)
    entry.derived("active parameters", model.activeParameters, .plain, sizes)
    entry.derived("parameters in FFNs", model.ffnParameters, .plain, sizes)
    entry.derived("weights at fp8", model.weightBytes(.fp8), .bytes, sizes)
    entry.derived("weights at fp4", model.weightBytes(.fp4), .bytes, sizes)
    entry.derived("KV per token at fp8", model.kvElements, .bytes, sizes)
    entry.derived("KV per sequence at fp8", model.windowElements, .bytes, "windows")
    if let speculation = model.speculation {
      let lengths = speculation.lengths.map(Amount.hundredths).joined(separator: ", ")
      entry.words(
        "tokens per step with \(speculation.drafter)", lengths, source: speculation.source)
      entry.figure("first draft accepted", speculation.first)
      entry.figure("decay", speculation.decay)
      entry.figure("acceptance", speculation.acceptance)
    }
    for chip in catalog.chips where chip.kind == .lpu {
      guard let usable = catalog.software(chip.software)?.usable.value else { continue }
      let rack = Double(chip.perRack) * chip.memory.value * usable
      entry.derived(
        "racks of \(chip.name) at fp8", model.parameters / rack, .plain,
        "\(Amount.percent(usable)) of the memory")
    }
    return entry
  }

  private static func entry(_ platform: Platform, _ catalog: Catalog) -> CatalogEntry {
    var entry = CatalogEntry(kind: "platform", name: platform.name)
    for pool in platform.pools { describe(pool, catalog, in: &entry) }
    for link in platform.links {
      entry.words(link.name, link.link)
      let found = catalog.link(link.link)
      entry.figure("\(link.name) latency", found?.latency, .seconds)
      entry.figure("\(link.name) bandwidth of an LPX rack", found?.rackBandwidth, .bandwidth)
    }
    let policy = PolicyDefinition(name: "gpu-aggregated", kind: .gpuAggregated)
    let scene = Scene(catalog: catalog, platform: platform, policy: policy)
    if platform.hasLPU(in: catalog) {
      entry.words("LPX weights", platform.lpuWeights.rawValue)
    }
    entry.derived("power", scene.watts, .watts, "all racks at the meter")
    if let price = scene.dollarsPerHour {
      entry.derived("dollars per hour", price, .plain, "prices of the chips")
    } else {
      let chips = platform.pools.map(\.chip).filter { catalog.chip($0)?.price == nil }
      entry.words(
        "dollars per hour", "unknown: no price of \(chips.joined(separator: ", ")) is public")
    }
    return entry
  }

  private static func describe(
    _ pool: Platform.DevicePool, _ catalog: Catalog, in entry: inout CatalogEntry
  ) {
    entry.words(pool.name, "\(pool.racks) racks of \(pool.chip)")
    guard let chip = catalog.chip(pool.chip) else { return }
    let (racks, count) = (Double(pool.racks), Double(pool.racks * chip.perRack))
    let each = "\(pool.racks) racks of \(chip.perRack) chips"
    entry.derived("\(pool.name) chips", count, .plain, each)
    entry.derived("\(pool.name) memory", count * chip.memory.value, .bytes, each)
    entry.derived("\(pool.name) bandwidth", count * chip.bandwidth.value, .bandwidth, each)
    entry.figure("\(pool.name) power of a rack", chip.rackPower, .watts)
    entry.derived("\(pool.name) power", racks * chip.rackPower.value, .watts, each)
    entry.figure("\(pool.name) price of a chip and hour", chip.price)
  }

  private static func entry(_ policy: PolicyDefinition) -> CatalogEntry {
    var entry = CatalogEntry(kind: "policy", name: policy.name)
    entry.words("extends", policy.kind.rawValue)
    entry.words("routing", policy.routing.rule.rawValue)
    entry.words("scheduling", policy.scheduling.rawValue)
    entry.words("sequences", policy.sequences.map { "\($0)" } ?? "the placement's")
    entry.words("tokens of a step", "\(policy.tokens)")
    if let weights = policy.weights { entry.words("weights", weights.rawValue) }
    if let kv = policy.kv { entry.words("KV", kv.rawValue) }
    for path in policy.paths {
      let spill =
        path.spillTo.isEmpty ? "" : ", spilling to " + path.spillTo.joined(separator: ", ")
      entry.words("path", (path.condition.map { $0.text + ": " } ?? "else: ") + path.use + spill)
    }
    if policy.usesHosts { entry.words("host cache", "yes") }
    if policy.usesStore { entry.words("LPX cache", "yes") }
    if policy.whileWaiting != .keep {
      entry.words("while waiting", policy.whileWaiting.rawValue)
    }
    if policy.preemption == .swap { entry.words("preemption", "swap") }
    if policy.transfer == .layerWise { entry.words("KV transfer", "layer-wise") }
    if policy.prefillThreshold > 0 {
      entry.words("prefill threshold", "\(policy.prefillThreshold) tokens")
    }
    if policy.kind == .afd { entry.words("micro-batches", "at most \(policy.microBatches)") }
    let ofModels = policy.ofModels.flatMap { own in
      [("\(own.model) prefill", own.prefill), ("\(own.model) decode", own.decode)]
    }
    for (phase, engines) in [("prefill", policy.prefill), ("decode", policy.decode)] + ofModels {
      guard let engines else { continue }
      let parts = [
        ("devices", engines.devices), ("tensor", engines.tensor), ("data", engines.data),
        ("expert", engines.expert), ("pipeline", engines.pipeline),
      ]
      let words =
        [engines.pool.map { "pool \($0)" }].compactMap(\.self)
        + parts.compactMap { name, value in value.map { "\(name) \($0)" } }
      entry.words("engines of \(phase)", words.joined(separator: ", "))
    }
    return entry
  }
}
