import Domain

/// The case of NVIDIA's chart of LPX: a model of two trillion parameters, 400K tokens cached, 4K
/// new, 400 out, each user at a given speed. In closed form, for steady load; every machine
/// speculates with the same table of accepted lengths.
struct LongContext {
  var catalog: Catalog

  /// How much more of its drafts than of a built-in head's a drafter on LPX gets accepted.
  private var drafterGain: Double {
    catalog.chip("groq-3-lpu").flatMap { catalog.software($0.software) }?.draftGain?.value ?? 1
  }

  static let model = "2t-gptoss"
  static let cached = 409_600.0
  static let new = 4096.0
  static let output = 400.0
  /// Part of the time that LPUs which engines share are busy; more would make them wait.
  static let occupancy = 0.5
  enum Machine: String, CaseIterable {
    case gb200 = "GB200"
    case rubin = "Rubin"
    case afd = "AFD"
    case drafter = "drafter on LPX"
    case decode = "decode on LPX"
  }

  private var context: Double { Self.cached + Self.new + Self.output / 2 }

  private func architecture(_ name: String) -> ModelArchitecture {
    guard let model = catalog.model(name) else { preconditionFailure("no model `\(name)`") }
    return model
  }

  private func parts(_ name: String) -> (chip: Chip, software: SoftwareProfile, watts: Double) {
    guard let chip = catalog.chip(name), let software = catalog.software(chip.software) else {
      preconditionFailure("no chip `\(name)`")
    }
    return (chip, software, chip.rackPower.value / Double(chip.perRack))
  }

  /// Mean tokens of a verify step.
  private func accepted(_ drafts: Int, gain: Double = 1) -> Double {
    let length = architecture(Self.model).accepted(drafts: drafts) ?? 1
    return min(Double(drafts + 1), 1 + (length - 1) * gain)
  }

  private static let batches: [Double] = [
    1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 64, 96, 128,
  ]
  private static let sizes = [2, 4, 8, 16, 32]
  private static let drafts = [0, 1, 2, 3, 5, 7]

  /// Most output tokens per second and watt, at no less than `speed` tokens per second and user; 0
  /// past the machine's wall. Prefill GPUs count.
  func tokensPerJoule(_ machine: Machine, speed: Double) -> Double {
    switch machine {
    case .gb200: gpu("gb200", speed, hasDrafter: false)
    case .rubin: gpu("rubin", speed, hasDrafter: false)
    case .drafter: gpu("rubin", speed, hasDrafter: true)
    case .afd: afd(speed)
    case .decode: decode(speed)
    }
  }

  private func engine(_ chip: String, _ size: Int, isData: Bool) -> GPUEngine {
    let (chip, software, _) = parts(chip)
    return GPUEngine(
      model: architecture(Self.model), chip: chip, software: software, weights: chip.storage,
      devices: size, isData: isData)
  }

  /// Watts of the GPUs that prefill for so many output tokens per second.
  private func prefillWatts(_ chip: String, rate: Double) -> Double {
    let one = engine(chip, 8, isData: false)
    let time = one.prefill(tokens: Self.new, cached: Self.cached) * 8
    return rate / Self.output * time * parts(chip).watts
  }

  private func gpu(_ chip: String, _ speed: Double, hasDrafter: Bool) -> Double {
    var best = 0.0
    for size in Self.sizes {
      for isData in [false, true] {
        for drafts in Self.drafts {
          var one = engine(chip, size, isData: isData)
          one.drafts = drafts
          if hasDrafter { one.draftsElsewhere = true }
          let yield = accepted(drafts, gain: hasDrafter ? drafterGain : 1)
          for batch in Self.batches {
            let kept = batch * (context * one.bytesPerToken + one.bytesPerSequence)
            guard one.storedBytes + kept <= one.memory else { break }
            var step = one.step(sequences: batch, context: batch * context)
            var watts = Double(size) * parts(chip).watts
            if hasDrafter, drafts > 0 {
              let (time, share) = draft(batch: batch, drafts: drafts, step: step)
              step += time
              watts += share
            }
            guard yield / step >= speed else { break }
            let rate = batch * yield / step
            best = max(best, rate / (watts + prefillWatts(chip, rate: rate)))
          }
        }
      }
    }
    return best
  }

  /// Time of drafts on LPX with both crossings, and the drafter's watts for one engine.
  private func draft(batch: Double, drafts: Int, step: Double) -> (Double, Double) {
    let (chip, software, watts) = parts("groq-3-lpu")
    let model = architecture(Scene.drafter)
    let memory = chip.memory.value * software.usable.value
    let count = Int((model.parameters / memory).rounded(.up))
    let group = LPUGroup(
      model: model, chip: chip, software: software, weights: .fp8, devices: count, perLayer: count)
    let time = Double(drafts) * group.pass(tokens: batch)
    let latency = catalog.link("spectrum-x")?.latency.value ?? 0
    let wait = Self.occupancy / (2 * (1 - Self.occupancy)) * time
    let engines = max(1, Self.occupancy * (step + time) / time)
    return (time + wait + 2 * latency, Double(count) * watts / engines)
  }

