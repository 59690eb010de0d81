import Domain
import Replay
import TestSupport
import Testing

/// How full engines were over time.
@Suite("load series")
struct LoadSeriesTests {
  @Test("a series keeps its sums however often its spans double")
  func widening() {
    var series = LoadSeries(pools: 2)
    let first = series.width
    var sums = (running: Int128(0), blocks: Int128(0))
    var time: Ticks = 0
    for step in 0..<400 {
      let length = Ticks(step * step + 1) * 1_000_003
      series.add(1, from: time, to: time + length, running: step % 5, blocks: step)
      sums.running += Int128(length) * Int128(step % 5)
      sums.blocks += Int128(length) * Int128(step)
      time += length
    }
    #expect(series.width > first && series.width * Ticks(LoadSeries.spans) >= time)
    #expect(series.pools[1].running.reduce(0, +) == sums.running)
    #expect(series.pools[1].blocks.reduce(0, +) == sums.blocks)
    #expect(series.pools[0].running.allSatisfy { $0 == 0 })
  }

  @Test("KV in use never passes what there is")
  func capacity() throws {
    var full = 0
    for seed in 0..<60 {
      let random = RandomReplay(seed: seed)
      let source = ArraySource(random.header, random.sessions)
      let result = try Replayer.replay(source, plan: random.plan, attributes: true)
      let load = try #require(result.load)
      for (pool, sums) in zip(random.plan.pools, load.pools) {
        let most = Int128(load.width) * Int128(pool.engines * pool.kvBlocks)
        #expect(sums.blocks.allSatisfy { $0 >= 0 && $0 <= most }, "seed \(seed)")
        full += sums.blocks.count { $0 * 2 > most }
      }
    }
    #expect(full > 0)
  }

  @Test("sequences run for all of their time but that of hosts and queues")
  func residence() throws {
    let header = TraceHeader(
      workload: "queue", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
      classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)
    let pool = EnginePool(
      name: "e", role: .aggregated, engines: 3,
      cost: StepCost(base: [Ticks(nanoseconds: 1_000_000)]), kvBlocks: 1 << 20, maxSequences: 4,
      tokenBudget: 64)
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool],
      services: [Plan.Service(model: "m", entry: 0, hostTime: 12_345)], blockTokens: 64)
    let stream = RandomStream(seed: 3)
    let sessions = (0..<500).map { index in
      let draw = stream.numbered(index).bits
      let tokens = 1 + Int(draw >> 8 & 255)
      return TraceSession(
        start: Nanoseconds(index) * 7_000_001,
        contexts: [PrivateContext(parent: .root, tokens: tokens)],
        records: [
          TraceRecord(
            .request, turn: 1, prompt: .own(0), inputTokens: tokens,
            outputTokens: 1 + Int(draw & 127))
        ])
    }
    let result = try Replayer.replay(ArraySource(header, sessions), plan: plan, attributes: true)
    let (load, attribution) = (try #require(result.load), try #require(result.attribution))
    let spent = result.requests.indices.reduce(Int128(0)) { sum, index in
      let row = Array(attribution.request(index))
      let outside = row[Component.host.index] + row[Component.queue.index]
      return sum + Int128(row.reduce(0, +) - outside)
    }
    #expect(result.requests.count == 500 && load.pools[0].running.reduce(0, +) == spent)
    let queued = result.requests.indices.reduce(Int128(0)) { sum, index in
      sum + Int128(Array(attribution.request(index))[Component.queue.index])
    }
    #expect(queued > 0 && load.pools[0].queued.reduce(0, +) == queued)
    // Blocks of 64 tokens hold what a request has: two at least, five at most.
    let blocks = load.pools[0].blocks.reduce(0, +)
    #expect(blocks > spent && blocks < 6 * spent, "\(blocks) \(spent)")
  }
}
