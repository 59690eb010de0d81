import Domain
import Testing

@testable import BackendModel

@Suite("racks and drafters that engines share")
struct ContentionTests {
  @Test("nobody waits alone; the wait is that of M/D/1 at the load which it leaves")
  func waiting() {
    #expect(Waiting.time(service: 2, others: 0, cycle: 10) == 0)
    for visits in [1.0, 40] {
      let wait = Waiting.time(service: 2, others: 3, cycle: 10, visits: visits)
      let part = 3 * 2 / (10 + visits * wait)
      #expect(abs(wait - part * 2 / (2 * (1 - part))) < 1e-9)
    }
    // A cycle that is long for other reasons leaves the server free more often.
    let part = 3 * 2 / 100.0
    let wait = Waiting.time(service: 2, others: 3, cycle: 10, least: 100)
    #expect(abs(wait - part * 2 / (2 * (1 - part))) < 1e-9)
    // Far past saturation each waits for nearly all others.
    let crowd = Waiting.time(service: 2, others: 1000, cycle: 10)
    #expect(crowd > 1980 && crowd <= 2000)
  }

  @Test("numbers of engines reach from one to all")
  func counts() {
    #expect(Waiting.counts(upTo: 1) == [1])
    #expect(Waiting.counts(upTo: 10) == [1, 2, 3, 4, 6, 9, 10])
    #expect(Waiting.levels(upTo: 10) { _, _ in 1 } == [10])
    #expect(Waiting.levels(upTo: 4) { count, _ in Double(count) } == [1, 2, 3, 4])
  }

  @Test(
    "steps are never shorter with more engines that decode, and longer with all of them",
    arguments: [
      ("afd", "vera-rubin-lpx", "gpt-oss-120b"), ("afd", "vera-rubin-lpx-xl", "deepseek-r1"),
      ("lpx-draft", "vera-rubin-lpx", "gpt-oss-120b"),
      ("lpx-draft", "vera-rubin-lpx-xl", "deepseek-r1"),
    ])
  func placements(_ policy: String, _ platform: String, _ model: String) throws {
    let plan = try PlanBuilder.plan(
      platform: platform, policy: policy, models: [model], catalog: try shippedCatalog())
    let pool = plan.pools[1]
    let crowds = pool.contention
    #expect(crowds.last?.engines == pool.engines)
    #expect(crowds.map(\.engines) == crowds.map(\.engines).sorted())
    for count in [1, 8, 64] {
      // Per token, since more engines may leave fewer drafts.
      let times = crowds.map { crowd in
        let level = crowd.speculation?.level(sequences: count)
        let time = (level?.cost ?? crowd.cost).step(
          sequences: count, context: Int64(count) * 4000, prefillTokens: 0, prefillContext: 0)
        return Double(time) / (level?.meanTokens ?? 1)
      }
      let ratios = zip(times.dropFirst(), times).map { $0 / $1 }
      #expect(ratios.allSatisfy { $0 > 0.97 }, "\(count) sequences: \(times)")
    }
  }
}
