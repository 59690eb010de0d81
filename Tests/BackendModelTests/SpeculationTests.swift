import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite struct SpeculationTests {
  @Test(
    "with one chance for every draft the length is the geometric sum", arguments: [0.3, 0.7, 0.9])
  func geometric(chance: Double) {
    let figure = Figure(chance, source: "", confidence: .assumed)
    let one = Figure(1, source: "", confidence: .assumed)
    let lengths = ModelArchitecture.Speculation(
      drafter: "d", first: figure, decay: one
    ).lengths
    for (index, length) in lengths.enumerated() {
      let expected = (1 - power(chance, Double(index + 2))) / (1 - chance)
      #expect(abs(length - expected) < 1e-12)
    }
  }

  @Test("DeepSeek's lengths are those that its lowest-concurrency rows were found to need")
  func deepseek() throws {
    let model = try #require(try shippedCatalog().model("deepseek-r1"))
    for (drafts, low, high) in [(1, 1.8, 1.9), (2, 2.2, 2.4), (3, 2.35, 2.6)] {
      let length = try #require(model.accepted(drafts: drafts))
      #expect(length > low && length < high, "\(drafts): \(length)")
    }
    #expect(model.accepted(drafts: 0) == nil && model.accepted(drafts: 9) == nil)
  }

  @Test("a verify step of an engine is that of its positions")
  func verifyStep() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("b200"))
    var engine = GPUEngine(
      model: try #require(catalog.model("deepseek-r1")), chip: chip,
      software: try #require(catalog.software(chip.software)), weights: .fp4, devices: 8,
      isData: false)
    let plain = engine.step(sequences: 8, context: 8000)
    (engine.drafts, engine.accepted) = (3, 2.4)
    let verify = engine.step(sequences: 8, context: 8000)
    #expect(verify > plain)
    let cost = Lowering.gpu(engine, sequences: 64, pureBudget: nil)
    let ticks = cost.step(sequences: 8, context: 8000, prefillTokens: 0, prefillContext: 0)
    #expect(abs(Double(ticks) / (verify * 4096e9) - 1) < 0.001)
    engine.draftsElsewhere = true
    #expect(engine.step(sequences: 8, context: 8000) < verify)
  }

  @Test("chances add up to the table's length, exactly to 2⁻³², and never rise")
  func chances() throws {
    for model in try shippedCatalog().models {
      guard let speculation = model.speculation else { continue }
      for gain in [1, 1.3] {
        var acceptance = Acceptance(speculation)
        acceptance.gain = gain
        for drafts in 1...acceptance.limit {
          let cost = StepCost(base: [1], positions: drafts + 1)
          let level = Speculation.Level(
            sequences: 1, beyond: acceptance.lowered(drafts: drafts), cost: cost)
          #expect(level.drafts == drafts)
          let error = level.meanTokens - acceptance.mean(drafts: drafts)
          #expect(abs(error) < Double(drafts) * 0x1p-32, "\(model.name) \(drafts)")
          #expect(zip(level.beyond, level.beyond.dropFirst()).allSatisfy { $0 >= $1 })
        }
      }
    }
  }

  @Test("acceptance multiplies lengths, and every shipped drafter has it as an assumption")
  func acceptance() throws {
    let catalog = try shippedCatalog()
    for model in catalog.models {
      guard let speculation = model.speculation else { continue }
      let name = "\(model.name).acceptance"
      let figure = try #require(catalog.figure(name), "\(name)")
      #expect(figure.value == 1 && figure.low == 0.8 && figure.high == 1.2)
      for drafts in speculation.lengths.indices.map({ $0 + 1 }) {
        let measured = speculation.lengths[drafts - 1]
        for factor in [figure.low, figure.high] {
          let changed = try #require(
            catalog.setting(name, to: factor)?.model(model.name)?.speculation)
          let mean = Acceptance(changed).mean(drafts: drafts)
          #expect(mean == max(1, min(Double(drafts + 1), factor * measured)))
          let sum = Acceptance(changed).beyond(drafts: drafts).reduce(1, +)
          #expect(abs(sum - mean) < 1e-9)
        }
      }
    }
    let plan = try PlanBuilder.plan(
      platform: "vera-rubin-lpx-xl", policy: "gpu-disaggregated", models: ["deepseek-r1"],
      catalog: catalog)
    #expect(plan.assumed.contains { $0.name == "deepseek-r1.acceptance" })
  }

  @Test("a table that can't be, or is told twice, is refused with its place")
  func broken() {
    let head =
      "models:\n  m:\n    layers: 2\n    hidden: 64\n    vocabulary: 100\n    context: 10\n"
      + "    grouped-attention: {heads: 2, kv-heads: 1, head: 32}\n"
      + "    dense: {layers: 2, inner: 9}\n"
      + "    confidence: assumed\n    source: x\n    speculation: "
    for (text, isFine) in [
      ("{drafter: mtp, lengths: [1.5, 2.1], source: y}", true),
      ("{drafter: mtp, lengths: [2.5], source: y}", false),
      ("{drafter: mtp, lengths: [0.5], source: y}", false),
      ("{drafter: mtp, lengths: [1.5]}", false), ("{drafter: mtp}", false),
      ("{drafter: mtp, first: {is: 0.8, confidence: assumed, source: y}}", false),
      (
        "{drafter: mtp, first: {is: 1.8, confidence: assumed, source: y}, "
          + "decay: {is: 0.5, confidence: assumed, source: y}}", false
      ),
    ] {
      let source = SourceText(name: "m.yaml", bytes: Array((head + text + "\n").utf8))
      let (_, diagnostics) = CatalogReader.read([source])
      #expect(diagnostics.hasErrors != isFine, "\(text): \(diagnostics.map(\.message))")
    }
  }
}
