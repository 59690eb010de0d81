import Domain
import Replay
import TestSupport
import Testing

@Suite("gaps by tenant")
struct TenantGapTests {
  /// A random case again and again, in which each session has a tenant of its own, `many` of them
  /// or more.
  private func sessions(_ random: RandomReplay, many: Int) -> [TraceSession] {
    var sessions = random.sessions
    let isOpen = random.header.classes.map { $0.closed == nil }
    var later = sessions.filter { isOpen[$0.classIndex] }
    let last = later.compactMap(\.start).max() ?? 0
    while sessions.count < many, !later.isEmpty {
      for index in later.indices {
        // What is shared was brought in at first.
        later[index].sharedContexts = []
        later[index].start = (later[index].start ?? 0) + last + 1
      }
      sessions += later
    }
    for index in sessions.indices { sessions[index].tenant = "t\(index)" }
    return sessions
  }

  /// Histograms of one class, agent and model, whoever the tenant.
  private func pooled(_ arm: ArmResult) -> [[Int]: GapHistogram] {
    arm.gaps.reduce(into: [:]) { pools, group in
      pools[[group.classIndex, group.agent, group.model], default: GapHistogram()]
        .merge(group.histogram)
    }
  }

  @Test("whoever pays, gaps are the same; the first 64 tenants have theirs, all others share one")
  func pools() throws {
    var (shared, own) = (0, Set<Int>())
    for seed in 0..<40 {
      let random = RandomReplay(seed: seed)
      // Fair queues look at who pays.
      guard random.plan.scheduling != .tenantFair else { continue }
      let many = sessions(random, many: 80)
      var one = many
      for index in one.indices { one[index].tenant = "all" }
      let (apart, together) = (
        try Replayer.replay(ArraySource(random.header, many), plan: random.plan),
        try Replayer.replay(ArraySource(random.header, one), plan: random.plan)
      )
      #expect(pooled(apart) == pooled(together), "seed \(seed)")
      #expect(together.gaps.allSatisfy { $0.tenant == 0 })
      #expect(apart.gaps.allSatisfy { $0.tenant <= GapGroup.mostTenants })
      own.formUnion(apart.gaps.map(\.tenant))
      shared += apart.gaps.count { $0.tenant == GapGroup.mostTenants }
    }
    #expect(shared > 0 && own.count > 40)
  }
}