  private func afd(_ speed: Double) -> Double {
    let (chip, software, watts) = parts("groq-3-lpu")
    guard let link = catalog.link("spectrum-x") else { return 0 }
    let model = architecture(Self.model)
    var experts = LPUGroup(
      model: model, chip: chip, software: software, weights: .mxfp4, devices: chip.perRack,
      perLayer: 1)
    let racks = (experts.ffnBytes / experts.memory).rounded(.up)
    experts.devices = Int(racks) * chip.perRack
    experts.perLayer = max(1, experts.devices / model.layers)
    var best = 0.0
    for size in [1, 2, 4, 8] {
      for drafts in Self.drafts {
        var attention = engine("rubin", size, isData: false)
        attention.drafts = drafts
        let stage = AFDStage(attention: attention, experts: experts, link: link, sharing: 1)
        let stored = attention.attentionBytes + 4 * model.headParameters
        for batch in Self.batches {
          let kept = batch * (context * attention.bytesPerToken + attention.bytesPerSequence)
          guard stored + kept <= attention.memory else { break }
          let tokens = batch * Double(drafts + 1)
          let keys = batch * context * attention.contextTime
          for parts in 1...3 where Double(parts) <= batch {
            let found = stage.long(
              tokens: tokens, microBatches: parts, keys: keys, drafts: drafts, batch: batch)
            guard accepted(drafts) / found.step >= speed else { continue }
            let rate = batch * accepted(drafts) / found.step
            let lpx = Double(experts.devices) * watts / found.engines
            let gpus = Double(size) * self.parts("rubin").watts
            best = max(best, rate / (gpus + lpx + prefillWatts("rubin", rate: rate)))
          }
        }
      }
    }
    return best
  }

  /// KV of every user in SRAM beside the weights, in a cell of 40 racks; it is brought over the
  /// links of its rack before the turn.
  private func decode(_ speed: Double) -> Double {
    let (chip, software, watts) = parts("groq-3-lpu")
    let model = architecture(Self.model)
    let group = LPUGroup(
      model: model, chip: chip, software: software, weights: .mxfp4, devices: 40 * chip.perRack,
      perLayer: chip.perRack)
    let each = context * model.kvElements + model.windowElements
    guard let link = catalog.link("spectrum-x") else { return 0 }
    let users = ((group.memory - group.allBytes) / each).rounded(.down)
    guard users >= 1 else { return 0 }
    var best = 0.0
    for drafts in Self.drafts {
      let inStage = max(1, users / Double(group.stages))
      let step = group.verifyStep(sequences: inStage, context: context * inStage, drafts: drafts)
      guard accepted(drafts) / step >= speed else { continue }
      let turn = Self.output * step / accepted(drafts) + each / link.rackBandwidth.value
      let rate = users * Self.output / turn
      best = max(
        best, rate / (Double(group.devices) * watts + prefillWatts("rubin", rate: rate)))
    }
    return best
  }

  /// The highest speed at which a machine still yields so many tokens per joule; nil if it yields
  /// fewer at 10 tokens per second and user.
  func speed(_ machine: Machine, tokensPerJoule: Double) -> Double? {
    var (low, high) = (10.0, 10_000.0)
    guard self.tokensPerJoule(machine, speed: low) >= tokensPerJoule else { return nil }
    for _ in 0..<12 {
      let middle = power(low * high, 0.5)
      if self.tokensPerJoule(machine, speed: middle) >= tokensPerJoule {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }
}

extension AFDStage {
  /// A verify step in so many micro-batches with LPUs shared by as many engines as keep them busy
  /// for `LongContext.occupancy` of the time, whose queue each visit waits in (M/D/1).
  fileprivate func long(
    tokens: Double, microBatches: Int, keys: Double, drafts: Int, batch: Double
  ) -> (step: Double, engines: Double) {
    let visits = Double(attention.model.fullLayers)
    let part = tokens / Double(microBatches)
    let service = max(experts.ffnTime(tokens: part), experts.layerTime(tokens: part))
    let busy = LongContext.occupancy
    let wait = busy / (2 * (1 - busy)) * service
    let plain = step(tokens: tokens, microBatches: microBatches)
    let layer =
      attentionTime(tokens: batch) + ffnTime(tokens: batch) + crossingTime(tokens: batch) + wait
    let total =
      plain.serial + max(plain.beside, keys) + visits * wait + Double(drafts) * layer
    return (total, max(1, busy * total / (Double(microBatches) * service)))
  }
}
