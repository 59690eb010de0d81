import Domain
import ReferenceStepper
import Replay
import TestSupport
import Testing

/// Every value of a feature meets every value of every other: in each case both replayers, the
/// stepper with its invariants after every event.
@Suite("pairs of features")
struct PairwiseTests {
  /// Names and values of what is combined. Sessions with speech, cancelling and ties come from the
  /// seed, the rest is set in the plan.
  private static let features: [(name: String, values: [String])] = [
    ("routing", Routing.Rule.allCases.map(\.rawValue)),
    ("order", Scheduling.allCases.map(\.rawValue)),
    ("placement", ["aggregated", "disaggregated", "tiered", "two services"]),
    ("block", ["1", "16", "64"]),
    ("kv", ["tight", "roomy"]),
    ("budget", ["small", "large"]),
    ("hosts", ["at once", "later"]),
    ("voice", ["silent", "spoken"]),
    ("times", ["whole milliseconds", "odd"]),
    ("speculation", ["none", "drafts", "drafts at low load"]),
    ("host", ["none", "some"]),
    ("store", ["none", "some"]),
    ("contention", ["none", "some"]),
    ("jitter", ["none", "some"]),
    ("rounding", ["down", "up"]),
    ("deadline", ["none", "stated"]),
    ("overlap", ["0", "1", "3"]),
    ("temperature", ["none", "some"]),
    ("snapshots", ["fresh", "stale"]),
    ("preemption", ["recompute", "swap"]),
    ("short prompts", ["handed over", "local"]),
    ("transfer", ["blocking", "layer-wise"]),
    ("while waiting", ["keep", "give up"]),
  ]

  /// Rows of value indices that cover all pairs, found greedily: each takes, of many random rows,
  /// the one with the most new pairs.
  private static func rows() -> [[Int]] {
    let sizes = features.map(\.values.count)
    var missing: Set<[Int]> = []
    for a in sizes.indices {
      for b in (a + 1)..<max(a + 1, sizes.count) {
        for x in 0..<sizes[a] {
          for y in 0..<sizes[b] { missing.insert([a, x, b, y]) }
        }
      }
    }
    var stream = RandomStream(seed: 5)
    var rows: [[Int]] = []
    func pairs(_ row: [Int]) -> [[Int]] {
      row.indices.flatMap { a in
        ((a + 1)..<max(a + 1, row.count)).map { [a, row[a], $0, row[$0]] }
      }
    }
    while let open = missing.min(by: { $0.lexicographicallyPrecedes($1) }) {
      var best: (row: [Int], gain: Int) = ([], 0)
      for attempt in 0..<60 {
        stream = stream.numbered(attempt)
        var row = sizes.indices.map { Int(stream.numbered($0).bits % UInt64(sizes[$0])) }
        (row[open[0]], row[open[2]]) = (open[1], open[3])
        let gain = pairs(row).count { missing.contains($0) }
        if gain > best.gain { best = (row, gain) }
      }
      missing.subtract(pairs(best.row))
      rows.append(best.row)
    }
    return rows
  }

  private struct Case {
    var header: TraceHeader
    var sessions: [TraceSession]
    var plan: Plan
    var label: String
  }

  private func value(_ name: String, _ row: [Int]) -> String {
    let index = Self.features.firstIndex { $0.name == name } ?? 0
    return Self.features[index].values[row[index]]
  }

  /// A seed of `RandomReplay` with the voice, the times and the lengths that a row asks for.
  private func seed(_ row: [Int], _ number: Int) -> Int {
    let isSpoken = value("voice", row) == "spoken"
    let isWhole = value("times", row) == "whole milliseconds"
    let isTight = value("kv", row) == "tight"
    var seed = 60 * number
    while (seed % 5 < 2) != isSpoken || (seed % 4 == 0) != isWhole || (seed % 3 == 0) != isTight {
      seed += 1
    }
    return seed
  }

  private func makeCase(_ row: [Int], _ number: Int) -> Case {
    let random = RandomReplay(seed: seed(row, number))
    var (header, plan) = (random.header, random.plan)
    plan.routing = Routing(
      Routing.Rule(rawValue: value("routing", row)) ?? .roundRobin,
      overlap: 1000 * (Int(value("overlap", row)) ?? 1),
      temperature: value("temperature", row) == "some" ? 300 : 0)
    if value("snapshots", row) == "stale" { plan.routing.snapshotAge = 7_000_000_000 }
    plan.freesWaiting = value("while waiting", row) == "give up"
    plan.localPrefill = value("short prompts", row) == "local" ? 20 : 0
    plan.scheduling = Scheduling(rawValue: value("order", row)) ?? .fcfs
    plan.blockTokens = Int(value("block", row)) ?? 16
    plan.pools = []
    if value("store", row) == "some" {
      let capacity = value("kv", row) == "tight" ? 300 : 9000
      plan.stores = [
        MemoryTier(
          blocks: max(1, capacity / plan.blockTokens),
          reload: Plan.Transfer(latency: 70_000, perToken: 500))
      ]
    }
    let paths = ["disaggregated": 1, "tiered": 2][value("placement", row)] ?? 0
    let isSplit = paths > 0
    let layers = value("transfer", row) == "layer-wise" ? 5 : 1
    let link = Plan.Transfer(latency: 400_000, perToken: 9_000, layers: layers)
    let hasTwo = value("placement", row) == "two services"
    let cost = random.plan.pools[0].cost
    for index in plan.services.indices {
      plan.services[index].hostTime = value("hosts", row) == "later" ? 5_000_000 : 0
      plan.services[index].entry = hasTwo ? index : 0
      plan.services[index].paths = (0..<paths).map {
        Plan.DecodePath(pool: 1 + $0, transfer: link)
      }
    }
    plan.pools.append(pool(isSplit ? .prefill : .aggregated, cost, row))
    if hasTwo { plan.pools.append(pool(.aggregated, cost, row)) }
    for _ in 0..<paths { plan.pools.append(pool(.decode, cost, row)) }
    plan.tiers = [Tier(paths: [0])]
    if paths > 1 {
      // Classes get priorities by chance: some seeds spill, others part them.
      plan.tiers = [Tier(.priority(.high), paths: [1]), Tier(paths: [0, 1])]
    }
    if value("rounding", row) == "up" {
      // A last block that is partly filled is named whole: prompts are shorter than their paths.
      header.blocks = BlockIdentity(tokens: plan.blockTokens, rounding: .ceil)
    }
    if value("deadline", row) == "stated" {
      for index in header.classes.indices { header.classes[index].deadline = 50_000_000 }
    }
    let names = zip(Self.features, row).map { "\($0.name) \($0.values[$1])" }
    return Case(
      header: header, sessions: random.sessions, plan: plan,
      label: names.joined(separator: ", ") + ", case \(number)")
  }

