import Domain
import Testing

@testable import BackendModel

/// Published figures that the model is held against beside the rows it was fitted to.
@Suite struct ValidationTests {
  private func rubin(_ profile: String) throws -> GPUEngine {
    let catalog = try shippedCatalog()
    return GPUEngine(
      model: try #require(catalog.model("glm-5.2")), chip: try #require(catalog.chip("rubin")),
      software: try #require(catalog.software(profile)), weights: .fp4, devices: 4, isData: false)
  }

  @Test("a decode step of GLM-5.2 on four Rubin is the measured 6.974 ms within 10 %")
  func rubinDecode() throws {
    let time = try rubin("rubin-2026").step(sequences: 1, context: 1024)
    #expect(abs(time / 6.974e-3 - 1) < 0.1, "\(time)")
  }

  @Test("8,192 tokens of prefill on the pilot stack are the measured 202 ms within 10 %")
  func rubinPrefill() throws {
    let time = try rubin("rubin-2026-pilot").prefill(tokens: 8192, cached: 0)
    #expect(abs(time / 0.20238 - 1) < 0.1, "\(time)")
  }

  private func gemma() throws -> LPUGroup {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("groq-3-lpu"))
    return LPUGroup(
      model: try #require(catalog.model("gemma-4-31b")), chip: chip,
      software: try #require(catalog.software(chip.software)), weights: .fp8, devices: 256,
      perLayer: 256)
  }

  @Test("a verify step of eight tokens on LPX is within 25 % of what the peak rate leaves")
  func verifyStep() throws {
    let step = try gemma().pass(tokens: 8) * (1 + 7 * 0.22)
    #expect(abs(step / (8 / 10_996) - 1) < 0.25, "\(step)")
  }

  @Test("a decode step on LPX is flat within 5 % from 10K to 100K tokens of context")
  func flat() throws {
    let group = try gemma()
    let pass = group.pass(tokens: 1)
    let layers = Double(group.model.layers)
    let short = pass + 10_000 * group.contextTime * layers
    let long = pass + 100_000 * group.contextTime * layers
    #expect(long / short < 1.05, "\(short) \(long)")
  }

  @Test("racks that hold the weights of a model are those of the capacity table")
  func capacity() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("groq-3-lpu"))
    let software = try #require(catalog.software(chip.software))
    let rack = Double(chip.perRack) * chip.memory.value * software.usable.value
    let table: [(String, Double)] = [
      ("gemma-4-31b", 0.28), ("llama-3.1-70b", 0.65), ("gpt-oss-120b", 1.07),
      ("qwen3-235b-a22b", 2.2), ("llama-3.1-405b", 3.7), ("deepseek-r1", 6.2), ("kimi-k2", 9.4),
      ("deepseek-v4-pro", 14.7), ("2t-gptoss", 18.4),
    ]
    for (name, racks) in table {
      let model = try #require(catalog.model(name))
      #expect(abs(model.parameters / rack / racks - 1) < 0.03, "\(name)")
    }
  }

  @Test("with 4-bit storage it takes the racks of the table's last column")
  func narrowCapacity() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("groq-3-lpu"))
    let software = try #require(catalog.software(chip.software))
    let rack = Double(chip.perRack) * chip.memory.value * software.usable.value
    let table: [(String, WeightFormat, Double)] = [
      ("gemma-4-31b", .fp4, 0.16), ("llama-3.1-70b", .fp4, 0.36), ("gpt-oss-120b", .fp4, 0.6),
      ("qwen3-235b-a22b", .fp4, 1.2), ("llama-3.1-405b", .fp4, 2.1), ("deepseek-r1", .fp4, 3.5),
      ("kimi-k2", .fp4, 5.3), ("deepseek-v4-pro", .fp4, 8.3), ("2t-sparse", .mxfp4, 9.96),
    ]
    for (name, format, racks) in table {
      let model = try #require(catalog.model(name))
      let found = model.parameters * format.bytes / rack
      #expect(abs(found - racks) < max(0.05, 0.03 * racks), "\(name): \(found)")
    }
  }

  @Test("routed experts with expert parallelism take the measured time per layer within 5 %")
  func routedExperts() throws {
    // GB300 NVFP4, DeepSeek dimensions, EP8: microseconds at that many tokens; routing is
    // balanced, so tokens share no experts. 38 are the floor of the kernels.
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("gb300"))
    let software = try #require(catalog.software(chip.software))
    let model = try #require(catalog.model("deepseek-r1"))
    for (tokens, measured) in [(16.0, 99.0), (32, 160), (128, 162)] {
      let distinct = min(256, tokens * 8)
      let bytes = distinct * model.expertParameters * WeightFormat.fp4.bytes / 8
      let stream = bytes / (chip.bandwidth.value * software.memoryEfficiency.value)
      #expect(abs((stream * 1e6 + 38) / measured - 1) < 0.05, "\(tokens)")
    }
  }
}
