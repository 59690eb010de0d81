public import Domain

/// An entry of the catalog as people read it, with what follows from it and where it is from.
public enum CatalogText {
  /// - Throws: when nothing has the name, with the nearest.
  public static func entry(_ name: String, in catalog: Catalog) throws(PlacementError) -> String {
    if let chip = catalog.chip(name) { return text(chip) }
    if let software = catalog.software(name) { return text(software) }
    if let model = catalog.model(name) { return text(model) }
    if let platform = catalog.platform(name) { return text(platform, catalog) }
    throw Names.unknown("entry of the catalog", name, among: names(of: catalog).flatMap(\.names))
  }

  /// All names, by kind.
  public static func names(of catalog: Catalog) -> [(kind: String, names: [String])] {
    [
      ("chips", catalog.chips.map(\.name)), ("software", catalog.software.map(\.name)),
      ("models", catalog.models.map(\.name)), ("platforms", catalog.platforms.map(\.name)),
      ("policies", catalog.policies.map(\.name)),
    ]
  }

  private static func line(_ name: String, _ figure: Figure?, _ unit: Unit) -> String {
    guard let figure else { return "" }
    var range = ""
    if figure.low < figure.high {
      range = " (\(unit.text(figure.low)) to \(unit.text(figure.high)))"
    }
    return "  \(name): \(unit.text(figure.value))\(range), \(figure.confidence.rawValue): "
      + "\(figure.source)\n"
  }

  private static func text(_ chip: Chip) -> String {
    var text = "chip \(chip.name), \(chip.kind.rawValue), software \(chip.software)\n"
    for format in WeightFormat.allCases {
      text += line("peak \(format.rawValue)", chip.peak[format], .operations)
    }
    text += line("memory", chip.memory, .bytes)
    text += line("bandwidth", chip.bandwidth, .bandwidth)
    text += line("scale-up", chip.scaleUp, .bandwidth)
    text += line("scale-out", chip.scaleOut, .bandwidth)
    text += line("rack power", chip.rackPower, .watts)
    text += line("price per hour", chip.price, .plain)
    for hop in chip.hops { text += line("hop among \(hop.chips)", hop.latency, .seconds) }
    let count = Double(chip.perRack)
    text += "  rack of \(chip.perRack), derived: \(Unit.bytes.text(count * chip.memory.value)), "
    return text + "\(Unit.bandwidth.text(count * chip.bandwidth.value))\n"
  }

  private static func text(_ software: SoftwareProfile) -> String {
    var text = "software \(software.name)\n"
    for (name, figure, unit) in software.figures {
      text += line(name, figure, unit == "s" ? .seconds : .plain)
    }
    for table in software.allReduce {
      let times = table.times.map { Unit.seconds.text($0.value) }.joined(separator: ", ")
      text += "  all-reduce of \(table.ranks): \(times), \(table.times.first?.source ?? "")\n"
    }
    return text
  }

  private static func text(_ model: ModelArchitecture) -> String {
    let billions = Amount.tenths(model.parameters / 1e9)
    let active = Amount.tenths(model.activeParameters / 1e9)
    return "model \(model.name), \(model.confidence.rawValue): \(model.source)\n"
      + "  layers: \(model.layers), \(model.fullLayers) with full attention\n"
      + "  context: \(model.contextLimit) tokens\n"
      + "  parameters, derived: \(billions)e9, \(active)e9 active, "
      + "\(Amount.tenths(model.ffnParameters / 1e9))e9 in FFNs\n"
      + "  weights, derived: \(Unit.bytes.text(model.weightBytes(.fp8))) at fp8, "
      + "\(Unit.bytes.text(model.weightBytes(.fp4))) at fp4\n"
      + "  KV per token at fp8, derived: \(Unit.bytes.text(model.kvElements))\n"
  }

  private static func text(_ platform: Platform, _ catalog: Catalog) -> String {
    var text = "platform \(platform.name)\n"
    for pool in platform.pools {
      text += "  \(pool.name): \(pool.racks) racks of \(pool.chip)\n"
    }
    for link in platform.links { text += "  \(link.name): \(link.link)\n" }
    let policy = PolicyDefinition(name: "gpu-aggregated", kind: .gpuAggregated)
    let scene = Scene(catalog: catalog, platform: platform, policy: policy)
    text += "  power, derived: \(Unit.watts.text(scene.watts))\n"
    if let price = scene.dollarsPerHour {
      text += "  dollars per hour, derived: \(Amount.tenths(price))\n"
    }
    return text
  }

  /// How a quantity is written.
  enum Unit: String {
    case bytes = "B"
    case bandwidth = "B/s"
    case operations = "FLOP/s"
    case watts = "W"
    case seconds = "s"
    case plain = ""

    func text(_ value: Double) -> String {
      if self == .plain || value == 0 {
        return "\(value)" + (rawValue.isEmpty ? "" : " \(rawValue)")
      }
      if self == .seconds {
        return value < 1e-3 ? rounded(value * 1e6) + " us" : rounded(value * 1e3) + " ms"
      }
      for (scale, prefix) in [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
      where value >= scale {
        return "\(rounded(value / scale)) \(prefix)\(rawValue)"
      }
      return "\(rounded(value)) \(rawValue)"
    }

    private func rounded(_ value: Double) -> String {
      "\((value * 100).rounded() / 100)"
    }
  }
}
