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
      if chip.kind == .gpu, usesHosts {
        add("\(chip.name).host-memory", chip.hostMemory, "B")
        add("\(chip.name).host-link", chip.hostLink, "B/s")
      }
      for format in WeightFormat.allCases {
        add("\(chip.name).\(format.rawValue)", chip.peak[format], "FLOP/s")
      }
      guard let software = catalog.software(chip.software) else { continue }
      for (name, figure, unit) in software.figures where isUsed(name, chip.kind) {
        add("\(software.name).\(name)", figure, unit)
      }
    }
    if usesLPX || usesStore,
      let entry = platform.links.first(where: { $0.name == Platform.bridge }),
      let link = catalog.link(entry.link)
    {
      add("\(link.name).latency", link.latency, "s")
      add("\(link.name).rack-bandwidth", link.rackBandwidth, "B/s")
    }
    return list
  }

  /// Whether the placement looks at a figure of its GPUs or LPUs.
  private func isUsed(_ name: String, _ kind: Chip.Kind) -> Bool {
    guard kind == .gpu else { return !name.hasPrefix("draft-") }
    return name != "synchronisations"
      && (name != "attention-share" || kinds.contains(.afd))
  }

  /// Assumed figures that the drafts of these models lean on: how far they get, and what drafters
  /// on LPX are.
  func assumed(drafting models: [ModelArchitecture]) throws(PlacementError) -> [AssumedParameter] {
    guard !models.isEmpty else { return [] }
    var figures: [(String, Figure?)] = models.flatMap { model in
      [
        ("\(model.name).first", model.speculation?.first),
        ("\(model.name).decay", model.speculation?.decay),
        ("\(model.name).acceptance", model.speculation?.acceptance),
      ]
    }
    if kinds.contains(.lpxDecode) {
      let software = try lpx().software
      figures += [("\(software.name).draft-share", software.draftShare)]
    }
    if kinds.contains(.lpxDraft) {
      let software = try lpx().software
      figures += [
        ("\(software.name).draft-gain", software.draftGain),
        ("\(software.name).draft-window", software.draftWindow),
      ]
    }
    return figures.compactMap { name, figure in
      guard let figure, figure.low < figure.high else { return nil }
      return AssumedParameter(
        name: name, value: figure.value, low: figure.low, high: figure.high, unit: "")
    }
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
      ("draft-gain", draftGain, ""), ("draft-window", draftWindow, ""),
      ("usable", usable, ""), ("serving", serving, ""), ("host-time", hostTime, "s"),
      ("jitter", jitter, ""),
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
