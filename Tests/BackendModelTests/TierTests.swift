import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite("latency-tiered")
struct TierTests {
  private func read(_ policies: String) throws -> (Catalog?, [Diagnostic]) {
    let text = "platform: mine\nextends: vera-rubin-lpx\npolicies:\n\(policies)\n"
    let source = SourceText(name: "mine.yaml", bytes: Array(text.utf8))
    let (catalog, _, diagnostics) = CatalogReader.platform(source, in: try shippedCatalog())
    return (catalog, diagnostics)
  }

  private func plan(_ policies: String) throws -> Plan {
    let (catalog, diagnostics) = try read(policies)
    #expect(diagnostics.rendered() == "")
    return try PlanBuilder.plan(
      platform: "mine", policy: "tiers", models: ["gpt-oss-120b"],
      catalog: try #require(catalog))
  }

  private func users(_ slo: [Bound], _ priority: Priority = .normal) -> TraceClass {
    TraceClass(name: "users", priority: priority, slo: slo)
  }

  @Test("the built-in one sends tight classes to LPX, others to GPUs, and spills there")
  func builtIn() throws {
    let plan = try PlanBuilder.plan(
      platform: "vera-rubin-lpx", policy: "latency-tiered", models: ["gpt-oss-120b"],
      catalog: try shippedCatalog())
    #expect(plan.pools.map(\.role) == [.prefill, .decode, .decode])
    #expect(
      plan.pools.dropFirst().map(\.name) == [
        "lpx-decode-gpt-oss-120b", "gpu-disaggregated-gpt-oss-120b",
      ])
    #expect(plan.services.first?.paths.map(\.pool) == [1, 2])
    #expect(plan.paths(of: users([Bound(metric: .tpot, value: 15e6)])) == [0, 1])
    #expect(plan.paths(of: users([Bound(metric: .tpot, value: 15.1e6)])) == [1])
    #expect(plan.paths(of: users([Bound(metric: .ttft, value: 1e6)])) == [1])
    #expect(plan.paths(of: users([])) == [1])
  }

  @Test("paths use other policies, with their engines; the rest of the GPUs is divided evenly")
  func ownPaths() throws {
    let plan = try plan(
      """
        tiers:
          extends: latency-tiered
          engines: {prefill: {devices: 96}}
          paths:
            - {when: tpot < 4ms, use: lpx-decode, spill-to: [bulk, slow]}
            - {when: priority batch, use: slow}
            - {use: bulk}
        bulk: {extends: gpu-disaggregated, engines: {decode: {devices: 64, tensor: 8}}}
        slow: {extends: gpu-disaggregated, batching: {sequences: 500}, speculation: off}
      """)
    // 288 Rubin: 96 for prefill, 64 as stated, 128 are left, four to an engine.
    #expect(plan.pools.map(\.engines) == [24, 1, 8, 32])
    #expect(plan.pools.map(\.maxSequences) == [256, 256, 256, 500])
    #expect(
      plan.tiers == [
        Tier(.bound(.tpot, .below, 4e6), paths: [0, 1, 2]), Tier(.priority(.batch), paths: [2]),
        Tier(paths: [1]),
      ])
    #expect(plan.paths(of: users([Bound(metric: .tpot, value: 3e6)], .batch)) == [0, 1, 2])
    #expect(plan.paths(of: users([], .batch)) == [2])
    #expect(plan.paths(of: users([], .low)) == [1])
  }

  @Test(
    "what paths can't be is refused at its place",
    arguments: [
      ("paths: [{when: tpot < 4ms, use: afd}]", "B102", "{when"),
      ("paths: [{use: afd}, {use: lpx-decode}]", "B108", "{use: afd}"),
      ("paths: [{use: adf}]", "B301", "adf"),
      ("paths: [{use: afd, spill-to: [lpx-decod]}]", "B301", "lpx-decod"),
      ("paths: [{use: gpu-aggregated}]", "B107", "gpu-aggregated"),
      ("paths: [{use: tiers}]", "B107", "tiers"),
      ("paths: [{when: cost < 4ms, use: afd}, {use: afd}]", "B209", "cost"),
      ("paths: [{when: tpto < 4ms, use: afd}, {use: afd}]", "B209", "tpto"),
      ("paths: [{when: tpot 4ms, use: afd}, {use: afd}]", "B601", "4ms"),
      ("paths: [{when: tpot < 4, use: afd}, {use: afd}]", "B201", "4"),
      ("paths: [{when: priority urgent, use: afd}, {use: afd}]", "B209", "urgent"),
      ("paths: [{when: priority, use: afd}, {use: afd}]", "B209", "priority"),
      ("paths: [{when: priority batch now, use: afd}, {use: afd}]", "B601", "now"),
      ("paths: [{use: afd, spill-to: afd}]", "B006", "{use"),
      ("paths: []", "B104", "[]"),
    ])
  func refused(_ keys: String, _ code: String, _ place: String) throws {
    let (_, diagnostics) = try read("  tiers: {extends: latency-tiered, \(keys)}")
    let found = try #require(diagnostics.first)
    #expect(found.code.rawValue == code, "\(diagnostics.rendered())")
    let text = found.location.source.text(in: found.location.span)
    #expect(text.hasPrefix(place), "\(text)")
    #expect(diagnostics.count == 1, "\(diagnostics.rendered())")
  }

  @Test("only latency-tiered has paths")
  func otherPlacements() throws {
    let (_, diagnostics) = try read("  tiers: {extends: afd, paths: [{use: afd}]}")
    #expect(diagnostics.map(\.code.rawValue) == ["B107"])
  }

  @Test(
    "what all paths share is said once",
    arguments: [
      ("mine: {extends: afd, routing: random}", "routing"),
      ("mine: {extends: afd, scheduling: slo-slack}", "scheduling"),
      ("mine: {extends: afd, precision: {kv: bf16}}", "KV in bf16"),
      ("mine: {extends: afd, engines: {prefill: {devices: 8}}}", "prefill engines"),
      ("mine: {extends: gpu-disaggregated, lpx-cache: yes}", "keeps KV in LPX"),
      ("mine: {extends: gpu-disaggregated, while-waiting: drop}", "`while-waiting`"),
    ])
  func shared(_ policy: String, _ words: String) throws {
    let (catalog, diagnostics) = try read(
      "  tiers: {extends: latency-tiered, paths: [{use: mine}]}\n  \(policy)")
    #expect(diagnostics.rendered() == "")
    let found = try #require(catalog)
    let error = #expect(throws: PlacementError.self) {
      try PlanBuilder.plan(
        platform: "mine", policy: "tiers", models: ["gpt-oss-120b"], catalog: found)
    }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }
}
