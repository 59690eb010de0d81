import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite struct PlanTests {
  @Test("every built-in platform hosts a model that fits it under each policy that it can have")
  func everyPlatform() throws {
    let catalog = try shippedCatalog()
    for platform in catalog.platforms {
      var policies = ["gpu-aggregated", "gpu-disaggregated"]
      if platform.hasLPU(in: catalog) { policies += ["afd", "lpx-decode", "lpx-draft"] }
      for policy in policies {
        let plan = try PlanBuilder.plan(
          platform: platform.name, policy: policy, models: ["gpt-oss-120b"], catalog: catalog)
        #expect(plan.pools.allSatisfy { $0.engines > 0 && $0.kvBlocks > 0 }, "\(platform.name)")
        #expect(plan.watts > 0)
        #expect(plan.services.map(\.model) == ["gpt-oss-120b"])
        for pool in plan.pools {
          let one = pool.cost.step(
            sequences: 1, context: 1000, prefillTokens: 0, prefillContext: 0)
          let many = pool.cost.step(
            sequences: 64, context: 64_000, prefillTokens: 0, prefillContext: 0)
          #expect(one > 0 && many >= one, "\(platform.name) \(policy) \(pool.name)")
        }
      }
    }
  }

  @Test("the integer cost is the model in seconds, to 0.1 %")
  func lowering() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("b200"))
    let engine = GPUEngine(
      model: try #require(catalog.model("deepseek-r1")), chip: chip,
      software: try #require(catalog.software(chip.software)), weights: .fp4, devices: 4,
      isData: false)
    let cost = Lowering.gpu(engine, sequences: 256, pureBudget: nil)
    for count in [1, 3, 16, 100, 256] {
      let context = count * 1500
      let exact = engine.step(sequences: Double(count), context: Double(context))
      let ticks = cost.step(
        sequences: count, context: Int64(context), prefillTokens: 0, prefillContext: 0)
      #expect(abs(Double(ticks) / (exact * 4096e9) - 1) < 0.001)
    }
  }

  @Test("with data-parallel attention a step waits for the rank with the most sequences")
  func ranks() throws {
    let catalog = try shippedCatalog()
    let plan = try PlanBuilder.plan(
      platform: "vera-rubin-lpx-xl", policy: "gpu-aggregated", models: ["deepseek-r1"],
      catalog: catalog)
    let pool = try #require(plan.pools.first)
    #expect(pool.kvRanks == 8 && pool.cost.ranks == 8)
    #expect(pool.sequenceBlocks == pool.kvBlocks / 8)
    // KV alone: eight users of one engine's eight GPUs wait no longer for it than one user.
    func keys(_ users: Int, each: Int64) -> Ticks {
      func step(_ context: Int64) -> Ticks {
        pool.cost.step(sequences: users, context: context, prefillTokens: 0, prefillContext: 0)
      }
      return step(Int64(users) * each) - step(0)
    }
    let one = keys(1, each: 100_000)
    #expect(one > 0 && keys(8, each: 100_000) == one)
    #expect(keys(9, each: 100_000) - 2 * one <= 900_000 && keys(16, each: 100_000) == 2 * one)
  }

  @Test("experts that a chunk of prefill touches cost the same, however few sequences may decode")
  func saturation() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("b200"))
    let model = try #require(catalog.model("deepseek-r1"))
    var engine = GPUEngine(
      model: model, chip: chip, software: try #require(catalog.software(chip.software)),
      weights: .fp4, devices: 8, isData: false)
    func base(_ sequences: Int) -> Double {
      let cost = Lowering.gpu(engine, sequences: sequences, pureBudget: nil)
      return Double(cost.base(tokens: 8192) - cost.base(tokens: sequences)) / 4096e9
    }
    let whole = engine.weightTime(tokens: 8192)
    for sequences in [1, 4, 64] {
      let expected = whole - engine.weightTime(tokens: Double(sequences))
      #expect(abs(base(sequences) / expected - 1) < 0.01, "\(sequences)")
    }
    engine.model = try #require(catalog.model("llama-3.1-70b"))
    #expect(base(1) == 0)
  }

  @Test("AFD with one micro-batch is attention, crossing, FFN and crossing in turn")
  func serial() throws {
    let stage = try afdStage()
    let step = stage.step(tokens: 4, microBatches: 1)
    let layer =
      stage.attentionTime(tokens: 4) + stage.ffnTime(tokens: 4) + stage.crossingTime(tokens: 4)
    let head = step.serial - 18 * layer
    #expect(head >= 0 && head < layer)
    #expect(step.beside == 0)
  }

  @Test("AFD in a full pipe takes the longest stage for each micro-batch")
  func pipe() throws {
    let stage = try afdStage(latency: 0)
    let step = stage.step(tokens: 300, microBatches: 3)
    let longest = max(stage.attentionTime(tokens: 100), stage.ffnTime(tokens: 100))
    let head =
      stage.step(tokens: 1, microBatches: 1).serial
      - 18
      * (stage.attentionTime(tokens: 1) + stage.ffnTime(tokens: 1)
        + stage.crossingTime(tokens: 1))
    #expect(abs(step.total - head - 18 * 3 * longest) < 1e-9)
  }

  private func afdStage(latency: Double? = nil) throws -> AFDStage {
    let catalog = try shippedCatalog()
    let model = try #require(catalog.model("gpt-oss-120b"))
    let (gpu, lpu) = (try #require(catalog.chip("rubin")), try #require(catalog.chip("groq-3-lpu")))
    var link = try #require(catalog.link("spectrum-x"))
    if let latency { link.latency.value = latency }
    let attention = GPUEngine(
      model: model, chip: gpu, software: try #require(catalog.software(gpu.software)),
      weights: .fp4, devices: 4, isData: false)
    let experts = LPUGroup(
      model: model, chip: lpu, software: try #require(catalog.software(lpu.software)),
      weights: .fp8, devices: 512, perLayer: 14)
    return AFDStage(attention: attention, experts: experts, link: link, sharing: 1)
  }

  @Test("racks shared by more engines make a full step longer, never shorter")
  func sharing() throws {
    var stage = try afdStage()
    let alone = stage.best(tokens: 64, limit: 3).total
    stage.sharing = 2000
    let service = max(
      stage.experts.ffnTime(tokens: 64), stage.experts.layerTime(tokens: 64))
    #expect(stage.best(tokens: 64, limit: 1).total >= 2000 * service)
    #expect(stage.best(tokens: 64, limit: 3).total > alone)
  }

  @Test("weights that LPX can't hold are refused with the arithmetic")
  func refusal() throws {
    let catalog = try shippedCatalog()
    let error = #expect(throws: PlacementError.self) {
      try PlanBuilder.plan(
        platform: "vera-rubin-lpx", policy: "afd", models: ["deepseek-r1"], catalog: catalog)
    }
    #expect(
      error?.message
        == "FFN weights of `deepseek-r1` need 657.7 GB at fp8; 2 LPX racks hold 217.6 GB "
        + "(85 % of 256.0 GB); 7 racks would hold them")
  }

  @Test("the smallest platform with LPX that holds the models is chosen")
  func smallest() throws {
    let catalog = try shippedCatalog()
    func choose(_ models: String...) throws -> String {
      try PlanBuilder.smallestPlatform(for: models, catalog: catalog)
    }
    #expect(try choose("gpt-oss-120b") == "vera-rubin-lpx")
    #expect(try choose("gpt-oss-120b", "llama-3.1-8b") == "vera-rubin-lpx")
    #expect(try choose("deepseek-r1") == "vera-rubin-lpx-xl")
    #expect(try choose("kimi-k2") == "vera-rubin-lpx-xl")
    #expect(try choose("2t-gptoss") == "vera-rubin-lpx-xl")
  }

  @Test("unknown names are answered with the nearest")
  func names() throws {
    let catalog = try shippedCatalog()
    func help(_ platform: String, _ policy: String, _ model: String) -> String? {
      let error = #expect(throws: PlacementError.self) {
        try PlanBuilder.plan(
          platform: platform, policy: policy, models: [model], catalog: catalog)
      }
      return error?.help
    }
    #expect(help("vera-rubin-lpxx", "afd", "kimi-k2") == "did you mean `vera-rubin-lpx`?")
    #expect(help("b200", "gpu-agregated", "kimi-k2") == "did you mean `gpu-aggregated`?")
    #expect(help("b200", "gpu-aggregated", "kimi-k3") == "did you mean `kimi-k2`?")
  }

  @Test("a policy of LPX is refused on a platform without")
  func refusedPolicies() throws {
    let catalog = try shippedCatalog()
    for (platform, policy) in [
      ("b200", "afd"), ("b200", "lpx-draft"), ("b200", "latency-tiered"),
    ] {
      #expect(throws: PlacementError.self) {
        try PlanBuilder.plan(
          platform: platform, policy: policy, models: ["gpt-oss-120b"], catalog: catalog)
      }
    }
  }
}