  private func pool(_ role: EnginePool.Role, _ cost: StepCost, _ row: [Int]) -> EnginePool {
    let isTight = value("kv", row) == "tight"
    let tokens = isTight ? 200 : 4000
    let budget = value("budget", row) == "small" ? 16 : 4096
    var pool = EnginePool(
      name: "\(role)", role: role, engines: isTight ? 2 : 3, cost: cost,
      kvBlocks: max(1, tokens / (Int(value("block", row)) ?? 16)), maxSequences: isTight ? 6 : 9,
      tokenBudget: budget)
    if value("jitter", row) == "some" {
      pool.jitter = Jitter(factors: [50_000, 60_000, 70_000, 82_144])
    }
    let speculation = value("speculation", row)
    if speculation != "none", role != .prefill {
      var drafting = cost
      drafting.positions = 4
      let level = Speculation.Level(
        sequences: speculation == "drafts" ? 100 : 2, beyond: [3 << 30, 2 << 30, 1 << 30],
        cost: drafting)
      pool.speculation = Speculation([level])
    }
    if value("host", row) == "some" {
      pool.host = MemoryTier(
        blocks: 2 * pool.kvBlocks, reload: Plan.Transfer(latency: 90_000, perToken: 700))
    }
    if value("store", row) == "some" { pool.store = StoreAccess(index: 0, perToken: 1100) }
    if value("preemption", row) == "swap" {
      pool.swap = MemoryTier(
        blocks: pool.kvBlocks / 2, reload: Plan.Transfer(latency: 90_000, perToken: 700))
    }
    if value("contention", row) == "some" {
      var slow = cost
      slow.perSequence += 40_000
      let crowd = Contention(engines: 2, cost: slow, speculation: pool.speculation)
      pool.contention = [Contention(engines: 1, cost: cost), crowd]
    }
    return pool
  }

  /// What must hold of any result.
  private func checkResult(_ result: ArmResult, _ item: Case) {
    let counts = result.counts
    let over = counts.finished + counts.refused + counts.cancelled + counts.live
    #expect(counts.arrived == over && counts.live == 0, "\(item.label)")
    #expect(result.requests.count == counts.finished, "\(item.label)")
    #expect(result.cancelled.count == counts.cancelled, "\(item.label)")
    let cache = result.cache
    #expect(cache.hitBlocks <= cache.promptBlocks, "\(item.label)")
    #expect(cache.idealBlocks <= cache.promptBlocks, "\(item.label)")
    for request in result.requests {
      #expect(request.firstToken >= 0 && request.last >= request.firstToken, "\(item.label)")
      #expect(request.stall <= request.last - request.firstToken, "\(item.label)")
      #expect(
        request.cachedTokens >= 0 && request.cachedTokens < max(1, request.inputTokens),
        "\(item.label)")
    }
    for pool in result.pools {
      #expect(
        pool.busy >= 0 && pool.busy <= Int128(pool.window) * Int128(pool.engines), "\(item.label)")
    }
  }

  @Test("each pair of values runs, equal in both replayers, with nothing lost")
  func pairs() throws {
    let rows = Self.rows()
    var met: [[Set<Int>]] = []
    for row in rows { met.append(row.map { [$0] }) }
    for index in Self.features.indices {
      let values = met.reduce(into: Set<Int>()) { $0.formUnion($1[index]) }
      #expect(values.count == Self.features[index].values.count, "\(Self.features[index].name)")
    }
    #expect(rows.count >= 35 && rows.count < 80, "\(rows.count) rows")
    var (preemptions, cancelled, refused) = (0, 0, 0)
    for row in rows {
      for number in 1...3 {
        let item = makeCase(row, number)
        let source = ArraySource(item.header, item.sessions)
        let walked = try ReferenceStepper.replay(source, plan: item.plan)
        let fast = try Replayer.replay(source, plan: item.plan)
        #expect(fast == walked, "\(item.label)")
        checkResult(fast, item)
        preemptions += fast.counts.preemptions
        cancelled += fast.counts.cancelled
        refused += fast.counts.refused
      }
    }
    // The cases reach what is hard.
    #expect(preemptions > 50 && cancelled > 50 && refused > 0, "\(preemptions) \(cancelled)")
  }
}
