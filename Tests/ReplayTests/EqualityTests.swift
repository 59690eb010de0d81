import Domain
import Foundation
import ReferenceStepper
import Replay
import TestSupport
import Testing

@Suite("fast engine against stepper")
struct EqualityTests {
  /// More on request, for a longer search.
  private static let cases =
    ProcessInfo.processInfo.environment["BATON_CASES"].flatMap { Int($0) } ?? 800

  @Test("both agree in every integer they report")
  func agree() throws {
    var (preemptions, evictions, cancelled, refused) = (0, 0, 0, 0)
    var (spilled, reloaded) = (0, Int64(0))
    var (swaps, local) = (0, 0)
    var (spoken, underruns, interrupted) = (0, 0, 0)
    var drafting = (cases: 0, preemptions: 0, cancelled: 0, spoken: 0, zeroGaps: 0)
    for seed in 0..<Self.cases {
      let random = RandomReplay(seed: seed)
      let source = ArraySource(random.header, random.sessions)
      let system = seed % 2 == 0 ? nil : UInt64(1_000_000 + seed)
      let walked = try ReferenceStepper.replay(
        source, plan: random.plan, systemSeed: system, attributes: true)
      let fast = try Replayer.replay(
        source, plan: random.plan, systemSeed: system, attributes: true)
      if let difference = difference(fast, walked) {
        Issue.record("seed \(seed): \(difference)")
      }
      preemptions += fast.counts.preemptions
      evictions += Int(fast.cache.evictedBlocks)
      cancelled += fast.counts.cancelled
      refused += fast.counts.refused
      reloaded += fast.cache.reloadedBlocks
      swaps += fast.counts.swaps
      if random.plan.localPrefill > 0 { local += localRequests(fast, random.plan) }
      spilled += fast.pools.reduce(0) { $0 + $1.spilled }
      spoken += fast.turns.count { $0.silence >= 0 }
      underruns += fast.turns.count { $0.hasUnderrun }
      interrupted += fast.turns.count { $0.length < 0 }
      guard random.plan.pools.contains(where: { $0.speculation != nil }) else { continue }
      drafting.cases += 1
      drafting.preemptions += fast.counts.preemptions
      drafting.cancelled += fast.counts.cancelled
      drafting.spoken += fast.turns.count { $0.silence >= 0 }
      drafting.zeroGaps += fast.gaps.reduce(0) { $0 + Int($1.histogram.zeros) }
    }
    // The cases reach what is hard.
    #expect(preemptions > 0, "no case preempted")
    #expect(evictions > 0 && cancelled > 0 && refused > 0 && spilled > 0 && reloaded > 0)
    #expect(swaps > 20 && local > 100, "\(swaps) \(local)")
    #expect(
      spoken > 100 && underruns > 50 && interrupted > 50, "\(spoken) \(underruns) \(interrupted)")
    #expect(drafting.cases > Self.cases / 3 && drafting.preemptions > 0, "\(drafting)")
    #expect(
      drafting.cancelled > 0 && drafting.spoken > 50 && drafting.zeroGaps > 1000, "\(drafting)")
  }

  @Test("another system seed changes what a plan draws, and nothing where it draws nothing")
  func systemSeed() throws {
    var changed = 0
    for seed in 0..<200 {
      let random = RandomReplay(seed: seed)
      let source = ArraySource(random.header, random.sessions)
      let own = try Replayer.replay(source, plan: random.plan)
      let same = try Replayer.replay(source, plan: random.plan, systemSeed: UInt64(seed))
      let other = try Replayer.replay(source, plan: random.plan, systemSeed: 1 << 40)
      #expect(own == same)
      if random.plan.drawsAtRandom {
        changed += own == other ? 0 : 1
      } else {
        #expect(own == other, "seed \(seed)")
      }
    }
    #expect(changed > 20, "\(changed)")
  }

  /// What a plan is without one of the features that cases have by their seed.
  private static let without: [(name: String, change: @Sendable (inout Plan) -> Void)] = [
    ("temperature", { $0.routing = Routing($0.routing.rule, overlap: $0.routing.overlap) }),
    ("snapshots", { $0.routing.snapshotAge = 0 }),
    ("local prefill", { $0.localPrefill = 0 }),
    ("giving up while a tool runs", { $0.freesWaiting = false }),
    (
      "layers",
      { plan in
        for service in plan.services.indices {
          for path in plan.services[service].paths.indices {
            plan.services[service].paths[path].transfer.layers = 1
          }
        }
      }
    ),
    (
      "swapping",
      { plan in
        for pool in plan.pools.indices { plan.pools[pool].swap = nil }
      }
    ),
  ]

  @Test("cases reach what each feature changes", arguments: without.indices)
  func reach(feature: Int) throws {
    var changed = 0
    for seed in 0..<200 {
      let random = RandomReplay(seed: seed)
      var plan = random.plan
      Self.without[feature].change(&plan)
      guard plan != random.plan else { continue }
      let source = ArraySource(random.header, random.sessions)
      let with = try Replayer.replay(source, plan: random.plan)
      if try Replayer.replay(source, plan: plan) != with { changed += 1 }
    }
    #expect(changed >= 10, "\(Self.without[feature].name): \(changed)")
  }

  /// Requests that decode pools got without a handover: more than entry pools could hand over.
  private func localRequests(_ result: ArmResult, _ plan: Plan) -> Int {
    plan.services.reduce(0) { sum, service in
      let decode = service.paths.reduce(0) { $0 + result.pools[$1.pool].requests }
      return sum + max(0, decode - result.pools[service.entry].requests)
    }
  }

  /// The first thing in which two results differ.
  private func difference(_ a: ArmResult, _ b: ArmResult) -> String? {
    if a.counts != b.counts { return "counts \(a.counts) and \(b.counts)" }
    if a.tokens != b.tokens { return "tokens \(a.tokens) and \(b.tokens)" }
    if a.cache != b.cache { return "cache \(a.cache) and \(b.cache)" }
    if a.end != b.end { return "end \(a.end) and \(b.end)" }
    if a.steps != b.steps { return "steps \(a.steps) and \(b.steps)" }
    if a.cancelled != b.cancelled { return "cancelled \(a.cancelled) and \(b.cancelled)" }
    if a.pools != b.pools { return "pools \(a.pools) and \(b.pools)" }
    if a.rounds != b.rounds { return "rounds \(a.rounds) and \(b.rounds)" }
    for (x, y) in zip(a.requests, b.requests) where x != y { return "request \(x) and \(y)" }
    for (x, y) in zip(a.turns, b.turns) where x != y { return "turn \(x) and \(y)" }
    for (x, y) in zip(a.sessions, b.sessions) where x != y { return "session \(x) and \(y)" }
    for (x, y) in zip(a.gaps, b.gaps) where x != y {
      return "gaps of group \(x.classIndex) \(x.agent): \(x.histogram.count), \(y.histogram.count)"
    }
    if let row = differentRow(a, b) { return row }
    // How full engines were is looked at when they change, which the stepper sees at every step.
    var (x, y) = (a, b)
    (x.load, y.load) = (nil, nil)
    return x == y ? nil : "something else"
  }

  private func differentRow(_ a: ArmResult, _ b: ArmResult) -> String? {
    guard let x = a.attribution, let y = b.attribution else { return nil }
    for index in a.requests.indices where x.request(index) != y.request(index) {
      return "row \(index): \(Array(x.request(index))) and \(Array(y.request(index)))"
    }
    for (place, (early, other)) in zip(x.early, y.early).enumerated() where early != other {
      return "before the first token, \(place): \(early) and \(other)"
    }
    for index in a.sessions.indices where x.session(index) != y.session(index) {
      return "session \(index): \(Array(x.session(index))) and \(Array(y.session(index)))"
    }
    for (long, other) in zip(x.longest.all, y.longest.all) where long != other {
      return "long session \(long) and \(other)"
    }
    if x.interferers != y.interferers { return "who interfered" }
    if x.earlyInterferers != y.earlyInterferers { return "who interfered before the first token" }
    return x.engines == y.engines ? nil : "engines"
  }
}
