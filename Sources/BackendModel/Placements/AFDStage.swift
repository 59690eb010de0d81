import Domain

/// One decode engine of AFD: attention on its GPUs, FFN on racks that all engines share.
struct AFDStage {
  var attention: GPUEngine
  var experts: LPUGroup
  var link: Link
  /// Decode engines that share the racks at the time.
  var sharing: Int

  private var model: ModelArchitecture { attention.model }
  /// Activations cross once there and back for each full-attention layer; layers with a window run
  /// wholly on LPX.
  private var crossings: Double { Double(model.fullLayers) }

  /// Attention of one full layer for a micro-batch, without its KV.
  func attentionTime(tokens: Double) -> Double {
    let software = attention.software
    let stream = attention.chip.bandwidth.value * software.memoryEfficiency.value
    let split = Double(attention.splitting)
    let weights = attention.attentionBytes / (split * stream)
    let compute = tokens * (attention.projectionTime + attention.sequenceTime)
    return attention.layerTime * software.attentionShare.value
      + (weights + compute) / Double(model.layers)
  }

  /// FFN of one full layer and what follows of layers with a window, for a micro-batch.
  func ffnTime(tokens: Double) -> Double {
    let (full, window) = ffnTimes(tokens: tokens)
    return full + windows * window
  }
  /// Layers with a window that follow a full one.
  private var windows: Double { Double(model.windowLayers) / Double(model.fullLayers) }

  /// Of the FFN of a full layer and of a whole layer with a window, if there are any.
  private func ffnTimes(tokens: Double) -> (full: Double, window: Double) {
    let window = model.windowLayers > 0 ? experts.layerTime(tokens: tokens) : 0
    return (experts.ffnTime(tokens: tokens), window)
  }

  /// Both ways: FP8 out, BF16 back.
  func crossingTime(tokens: Double) -> Double {
    2 * link.latency.value + tokens * crossingBytes / bandwidth
  }
  /// Of a token, there and back, each in whole vectors of the LPUs.
  private var crossingBytes: Double {
    let vector = experts.chip.vector
    func padded(_ bytes: Int) -> Int { (bytes + vector - 1) / vector * vector }
    return Double(padded(model.hidden) + padded(2 * model.hidden))
  }
  private var bandwidth: Double {
    let share = link.rackBandwidth.value * experts.racks / Double(sharing)
    return min(Double(attention.devices) * attention.chip.scaleOut.value, share)
  }

  private var headTime: Double {
    let stream = attention.chip.bandwidth.value * attention.software.memoryEfficiency.value
    let split = Double(attention.splitting)
    return 2 * model.headParameters / (split * stream)
  }

  /// `serial` adds to the time of KV; `beside` runs next to it.
  struct Step {
    var microBatches: Int
    var serial: Double
    var beside: Double
    /// What of `serial` is attention and what crossings, and what of `beside` is crossings; the
    /// rest is FFN and waiting for it.
    var attention: Double
    var exchange: Double
    var besideExchange: Double
    var total: Double { serial + beside }
  }

  /// Before the step: drafts, each of one layer and the head.
  func draftTime(sequences: Double) -> Double {
    guard attention.drafts > 0 else { return 0 }
    let layer =
      attentionTime(tokens: sequences) + ffnTime(tokens: sequences)
      + crossingTime(tokens: sequences)
    return Double(attention.drafts) * (layer + headTime)
  }

  /// What a micro-batch takes in one full layer, however many engines share the racks.
  struct MicroBatch {
    var count: Int
    var tokens: Double
    var attention: Double
    var ffn: Double
    /// Every engine's micro-batches pass each layer's LPUs once in a step, for so long.
    var service: Double
  }

  /// A step of so many tokens, in so many micro-batches.
  func microBatch(tokens: Double, count: Int) -> MicroBatch {
    let tokens = tokens / Double(count)
    let (full, window) = ffnTimes(tokens: tokens)
    return MicroBatch(
      count: count, tokens: tokens, attention: attentionTime(tokens: tokens),
      ffn: full + windows * window, service: max(full, window))
  }

  /// The step in so many micro-batches, without drafts.
  func step(tokens: Double, microBatches: Int) -> Step {
    step(microBatch(tokens: tokens, count: microBatches))
  }

  func step(_ batch: MicroBatch) -> Step {
    let parts = Double(batch.count)
    let (a, f, service) = (batch.attention, batch.ffn, batch.service)
    let alone = a + f + crossingTime(tokens: batch.tokens)
    let visits = 1 + windows
    func pipe(_ ring: Double) -> Double {
      crossings * max(parts * a, parts * f, ring) + headTime
    }
    let wait = Waiting.time(
      service: service, others: Double(sharing - 1) * parts,
      cycle: crossings * alone + headTime, visits: crossings * visits,
      least: pipe(0))
    let ring = alone + visits * wait
    let shared = Double(sharing) * parts * service
    let serial = crossings * (batch.count == 1 ? ring : parts * a) + headTime
    let beside = max(0, max(pipe(ring), shared) - serial)
    let crossing = crossings * crossingTime(tokens: batch.tokens)
    // Crossings are what is waited for where the ring is the longest of all.
    let isRing = batch.count > 1 && ring > parts * max(a, f) && pipe(ring) > shared
    return Step(
      microBatches: batch.count, serial: serial, beside: beside,
      attention: crossings * parts * a + headTime, exchange: batch.count == 1 ? crossing : 0,
      besideExchange: isRing ? min(beside, crossing) : 0)
  }

  /// The number of micro-batches with the shortest step, the smaller on ties.
  func best(tokens: Double, limit: Int) -> Step {
    best((1...max(1, limit)).map { microBatch(tokens: tokens, count: $0) })
  }

  /// The shortest step of some ways to divide it, the first on ties.
  func best(_ batches: [MicroBatch]) -> Step {
    var best = step(batches[0])
    for batch in batches.dropFirst() {
      let other = step(batch)
      if other.total < best.total { best = other }
    }
    return best
  }

  /// Part of a step of one sequence that is on GPUs.
  var attentionPart: Double {
    let step = step(tokens: 1, microBatches: 1).serial
    return (crossings * attentionTime(tokens: 1) + headTime) / step
  }

  /// The same stage while so many engines decode.
  func sharing(_ engines: Int) -> AFDStage {
    var stage = self
    stage.sharing = engines
    return stage
  }

  /// The same stage with so many drafts.
  func drafting(_ drafts: Int) -> AFDStage {
    var stage = self
    stage.attention.drafts = drafts
    return stage
  }

  /// The best step of so many sequences with their drafts, at `DraftLevels.context` each.
  func verifyStep(sequences: Int, microBatches: Int) -> Double {
    let count = Double(sequences)
    let best = best(
      tokens: count * Double(attention.drafts + 1), limit: min(microBatches, sequences))
    let keys =
      count * DraftLevels.context * attention.contextTime * attention.unevenness(sequences: count)
    return best.serial + max(best.beside, keys) + draftTime(sequences: count)
  }

  /// Per token of prefill, where a preempted request is computed again.
  var prefillTime: Double {
    let slope = ffnTime(tokens: 129) - ffnTime(tokens: 128)
    return attention.projectionTime
      + crossings * (slope + crossingBytes / bandwidth)
  }
}
