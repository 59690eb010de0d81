import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite struct PlatformFileTests {
  private func read(_ text: String) throws -> (Catalog?, String?, [Diagnostic]) {
    let source = SourceText(name: "mine.yaml", bytes: Array(text.utf8))
    return CatalogReader.platform(source, in: try shippedCatalog())
  }

  @Test("a platform file brings its own pools and policies")
  func ownPolicies() throws {
    let (catalog, name, diagnostics) = try read(
      """
      platform: mine
      pools:
        gpu: {chip: rubin, racks: 4}
        lpx: {chip: groq-3-lpu, racks: 2}
      links: {gpu-lpx: spectrum-x}
      policies:
        fast:
          extends: afd
          engines: {prefill: {devices: 96, tensor: 8}, decode: {devices: 192, tensor: 4}}
          batching: {sequences: 64, tokens: 4k, micro-batches: 2}
          routing: round-robin
      """)
    #expect(diagnostics.isEmpty)
    let plan = try PlanBuilder.plan(
      platform: try #require(name), policy: "fast", models: ["gpt-oss-120b"],
      catalog: try #require(catalog))
    #expect(plan.pools.map(\.engines) == [12, 48])
    #expect(plan.pools.map(\.maxSequences) == [64, 64])
    #expect(plan.routing == .roundRobin)
    #expect(plan.services.first?.paths.map(\.pool) == [1])
  }

  @Test(
    "routing is a word or scores, scheduling a word",
    arguments: [
      ("routing: kv-aware", Routing(.kvAware), Scheduling.fcfs),
      ("routing: {kv-aware: {overlap: 2.5}}", Routing(.kvAware, overlap: 2500), .fcfs),
      ("routing: power-of-two, scheduling: tenant-fair", Routing(.powerOfTwo), .tenantFair),
      ("scheduling: slo-slack", .kvAware, .sloSlack),
    ])
  func queues(_ keys: String, _ routing: Routing, _ scheduling: Scheduling) throws {
    let (catalog, name, diagnostics) = try read(
      """
      platform: mine
      pools: {gpu: {chip: rubin, racks: 4}}
      policies:
        mine: {extends: gpu-aggregated, \(keys)}
      """)
    #expect(diagnostics.rendered() == "")
    let plan = try PlanBuilder.plan(
      platform: try #require(name), policy: "mine", models: ["gpt-oss-120b"],
      catalog: try #require(catalog))
    #expect(plan.routing == routing && plan.scheduling == scheduling)
    let assumed = plan.assumed.contains { $0.name.hasPrefix("scheduling.") }
    #expect(assumed == (scheduling == .sloSlack))
  }

  private func policy(_ keys: String, on chips: String = "gpu: {chip: rubin, racks: 4}") throws -> (
    Catalog?, String?, [Diagnostic]
  ) {
    try read("platform: mine\npools: {\(chips)}\npolicies:\n  mine: {\(keys)}\n")
  }

  private func plan(_ keys: String, _ model: String) throws -> Plan {
    let (catalog, name, diagnostics) = try policy(keys)
    #expect(diagnostics.rendered() == "")
    return try PlanBuilder.plan(
      platform: try #require(name), policy: "mine", models: [model],
      catalog: try #require(catalog))
  }

  @Test("a policy drafts where the model brings its drafter, as told, or not at all")
  func speculation() throws {
    func drafts(_ keys: String, _ model: String) throws -> [[Int]] {
      try plan("extends: gpu-disaggregated" + keys, model).pools.compactMap {
        $0.speculation?.levels.map(\.drafts)
      }
    }
    #expect(try drafts("", "deepseek-r1").first?.first == 3)
    #expect(try drafts(", speculation: off", "deepseek-r1").isEmpty)
    #expect(try drafts(", speculation: {drafts: 2}", "deepseek-r1") == [[2]])
    #expect(try drafts("", "gpt-oss-120b").isEmpty)
    #expect(try drafts(", speculation: {drafts: 4}", "gpt-oss-120b") == [[4]])
    #expect(throws: PlacementError.self) {
      try plan("extends: gpu-aggregated, speculation: {drafts: 2}", "llama-3.1-70b")
    }
    #expect(throws: PlacementError.self) {
      try plan("extends: gpu-aggregated, speculation: {drafts: 9}", "deepseek-r1")
    }
  }

  @Test("what can't be said of drafts is told with its place")
  func badSpeculation() throws {
    for (keys, place, text) in [
      ("extends: afd, speculation: on", 37, "off"),
      ("extends: afd, speculation: {draft: 3}", 38, "drafts"),
      ("extends: afd, speculation: {drafts: 0}", 46, "0"),
      ("extends: afd, speculation: {drafter: llama-3.1-8b}", 37, "lpx-draft"),
      ("extends: lpx-draft, speculation: off", 43, "gpu-disaggregated"),
    ] {
      let (_, _, diagnostics) = try policy(keys)
      let rendered = diagnostics.rendered()
      #expect(rendered.contains("mine.yaml:4:\(place)") && rendered.contains(text), "\(rendered)")
    }
  }

  @Test("a misspelt routing or score is told, with the nearest name")
  func misspelt() throws {
    for (keys, hint) in [
      ("routing: kv-awar", "kv-aware"), ("routing: {kv-aware: {overlaps: 1}}", "overlap"),
      ("scheduling: prio", "priority"), ("routing: [kv-aware]", "round-robin"),
    ] {
      let (_, _, diagnostics) = try read(
        """
        platform: mine
        pools: {gpu: {chip: rubin, racks: 4}}
        policies:
          mine: {extends: gpu-aggregated, \(keys)}
        """)
      #expect(diagnostics.rendered().contains(hint), "\(keys): \(diagnostics.rendered())")
    }
  }

  @Test("unknown chips, networks and keys of a platform file are located, with the nearest name")
  func located() throws {
    let (catalog, _, diagnostics) = try read(
      """
      platform: mine
      pools:
        gpu: {chip: rubbin, racks: 4}
      links: {gpu-lpx: spectrum}
      polices: {}
      """)
    #expect(catalog == nil)
    let found = diagnostics.map { "\($0.message) | \($0.help ?? "")" }
    #expect(found.contains { $0.contains("`rubbin`") && $0.contains("did you mean `rubin`") })
    #expect(found.contains { $0.contains("`spectrum`") })
    #expect(found.contains { $0.contains("`polices`") && $0.contains("`policies`") })
  }

  @Test("a policy chooses the formats of weights and KV; KV takes the room that it says")
  func precision() throws {
    let (catalog, name, diagnostics) = try read(
      """
      platform: mine
      pools:
        gpu: {chip: rubin, racks: 1}
        lpx: {chip: groq-3-lpu, racks: 2}
      links: {gpu-lpx: spectrum-x}
      policies:
        narrow: {extends: gpu-aggregated, engines: {decode: {tensor: 8}}}
        wide:
          extends: gpu-aggregated
          engines: {decode: {tensor: 8}}
          precision: {weights: fp8, kv: bf16}
        whole: {extends: lpx-decode, precision: {kv: bf16}}
      """)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    func plan(_ policy: String) throws -> Plan {
      try PlanBuilder.plan(
        platform: try #require(name), policy: policy, models: ["gpt-oss-120b"],
        catalog: try #require(catalog))
    }
    let (narrow, wide) = (try plan("narrow").pools[0], try plan("wide").pools[0])
    #expect(wide.kvBlocks < narrow.kvBlocks / 2 + 1)
    func step(_ pool: EnginePool) -> Ticks {
      pool.cost.step(sequences: 64, context: 640_000, prefillTokens: 0, prefillContext: 0)
    }
    #expect(step(wide) > step(narrow))
    #expect(throws: PlacementError.self) { try plan("whole") }
    let (_, _, problems) = try read(
      "platform: x\npools: {gpu: {chip: rubin, racks: 1}}\npolicies:\n"
        + "  p: {extends: afd, precision: {kv: fp4}}\n")
    #expect(problems.contains { $0.message.contains("KV is kept in") })
  }
}
