import Domain

/// Drafters on LPX, each a copy of a small model on its share of the LPUs, for verify engines on
/// GPUs that take turns at them.
struct DraftStage {
  /// The small model on all LPUs.
  var drafter: LPUGroup
  /// Copies.
  var count: Int
  /// Verify engines.
  var engines: Int
  /// Of those, the ones that decode at the time.
  var decoding: Int
  var link: Link

  /// One copy.
  private var one: LPUGroup {
    var group = drafter
    group.devices = drafter.devices / count
    group.perLayer = min(group.devices, group.chip.perRack)
    return group
  }

  /// Most decoding engines that one copy serves.
  var sharing: Int { (decoding + count - 1) / count }

  /// The same stage while so many engines decode.
  func sharing(_ engines: Int) -> DraftStage {
    var stage = self
    stage.decoding = engines
    return stage
  }

  /// Tokens that it attends to.
  var window: Double { drafter.software.draftWindow?.value ?? 2048 }

  /// Sequences of each engine whose KV the drafters hold beside their weights.
  var held: Int {
    let room = drafter.memory - Double(count) * drafter.allBytes
    let each = window * drafter.model.kvElements + drafter.model.windowElements
    return max(0, Int(room / each / Double(engines)))
  }

  /// So many drafts of so many sequences, one token after the other.
  func draftTime(sequences: Double, drafts: Int) -> Double {
    let group = one
    let reads = sequences * window * group.contextTime * Double(group.model.layers)
    return Double(drafts) * (group.pass(tokens: sequences) + reads)
  }

  /// Drafts, and both crossings of the link: tokens there, what was accepted back, 4 bytes each.
  func time(sequences: Double, drafts: Int) -> Double {
    let bytes = sequences * Double(2 * drafts + 1) * 4
    return draftTime(sequences: sequences, drafts: drafts) + 2 * link.latency.value
      + bytes / (link.rackBandwidth.value * drafter.racks / Double(decoding))
  }

  /// A step of a verify engine with its drafts and the wait for its drafter.
  func stepTime(_ group: EngineGroup, sequences: Int, drafts: Int) -> Double {
    let engine = group.engine.drafting(drafts, elsewhere: true)
    return verifyTime(engine, Double(sequences)) + timeWithWait(engine, Double(sequences))
  }

  private func verifyTime(_ engine: GPUEngine, _ sequences: Double) -> Double {
    engine.step(sequences: sequences, context: sequences * DraftLevels.context)
  }

  /// Drafts of so many sequences, crossings, and the wait for a drafter that serves other engines,
  /// whose batches are like this one.
  func timeWithWait(_ engine: GPUEngine, _ sequences: Double) -> Double {
    guard engine.drafts > 0 else { return 0 }
    let drafts = time(sequences: sequences, drafts: engine.drafts)
    let step = verifyTime(engine, sequences) + drafts
    let wait = Waiting.time(
      service: draftTime(sequences: sequences, drafts: engine.drafts),
      others: Double(sharing - 1), cycle: step)
    return drafts + wait
  }

  /// Up to how many sequences of each engine the drafters serve: their KV is there, and the
  /// engines that decode leave a drafter time for each.
  func limit(_ group: EngineGroup, drafts: Int) -> Int {
    var (low, high) = (0, min(held, group.sequences))
    while low < high {
      let middle = (low + high + 1) / 2
      let one = draftTime(sequences: Double(middle), drafts: drafts)
      let engine = group.engine.drafting(drafts, elsewhere: true)
      let step =
        verifyTime(engine, Double(middle)) + time(sequences: Double(middle), drafts: drafts)
      let isBusy = Double(sharing) * one > step
      if isBusy { high = middle - 1 } else { low = middle }
    }
    return low
  }

  /// What fits where, for people.
  func note(_ lpus: Int) -> String {
    let whole = sharing(engines)
    return "\(count) drafters of \(drafter.model.name) on \(lpus) LPUs, "
      + "\(Amount.gigabytes(drafter.allBytes)) of weights each; every one drafts for "
      + "\(whole.sharing) engines and holds KV of the last \(Int(window)) tokens of \(held) "
      + "sequences of each"
  }

  /// The number of copies that serves the most sequences, the smaller on ties. Numbers above four
  /// are looked at a quarter apart.
  static func best(_ stage: DraftStage, for group: EngineGroup, drafts: Int) -> DraftStage {
    var best = stage
    var most = -1
    let copies = max(1, Int(stage.drafter.memory / stage.drafter.allBytes))
    var count = 0
    while count < min(copies, stage.engines) {
      count = max(count + 1, min(count * 5 / 4, copies, stage.engines))
      var other = stage
      other.count = count
      let limit = other.limit(group, drafts: drafts)
      if limit > most { (best, most) = (other, limit) }
    }
    return best
  }
}
