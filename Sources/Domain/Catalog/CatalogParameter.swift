extension Catalog {
  /// The catalog with another value for one figure, named `ENTRY.FIGURE` as `baton catalog` and run
  /// records name it: `rubin-2026.layer-time`, `spectrum-x.latency`, `deepseek-r1.decay`.
  ///
  /// - Returns: nil where there is no such figure.
  public func setting(_ parameter: String, to value: Double) -> Catalog? {
    change(parameter) { $0.value = value }
  }

  /// Names of all figures of an entry, for suggestions.
  public func figures(of entry: String) -> [String] {
    Self.figureNames.filter { figure("\(entry).\($0)") != nil }.map { "\(entry).\($0)" }
  }

  /// The catalog with another value for one figure; its range reaches as far.
  public func stating(_ parameter: String, as value: Double, source: String) -> Catalog? {
    change(parameter) { figure in
      (figure.value, figure.source) = (value, source)
      (figure.low, figure.high) = (min(figure.low, value), max(figure.high, value))
    }
  }

  /// A figure by its name.
  public func figure(_ parameter: String) -> Figure? {
    var found: Figure?
    _ = change(parameter) { found = $0 }
    return found
  }

  private func change(_ parameter: String, _ body: (inout Figure) -> Void) -> Catalog? {
    guard let dot = parameter.lastIndex(of: ".") else { return nil }
    let (entry, name) = (parameter[..<dot], String(parameter[parameter.index(after: dot)...]))
    var catalog = self
    if let index = chips.firstIndex(where: { $0.name == entry }),
      catalog.chips[index].change(name, body)
    {
      return catalog
    }
    if let index = software.firstIndex(where: { $0.name == entry }),
      catalog.software[index].change(name, body)
    {
      return catalog
    }
    if let index = links.firstIndex(where: { $0.name == entry }),
      catalog.links[index].change(name, body)
    {
      return catalog
    }
    guard let index = models.firstIndex(where: { $0.name == entry }),
      catalog.models[index].change(name, body)
    else { return nil }
    return catalog
  }
}

extension Catalog {
  private static let figureNames: [String] = {
    var names: [String] = [
      "memory", "bandwidth", "scale-up", "scale-out", "rack-power", "price", "latency",
      "host-memory", "host-link",
      "rack-bandwidth", "first", "decay", "acceptance", "layer-time", "attention-share",
      "memory-efficiency", "attention", "expert-correlation", "exchange-latency",
      "exchange-efficiency", "synchronisations", "draft-share", "jitter", "draft-gain",
      "draft-window", "usable", "serving", "host-time", "floor-latent-attention",
      "floor-grouped-attention", "floor-routed-experts", "floor-dense-ffn", "floor-collectives",
    ]
    for format in WeightFormat.allCases {
      for use in ["", "gemm-", "prefill-", "dense-prefill-"] { names.append(use + format.rawValue) }
    }
    return names
  }()
}

/// Applies a change to a figure that may not be there.
private func changed(_ figure: inout Figure?, _ body: (inout Figure) -> Void) -> Bool {
  guard var value = figure else { return false }
  body(&value)
  figure = value
  return true
}

extension Chip {
  fileprivate mutating func change(_ name: String, _ body: (inout Figure) -> Void) -> Bool {
    switch name {
    case "memory": body(&memory)
    case "bandwidth": body(&bandwidth)
    case "scale-up": body(&scaleUp)
    case "scale-out": body(&scaleOut)
    case "rack-power": body(&rackPower)
    case "price": return changed(&price, body)
    case "host-memory": return changed(&hostMemory, body)
    case "host-link": return changed(&hostLink, body)
    default:
      guard let format = WeightFormat(rawValue: name) else { return false }
      return changed(&peak[format], body)
    }
    return true
  }
}

extension Link {
  fileprivate mutating func change(_ name: String, _ body: (inout Figure) -> Void) -> Bool {
    switch name {
    case "latency": body(&latency)
    case "rack-bandwidth": body(&rackBandwidth)
    default: return false
    }
    return true
  }
}

extension ModelArchitecture {
  fileprivate mutating func change(_ name: String, _ body: (inout Figure) -> Void) -> Bool {
    guard let old = speculation else { return false }
    if name == "acceptance" {
      var new = old
      guard changed(&new.acceptance, body) else { return false }
      speculation = new
      return true
    }
    guard var first = old.first, var decay = old.decay else { return false }
    switch name {
    case "first": body(&first)
    case "decay": body(&decay)
    default: return false
    }
    speculation = Speculation(drafter: old.drafter, first: first, decay: decay)
    speculation?.acceptance = old.acceptance
    return true
  }
}

extension SoftwareProfile {
  fileprivate mutating func change(_ name: String, _ body: (inout Figure) -> Void) -> Bool {
    switch name {
    case "layer-time": body(&layerTime)
    case "attention-share": body(&attentionShare)
    case "memory-efficiency": body(&memoryEfficiency)
    case "attention": body(&attention)
    case "expert-correlation": body(&expertCorrelation)
    case "exchange-latency": body(&exchangeLatency)
    case "exchange-efficiency": body(&exchangeEfficiency)
    case "synchronisations": return changed(&synchronisations, body)
    case "draft-share": return changed(&draftShare, body)
    case "jitter": return changed(&jitter, body)
    case "draft-gain": return changed(&draftGain, body)
    case "draft-window": return changed(&draftWindow, body)
    case "usable": body(&usable)
    case "serving": return changed(&serving, body)
    case "host-time": return changed(&hostTime, body)
    default: return changeFloor(name, body) || changeFormat(name, body)
    }
    return true
  }

  private mutating func changeFloor(_ name: String, _ body: (inout Figure) -> Void) -> Bool {
    guard var found = floors else { return false }
    switch name {
    case "floor-latent-attention": body(&found.latentAttention)
    case "floor-grouped-attention": body(&found.groupedAttention)
    case "floor-routed-experts": body(&found.routedExperts)
    case "floor-dense-ffn": body(&found.denseFFN)
    case "floor-collectives": body(&found.collectives)
    default: return false
    }
    floors = found
    return true
  }

  private mutating func changeFormat(_ name: String, _ body: (inout Figure) -> Void) -> Bool {
    guard let dash = name.lastIndex(of: "-"),
      let format = WeightFormat(rawValue: String(name[name.index(after: dash)...]))
    else { return false }
    switch name[..<dash] {
    case "gemm": return changed(&gemm[format], body)
    case "prefill": return changed(&prefill[format], body)
    case "dense-prefill": return changed(&densePrefill[format], body)
    default: return false
    }
  }
}
