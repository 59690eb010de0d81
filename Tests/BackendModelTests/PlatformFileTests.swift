import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite struct PlatformFileTests {
  private func read(_ text: String) throws -> (Catalog?, String?, [Diagnostic]) {
    let source = SourceText(name: "mine.yaml", bytes: Array(text.utf8))
    return CatalogReader.platform(source, in: try shippedCatalog())
  }

  @Test("aggregated engines are on as many GPUs as the policy says, and no more than there are")
  func aggregatedDevices() throws {
    let keys = "extends: gpu-aggregated, engines: {decode: {devices: 16, tensor: 4}}"
    #expect(try plan(keys, "gpt-oss-120b").pools.map(\.engines) == [4])
    let many = "extends: gpu-aggregated, engines: {decode: {devices: 292, tensor: 4}}"
    #expect(try policy(many).2.map(\.code) == [.outOfRange])
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

  @Test("where KV goes and what routers know of it reaches the plan")
  func moves() throws {
    let warm = try plan(
      "extends: gpu-disaggregated, routing: {kv-aware: {temperature: 20%}}, snapshot-age: 50ms, "
        + "prefill-threshold: 2k, kv-transfer: layer-wise", "gpt-oss-120b")
    #expect(warm.routing.temperature == 200 && warm.routing.overlap == 1000)
    #expect(warm.routing.snapshotAge == Ticks(nanoseconds: 50_000_000))
    #expect(warm.drawsAtRandom && warm.localPrefill == 2000)
    #expect(warm.services[0].paths.map(\.transfer.layers) == [36], "layers of the model")
    let plain = try plan("extends: gpu-disaggregated", "gpt-oss-120b")
    #expect(plain.services[0].paths.map(\.transfer.layers) == [1] && !plain.freesWaiting)
    #expect(plain.pools.allSatisfy { $0.swap == nil && $0.host == nil })

    let host = try plan("extends: gpu-aggregated, host-cache: yes", "gpt-oss-120b")
    let both = try plan(
      "extends: gpu-aggregated, host-cache: yes, preemption: swap, while-waiting: offload",
      "gpt-oss-120b")
    let all = try #require(host.pools[0].host)
    #expect(both.pools[0].host?.blocks == all.blocks / 2, "half each")
    #expect(both.pools[0].swap == both.pools[0].host && both.freesWaiting)
    let swap = try plan("extends: gpu-disaggregated, preemption: swap", "gpt-oss-120b")
    #expect(host.stores.isEmpty && host.pools[0].store == nil)
    #expect(swap.pools.map { $0.swap != nil } == [false, true], "prefill engines never decode")
    #expect(swap.assumed.contains { $0.name.hasSuffix("host-link") } || all.reload.perToken > 0)
  }

  @Test("what can't be said of where KV goes is told with its place")
  func badMoves() throws {
    for (keys, place, text) in [
      ("extends: gpu-aggregated, prefill-threshold: 9", 54, "always prefills where it decodes"),
      ("extends: gpu-aggregated, kv-transfer: layer-wise", 48, "hands no KV over"),
      ("extends: gpu-aggregated, preemption: swop", 47, "swap"),
      ("extends: gpu-aggregated, while-waiting: offload", 50, "host-cache: yes"),
      ("extends: gpu-aggregated, host-cache: yes, while-waiting: drop", 67, "use `offload`"),
      (
        "extends: gpu-aggregated, lpx-cache: yes, while-waiting: drop", 66, "`lpx-cache: yes` keeps"
      ),
      ("extends: gpu-disaggregated, routing: random, snapshot-age: 1s", 69, "doesn't look"),
      ("extends: afd, routing: {kv-aware: {temperature: 2}}", 58, "2"),
      ("extends: latency-tiered, preemption: swap", 47, "policies that paths use"),
      ("extends: lpx-decode, preemption: swap", 43, "no host memory"),
    ] {
      let (_, _, diagnostics) = try policy(keys)
      let rendered = diagnostics.rendered()
      #expect(rendered.contains("mine.yaml:4:\(place)") && rendered.contains(text), "\(rendered)")
    }
  }

  @Test("the numbers of an engine and of a platform that can't be are told with their place")
  func impossible() throws {
    let lpx = "gpu: {chip: rubin, racks: 1}, lpx: {chip: groq-3-lpu, racks: 2}"
    let gpu = "gpu: {chip: rubin, racks: 1}"
    for (pools, keys, place, text) in [
      (gpu, "extends: afd", "4:19", "needs a pool of LPX racks; platform `mine` has none"),
      (lpx, "extends: afd", "4:19", "has no link `gpu-lpx`"),
      (
        "lpx: {chip: groq-3-lpu, racks: 2}", "extends: gpu-aggregated", "2:8",
        "platform `mine` has no GPU racks"
      ),
      (
        gpu + ", a: {chip: h200, racks: 1}, b: {chip: h200, racks: 1}",
        "extends: gpu-aggregated", "2:69", "one pool of GPU racks too many"
      ),
      (
        gpu, "extends: gpu-disaggregated, engines: {prefill: {devices: 40}, decode: {devices: 40}}",
        "4:80", "wants 80 GPUs; `mine` has 72 (1 × 72)"
      ),
      (gpu, "extends: gpu-aggregated, engines: {decode: {data: 9, tensor: 9}}", "4:53", "wants 81"),
      (
        gpu, "extends: gpu-aggregated, engines: {decode: {devices: 30, tensor: 8}}", "4:63",
        "isn't a number of whole engines of 8"
      ),
      (
        gpu, "extends: gpu-aggregated, engines: {decode: {data: 8, expert: 12}}", "4:71",
        "`expert` is a multiple of `data`"
      ),
      (
        gpu, "extends: gpu-aggregated, engines: {decode: {tensor: 8, expert: 4}}", "4:73",
        "over 4 of the 8 GPUs"
      ),
      (
        gpu, "extends: gpu-aggregated, engines: {prefill: {tensor: 8}}", "4:54",
        "prefills in the engines that decode"
      ),
      (gpu, "extends: gpu-disaggregated, batching: {micro-batches: 2}", "4:64", "no micro-batches"),
    ] {
      let (_, _, diagnostics) = try policy(keys, on: pools)
      let rendered = diagnostics.rendered()
      #expect(rendered.contains("mine.yaml:\(place)\n"), "\(keys): \(rendered)")
      #expect(rendered.contains(text), "\(keys): \(rendered)")
    }
    let head = "platform: mine\nextends: vera-rubin-lpx\n"
    for (text, place, words) in [
      ("links: {gpu-gpu: spectrum-x}\n", "3:18", "no placement uses a link `gpu-gpu`"),
      (
        "policies: {a: {extends: lpx-decode, engines: {decode: {devices: 8}}}}\n", "3:55",
        "as one engine"
      ),
      (
        "policies: {a: {extends: lpx-decode, precision: {kv: bf16}}}\n", "3:53",
        "LPX holds KV in `fp8`"
      ),
    ] {
      let rendered = try read(head + text).2.rendered()
      #expect(rendered.contains("mine.yaml:\(place)\n") && rendered.contains(words), "\(rendered)")
    }
  }

  @Test("a platform file states single figures by name, in their units")
  func figures() throws {
    let head = "platform: mine\nextends: vera-rubin-lpx\nfigures:\n"
    let (catalog, name, diagnostics) = try read(
      head + "  rubin-2026.jitter: 0.02\n  rubin-2026.layer-time: 70us\n"
        + "  groq-3-lpu.rack-power: 250kW\n  gpt-oss-120b.acceptance: 1.1\n")
    #expect(diagnostics.rendered() == "")
    let changed = try #require(catalog)
    #expect(changed.figure("rubin-2026.jitter")?.value == 0.02)
    #expect(changed.figure("rubin-2026.layer-time")?.value == 70e-6)
    let power = try #require(changed.figure("groq-3-lpu.rack-power"))
    #expect(power.value == 250e3 && power.low == 100e3 && power.high == 250e3)
    #expect(power.source == "mine.yaml" && power.confidence == .assumed)
    let plan = try PlanBuilder.plan(
      platform: try #require(name), policy: "gpu-aggregated", models: ["gpt-oss-120b"],
      catalog: changed)
    #expect(plan.pools.allSatisfy { $0.jitter != nil } && plan.watts == 4 * 220e3 + 2 * 250e3)
    for (line, place, text) in [
      ("  rubin-2026.jiter: 0.02", "4:3", "`rubin-2026.jitter`"),
      ("  rubin-2025.jitter: 0.02", "4:3", "`rubin-2026`"),
      ("  rubin-2026.layer-time: 70", "4:26", "has no unit"),
      ("  groq-3-lpu.rack-power: 250us", "4:26", "units here are"),
      ("  rubin-2026.jitter: much", "4:22", "much"),
    ] {
      let rendered = try read(head + line + "\n").2.rendered()
      #expect(rendered.contains("mine.yaml:\(place)\n") && rendered.contains(text), "\(rendered)")
    }
  }

  @Test("what a model can't be split into is refused")
  func indivisible() throws {
    for (keys, model, text) in [
      ("tensor: 6", "gpt-oss-120b", "64 attention heads"),
      ("data: 8", "llama-3.1-70b", "needs a model with experts"),
      ("expert: 8", "llama-3.1-70b", "needs a model with experts"),
      ("tensor: 1, pipeline: 90", "llama-3.1-70b", "80 layers"),
      ("tensor: 1", "llama-3.1-405b", "weights of `llama-3.1-405b` need"),
    ] {
      let error = #expect(throws: PlacementError.self) {
        try plan("extends: gpu-aggregated, engines: {decode: {\(keys)}}", model)
      }
      #expect(error?.message.contains(text) == true, "\(keys): \(error?.message ?? "")")
    }
  }

  @Test("`expert` says how many GPUs a rank has, where `tensor` doesn't")
  func parallelism() throws {
    func pool(_ keys: String) throws -> EnginePool {
      try #require(
        try plan("extends: gpu-aggregated, engines: {decode: {\(keys)}}", "deepseek-r1").pools.first
      )
    }
    let (said, implied) = (try pool("data: 8, tensor: 8"), try pool("data: 8, expert: 64"))
    #expect(said == implied)
    #expect(said.engines == 4 && said.kvRanks == 8 && said.cost.ranks == 8)
    // Attention and KV of a rank are copied on its GPUs or split: no more KV than one GPU in 8.
    let narrow = try pool("data: 64")
    #expect(narrow.kvRanks == 64 && narrow.kvBlocks > 4 * said.kvBlocks)
    #expect(try pool("tensor: 8, expert: 1") == pool("tensor: 8, expert: 8"))
  }

  @Test("stages of a pipeline hold more KV, and a user alone waits for all of them")
  func pipeline() throws {
    func pool(_ keys: String) throws -> EnginePool {
      try #require(
        try plan(
          "extends: gpu-aggregated, engines: {decode: {\(keys)}}, speculation: off", "kimi-k2"
        )
        .pools.first)
    }
    let (flat, deep) = (try pool("tensor: 8"), try pool("tensor: 8, pipeline: 4"))
    #expect(flat.engines == 36 && deep.engines == 9 && deep.kvRanks == 1 && deep.cost.ranks == 4)
    #expect(deep.kvBlocks > 4 * flat.kvBlocks)
    func step(_ pool: EnginePool, _ sequences: Int, _ each: Int64 = 4000) -> Double {
      let context = Int64(sequences) * each
      let time = pool.cost.step(
        sequences: sequences, context: context, prefillTokens: 0, prefillContext: 0)
      return Double(time) / 4096e9
    }
    let passing = step(deep, 1) - step(flat, 1)
    #expect(passing > 40e-6 && passing < 46e-6, "\(passing)")
    // A step of four micro-batches of 16 is a pass of one of them.
    #expect(abs((step(deep, 64) - step(flat, 16)) / passing - 1) < 0.1)
    #expect(step(deep, 64) < 0.9 * step(flat, 64))
    let chunk = { (pool: EnginePool) in pool.cost.perPrefillToken }
    #expect(abs(Double(chunk(flat)) / Double(chunk(deep)) - 4) < 0.01)
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
    let (_, _, problems) = try read(
      "platform: x\npools: {gpu: {chip: rubin, racks: 1}}\npolicies:\n"
        + "  p: {extends: afd, precision: {kv: fp4}}\n")
    #expect(problems.contains { $0.message.contains("KV is kept in") })
  }
}
