import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite("drafting in placements") struct DraftingTests {
  private func plan(
    _ policy: String, _ model: String, on platform: String = "vera-rubin-lpx-xl",
    _ change: (inout Catalog) -> Void = { _ in }
  ) throws -> Plan {
    var catalog = try shippedCatalog()
    change(&catalog)
    return try PlanBuilder.plan(
      platform: platform, policy: policy, models: [model], catalog: catalog)
  }

  private func rate(_ pool: EnginePool, _ count: Int, drafts: Bool = true) -> Double {
    let level = drafts ? pool.speculation?.level(sequences: count) : nil
    let step = (level?.cost ?? pool.cost).step(
      sequences: count, context: Int64(count) * 4000, prefillTokens: 0, prefillContext: 0)
    return (level?.meanTokens ?? 1) / Double(step)
  }

  @Test(
    "drafts chosen by batch never lose to plain steps, and gain most alone",
    arguments: ["gpu-aggregated", "gpu-disaggregated", "afd", "lpx-decode", "lpx-draft"])
  func gains(policy: String) throws {
    for model in ["deepseek-r1", "deepseek-v4-pro", "glm-5.2"] {
      let placed = try plan(policy, model)
      let pool = try #require(placed.pools.last)
      let speculation = try #require(pool.speculation)
      var sequences = 0
      for level in speculation.levels {
        #expect(level.sequences > sequences && level.cost.positions == level.drafts + 1)
        sequences = level.sequences
      }
      for count in [1, 2, 5, 16, 40, 100, 256] where count <= pool.maxSequences {
        let gain = rate(pool, count) / rate(pool, count, drafts: false)
        #expect(gain >= 0.98, "\(model) at \(count): \(gain)")
        #expect(gain < (speculation.level(sequences: count)?.meanTokens ?? 1) + 1e-9)
      }
      #expect(pool.tokenBudget > speculation.largestStep)
      #expect(placed.notes.contains { $0.contains("drafts with") })
    }
  }

  @Test("of DeepSeek-R1 no more than three drafts pay on any built-in GPU")
  func choices() throws {
    for platform in try shippedCatalog().platforms {
      let pools = try plan("gpu-aggregated", "deepseek-r1", on: platform.name).pools
      for level in pools.flatMap({ $0.speculation?.levels ?? [] }) {
        #expect((0...3).contains(level.drafts), "\(platform.name)")
      }
    }
  }

  @Test("a step of AFD with drafts is that of its positions and a layer for each draft")
  func afd() throws {
    let pool = try #require(try plan("afd", "deepseek-r1").pools.last)
    let level = try #require(pool.speculation?.level(sequences: 1))
    func step(_ cost: StepCost, _ count: Int) -> Double {
      Double(
        cost.step(sequences: count, context: 0, prefillTokens: 0, prefillContext: 0))
    }
    let positions = level.drafts + 1
    let drafts = step(level.cost, 1) / step(pool.cost, positions) - 1
    // A layer is a sixtieth of 61 layers; the head that each draft reads whole costs as much or
    // more.
    let layers = Double(level.drafts) / 61
    #expect(drafts > 0.8 * layers && drafts < 4 * layers, "\(drafts) \(layers)")
  }

  @Test("a drafter that engines share serves so many sequences as its SRAM and its time allow")
  func saturation() throws {
    func limit(_ change: (inout Catalog) -> Void = { _ in }) throws -> Int {
      let pool = try #require(try plan("lpx-draft", "deepseek-r1", change).pools.last)
      return pool.speculation?.levels.last?.sequences ?? 0
    }
    let usual = try limit()
    #expect(usual > 8 && usual < 512)
    func setting(_ name: String, _ value: Double) throws -> Int {
      try limit { catalog in catalog = catalog.setting(name, to: value) ?? catalog }
    }
    // Half the window, about twice the sequences; slow hops, none that can be served.
    let half = try setting("lpx-2026.draft-window", 1024)
    #expect(half > usual * 3 / 2 && half <= usual * 5 / 2, "\(usual) \(half)")
    #expect(try setting("lpx-2026.synchronisations", 4000) == 0)
  }

  @Test("a drafter with a gain of its own has more accepted, and 1 is the table")
  func gain() throws {
    func mean(_ gain: Double) throws -> Double {
      let pool = try plan("lpx-draft", "deepseek-r1") { catalog in
        catalog = catalog.setting("lpx-2026.draft-gain", to: gain) ?? catalog
      }.pools.last
      // With few engines nobody waits for a drafter, so that three drafts are best.
      let level = try #require(pool?.contention.first?.speculation?.level(sequences: 1))
      return try #require(level.drafts == 3 ? level.meanTokens : nil)
    }
    let (plain, more) = (try mean(1), try mean(1.3))
    let table = try #require(try shippedCatalog().model("deepseek-r1")?.accepted(drafts: 3))
    #expect(abs(plain - table) < 1e-6)
    #expect(abs((more - 1) / (plain - 1) - 1.3) < 1e-6)
  }

  @Test("a drafter that is unknown or too large for the racks is refused")
  func refused() throws {
    for (drafter, text) in [("llama-3.1-8bb", "llama-3.1-8b"), ("deepseek-r1", "hold")] {
      let error = #expect(throws: PlacementError.self) {
        try plan("mine", "gpt-oss-120b", on: "vera-rubin-lpx") { catalog in
          catalog.policies.append(
            PolicyDefinition(name: "mine", kind: .lpxDraft, drafter: drafter))
        }
      }
      let message = (error?.message ?? "") + (error?.help ?? "")
      #expect(message.contains(text), "\(message)")
    }
  }
}
