import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

/// Prefill and decode on pools of their own, of different chips.
@Suite struct PhasePoolTests {
  private let engines =
    "engines: {prefill: {devices: 16, tensor: 4}, decode: {devices: 16, tensor: 8}}"

  private func plan(
    _ pools: String, _ keys: String, _ model: String = "llama-3.1-70b"
  ) throws -> Plan {
    let links = pools.contains("lpx") ? "links: {gpu-lpx: spectrum-x}" : ""
    let text = """
      platform: mine
      pools: {\(pools)}
      \(links)
      policies:
        ours: {\(keys)}
      """
    let source = SourceText(name: "mine.yaml", bytes: Array(text.utf8))
    let (catalog, name, found) = CatalogReader.platform(source, in: try shippedCatalog())
    #expect(found.isEmpty, "\(found.rendered())")
    return try PlanBuilder.plan(
      platform: try #require(name), policy: "ours", models: [model],
      catalog: try #require(catalog))
  }

  @Test("each phase is what it is on a platform of its own pool alone; all racks take power")
  func apart() throws {
    let keys = "extends: gpu-disaggregated, \(engines)"
    let both = try plan("old: {chip: h100, racks: 2}, new: {chip: b200, racks: 2}", keys)
    let old = try plan("old: {chip: h100, racks: 4}", keys)
    let new = try plan("new: {chip: b200, racks: 4}", keys)
    #expect(both.pools[0] == old.pools[0] && both.pools[1] == new.pools[1])
    #expect(both.watts == old.watts / 2 + new.watts / 2)
    #expect(both.services[0].hostTime == old.services[0].hostTime)
    // KV crosses at the pace of the slower network card.
    let times = [both, old, new].compactMap { $0.services[0].paths.first?.transfer.perToken }
    #expect(times[0] == max(times[1], times[2]))
    let named = try plan(
      "old: {chip: h100, racks: 2}, new: {chip: b200, racks: 2}",
      "extends: gpu-disaggregated, engines: {prefill: {pool: new, devices: 16, tensor: 4}, "
        + "decode: {pool: old, devices: 16, tensor: 8}}")
    let turned = try plan("new: {chip: b200, racks: 2}, old: {chip: h100, racks: 2}", keys)
    #expect(named.pools == turned.pools)
  }

  @Test("with one name for both phases its racks are divided, and the others are told as idle")
  func idle() throws {
    let pools = "old: {chip: h100, racks: 2}, new: {chip: b200, racks: 4}"
    let wishes = "prefill: {pool: new, devices: 16, tensor: 4}, decode: {devices: 16, tensor: 8}"
    let one = try plan(pools, "extends: gpu-disaggregated, engines: {\(wishes)}")
    let alone = try plan("new: {chip: b200, racks: 4}", "extends: gpu-disaggregated, \(engines)")
    #expect(one.pools == alone.pools)
    #expect(one.notes.contains { $0.contains("`old` is idle: 2 racks") })
    let whole = try plan(pools, "extends: gpu-aggregated")
    #expect(whole.pools[0].engines > 0)
    #expect(whole.notes.contains { $0.contains("`new` is idle: 4 racks") })
    #expect(!alone.notes.contains { $0.contains("idle") })
  }

  @Test("attention of AFD and what tiers decode on have the second pool")
  func others() throws {
    let pools = "a: {chip: rubin, racks: 2}, b: {chip: rubin, racks: 3}"
    let lpx = ", lpx: {chip: groq-3-lpu, racks: 2}"
    for keys in ["extends: afd", "extends: lpx-draft", "extends: latency-tiered"] {
      let model = keys.hasSuffix("draft") ? "deepseek-r1" : "gpt-oss-120b"
      let plan = try plan(pools + lpx, keys, model)
      #expect(plan.pools.count > 1 && plan.notes.allSatisfy { !$0.contains("idle") })
    }
  }

  @Test("a pool that isn't there, and more GPUs than a pool has, are told with their place")
  func broken() throws {
    for (keys, place, text) in [
      ("engines: {decode: {pool: nwe}}", "4:63", "did you mean `new`"),
      ("engines: {decode: {devices: 24}}", "4:56", "pool `new` has 16 (2 × 8)"),
    ] {
      let text2 = """
        platform: mine
        pools: {old: {chip: h100, racks: 2}, new: {chip: b200, racks: 2}}
        policies:
          ours: {extends: gpu-disaggregated, \(keys)}
        """
      let source = SourceText(name: "mine.yaml", bytes: Array(text2.utf8))
      let found = CatalogReader.platform(source, in: try shippedCatalog()).diagnostics.rendered()
      #expect(found.contains("mine.yaml:\(place)") && found.contains(text), "\(found)")
    }
  }
}
