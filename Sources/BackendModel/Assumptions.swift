import Domain

extension Scene {
  /// Every assumed figure that this policy leans on on this platform, once, in catalog order.
  var assumed: [AssumedParameter] {
    var list: [AssumedParameter] = []
    func add(_ name: String, _ figure: Figure?, _ unit: String) {
      guard let figure, figure.confidence == .assumed || figure.low < figure.high,
        !list.contains(where: { $0.name == name })
      else { return }
      list.append(
        AssumedParameter(
          name: name, value: figure.value, low: figure.low, high: figure.high, unit: unit))
    }
    for entry in platform.pools {
      guard let chip = catalog.chip(entry.chip) else { continue }
      add("\(chip.name).rack-power", chip.rackPower, "W")
      guard chip.kind == .gpu || usesLPX else { continue }
      add("\(chip.name).memory", chip.memory, "B")
      add("\(chip.name).bandwidth", chip.bandwidth, "B/s")
      for format in WeightFormat.allCases {
        add("\(chip.name).\(format.rawValue)", chip.peak[format], "FLOP/s")
      }
      guard let software = catalog.software(chip.software) else { continue }
      for (name, figure, unit) in software.figures where chip.kind == .lpu || isUsed(name) {
        add("\(software.name).\(name)", figure, unit)
      }
    }
    if usesLPX, let entry = platform.links.first(where: { $0.name == "gpu-lpx" }),
      let link = catalog.link(entry.link)
    {
      add("\(link.name).latency", link.latency, "s")
      add("\(link.name).rack-bandwidth", link.rackBandwidth, "B/s")
    }
    return list
  }

  /// Whether a placement on GPUs looks at a figure.
  private func isUsed(_ name: String) -> Bool {
    name != "synchronisations" && name != "serving"
      && (name != "attention-share" || policy.kind == .afd)
  }
}

extension SoftwareProfile {
  /// Names as in the catalog, with units.
  var figures: [(String, Figure?, String)] {
    var list: [(String, Figure?, String)] = [
      ("layer-time", layerTime, "s"), ("attention-share", attentionShare, ""),
      ("memory-efficiency", memoryEfficiency, ""), ("attention", attention, ""),
      ("expert-correlation", expertCorrelation, ""),
      ("exchange-latency", exchangeLatency, "s"), ("exchange-efficiency", exchangeEfficiency, ""),
      ("synchronisations", synchronisations, ""), ("draft-share", draftShare, ""),
      ("usable", usable, ""), ("serving", serving, ""), ("host-time", hostTime, "s"),
    ]
    list += [
      ("floor-latent-attention", floors?.latentAttention, "s"),
      ("floor-grouped-attention", floors?.groupedAttention, "s"),
      ("floor-routed-experts", floors?.routedExperts, "s"),
      ("floor-dense-ffn", floors?.denseFFN, "s"), ("floor-collectives", floors?.collectives, "s"),
    ]
    for format in WeightFormat.allCases {
      list.append(("gemm-\(format.rawValue)", gemm[format], ""))
    }
    for format in WeightFormat.allCases {
      list.append(("dense-prefill-\(format.rawValue)", densePrefill[format], ""))
    }
    for format in WeightFormat.allCases {
      list.append(("prefill-\(format.rawValue)", prefill[format], ""))
    }
    return list
  }
}
