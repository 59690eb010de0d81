import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite struct StoreTests {
  private func platform(_ text: String) throws -> (Catalog?, String?, [Diagnostic]) {
    let source = SourceText(name: "mine.yaml", bytes: Array(text.utf8))
    return CatalogReader.platform(source, in: try shippedCatalog())
  }

  @Test("DRAM of LPX racks is shared by all GPU engines, at the pace of links")
  func store() throws {
    let keys = "{extends: gpu-disaggregated, lpx-cache: yes, while-waiting: offload}"
    let lpx = "lpx: {chip: groq-3-lpu, racks: 2}"
    func file(_ pools: String, _ rest: String = "") -> String {
      "platform: mine\npools: {\(pools)}\n\(rest)policies: {own: \(keys)}\n"
    }
    let gpu = "gpu: {chip: rubin, racks: 4}"
    let (catalog, name, problems) = try platform(
      file("\(gpu), \(lpx)", "links: {gpu-lpx: spectrum-x}\n"))
    #expect(problems.isEmpty)
    let plan = try PlanBuilder.plan(
      platform: try #require(name), policy: "own", models: ["gpt-oss-120b", "llama-3.1-8b"],
      catalog: try #require(catalog))
    #expect(plan.stores.count == 2 && plan.freesWaiting)
    #expect(plan.pools.map { $0.store?.index } == [0, 0, 1, 1])
    // Half of 16.4 TB; 18 layers that see all of 8 heads of 64 for keys and values, FP8.
    let bytes = Double(plan.stores[0].blocks) * 64 * 18 * 8 * 64 * 2
    #expect(abs(bytes / 8.2e12 - 1) < 0.001)
    // 6.4 TB/s of two racks.
    let perToken = Double(plan.stores[0].reload.perToken) / Double(Ticks(seconds: 1))
    #expect(abs(perToken / (18 * 8 * 64 * 2 / 6.4e12) - 1) < 0.01)
    #expect(plan.pools.allSatisfy { ($0.store?.perToken ?? 0) > plan.stores[0].reload.perToken })
    #expect(plan.assumed.contains { $0.name == "spectrum-x.rack-bandwidth" })
    #expect(plan.notes.contains { $0.contains("in the DRAM of LPX racks: 8") })

    let (bare, _, _) = try platform(file(gpu))
    #expect(throws: PlacementError.self) {
      try PlanBuilder.plan(
        platform: "mine", policy: "own", models: ["gpt-oss-120b"], catalog: try #require(bare))
    }
  }

  @Test(
    "all placements share one store for each model, of the same size",
    arguments: ["gpu-aggregated", "gpu-disaggregated", "afd", "lpx-decode", "lpx-draft"])
  func placements(_ kind: String) throws {
    let keys = "{extends: \(kind), lpx-cache: yes}"
    let (catalog, name, problems) = try platform(
      "platform: mine\nextends: vera-rubin-lpx\npolicies: {own: \(keys)}\n")
    #expect(problems.isEmpty, "\(problems.rendered())")
    let plan = try PlanBuilder.plan(
      platform: try #require(name), policy: "own", models: ["gpt-oss-120b"],
      catalog: try #require(catalog))
    #expect(plan.stores.count == 1)
    // Of two racks, for one model.
    let bytes = Double(plan.stores.first?.blocks ?? 0) * 64 * 18 * 8 * 64 * 2
    #expect(abs(bytes / 16.4e12 - 1) < 0.001, "\(bytes)")
    let first = plan.pools.filter { $0.role != .decode }
    #expect(!first.isEmpty && first.allSatisfy { $0.store?.index == 0 })
    #expect(plan.pools.allSatisfy { ($0.store?.perToken ?? 1) > 0 })
  }
}
