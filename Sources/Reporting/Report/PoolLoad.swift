import Domain

/// How full the engines of each pool were over time; only of a replay that says what time was spent
/// on.
struct PoolLoad: Hashable, Sendable {
  struct Pool: Hashable, Sendable {
    var name: String
    /// Mean over each span, of all engines together.
    var running: [Double]
    var queued: [Double]
    /// Part of the KV capacity that admitted sequences hold.
    var kvUse: [Double]
  }

  /// Length of a span in seconds.
  var step: Double
  var pools: [Pool]

  init?(_ arm: ArmResult) {
    guard let load = arm.load else { return nil }
    let width = Double(load.width)
    step = width / ticksPerSecond
    let last = Int((Ticks(nanoseconds: arm.end) + load.width - 1) / load.width)
    let spans = max(1, min(LoadSeries.spans, last))
    pools = zip(arm.pools, load.pools).map { use, sums in
      let capacity = Double(use.engines * use.kvBlocks) * width
      return Pool(
        name: use.name, running: sums.running.prefix(spans).map { Double($0) / width },
        queued: sums.queued.prefix(spans).map { Double($0) / width },
        kvUse: sums.blocks.prefix(spans).map { capacity > 0 ? Double($0) / capacity : 0 })
    }
  }

  func write(to json: inout JSONWriter) {
    json.field("step", step)
    json.array("pools") { json in
      for pool in pools {
        json.object { json in
          json.field("pool", pool.name)
          for (key, values) in [
            ("running", pool.running), ("queued", pool.queued), ("kvUse", pool.kvUse),
          ] {
            json.array(key) { json in
              for value in values { json.element(rounded(value)) }
            }
          }
        }
      }
    }
  }
}
