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
  var link: Link

  /// One copy.
  private var one: LPUGroup {
    var group = drafter
    group.devices = drafter.devices / count
    group.perLayer = min(group.devices, group.chip.perRack)
    return group
  }

  /// Most engines that one copy serves.
  var sharing: Int { (engines + count - 1) / count }

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
      + bytes / (link.rackBandwidth.value * drafter.racks / Double(engines))
  }

  /// A step of a verify engine with its drafts.
  func stepTime(_ group: EngineGroup, sequences: Int, drafts: Int) -> Double {
    let count = Double(sequences)
    let verify = group.engine.drafting(drafts, elsewhere: true)
      .step(sequences: count, context: count * DraftLevels.context)
    return drafts > 0 ? verify + time(sequences: count, drafts: drafts) : verify
  }

  /// Up to how many sequences of each engine the drafters serve: their KV is there, and an engine
  /// finds its drafter free when it comes back from verifying. Waiting below that bound is not
  /// modelled.
  func limit(_ group: EngineGroup, drafts: Int) -> Int {
    var (low, high) = (0, min(held, group.sequences))
    while low < high {
      let middle = (low + high + 1) / 2
      let one = draftTime(sequences: Double(middle), drafts: drafts)
      let isBusy =
        Double(sharing) * one > stepTime(group, sequences: middle, drafts: drafts)
      if isBusy { high = middle - 1 } else { low = middle }
    }
    return low
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
