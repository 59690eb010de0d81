import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite struct CatalogTests {
  @Test("parameters follow from dimensions as published, within 2 %")
  func parameters() throws {
    let catalog = try shippedCatalog()
    let published: [(String, Double)] = [
      ("deepseek-r1", 671.0), ("kimi-k2", 1026.4), ("qwen3-235b-a22b", 235.1),
      ("gpt-oss-120b", 116.8), ("llama-3.1-8b", 8.0), ("llama-3.1-70b", 70.6),
      ("llama-3.1-405b", 405.8), ("gemma-4-31b", 30.7), ("2t-gptoss", 1967),
      ("2t-sparse", 2040), ("llama-4-maverick", 400.7),
      ("deepseek-v4-pro", 1600), ("2t-mla", 2053), ("glm-5.2", 744),
    ]
    for (name, billions) in published {
      let model = try #require(catalog.model(name), "\(name)")
      #expect(abs(model.parameters / (billions * 1e9) - 1) < 0.02, "\(name): \(model.parameters)")
    }
  }

  @Test("elements of KV per token are those of the layers that keep them")
  func elements() throws {
    let catalog = try shippedCatalog()
    let known: [(String, Double)] = [
      ("deepseek-r1", 35136), ("qwen3-235b-a22b", 96256), ("gpt-oss-120b", 18432),
      ("llama-3.1-70b", 163840), ("gemma-4-31b", 20480),
      ("deepseek-v4-pro", 4924),
      ("llama-4-maverick", 24576),
    ]
    for (name, elements) in known { #expect(catalog.model(name)?.kvElements == elements) }
  }

  @Test("256 LPUs are the published rack within 5 %")
  func rack() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("groq-3-lpu"))
    let count = Double(chip.perRack)
    #expect(abs(count * (chip.peak[.fp8]?.value ?? 0) / 315e15 - 1) < 0.05)
    #expect(abs(count * chip.memory.value / 128e9 - 1) < 0.05)
    #expect(abs(count * chip.bandwidth.value / 40e15 - 1) < 0.05)
    #expect(abs(count * chip.scaleUp.value * 2 / 640e12 - 1) < 0.05)
    #expect(abs(chip.dram.reduce(0) { $0 + $1.bytes.value } / 12e12 - 1) < 0.05)
    // The ladder's first step, 8 GB, is a tray; NVIDIA's trays of 8 are 4 GB, 9.6 PF, 1.2 PB/s.
    let tray = Double(try #require(chip.perTray))
    #expect(tray * chip.memory.value == 8e9 && chip.hops.first?.chips == chip.perTray)
    #expect(abs(8 * (chip.peak[.fp8]?.value ?? 0) / 9.6e15 - 1) < 0.05)
    #expect(8 * chip.bandwidth.value == 1.2e15 && 8 * 2 * chip.scaleUp.value == 20e12)
  }

  @Test("every figure of a software profile is known by its name, for suggestions too")
  func named() throws {
    let catalog = try shippedCatalog()
    for software in catalog.software {
      let known = catalog.figures(of: software.name)
      for (name, figure, _) in software.figures where figure != nil {
        #expect(known.contains("\(software.name).\(name)"), "\(name)")
      }
    }
    #expect(catalog.figures(of: "rubin").contains("rubin.rack-power"))
    #expect(catalog.figures(of: "nothing").isEmpty)
  }

  @Test("every assumed figure of the catalog has a range")
  func ranges() throws {
    let catalog = try shippedCatalog()
    for software in catalog.software {
      for (name, figure, _) in software.figures {
        guard let figure, figure.confidence == .assumed else { continue }
        #expect(figure.low < figure.high, "\(software.name).\(name)")
      }
    }
  }

  @Test("distinct experts are those of the measured table when tokens choose independently")
  func distinct() throws {
    let model = try #require(try shippedCatalog().model("deepseek-r1"))
    let table: [(Double, Double)] = [(1, 8), (4, 30.5), (16, 102), (64, 222.4), (128, 251.6)]
    for (tokens, experts) in table {
      #expect(abs(model.distinctExperts(tokens: tokens, correlation: 1) - experts) < 0.5)
    }
    let correlated = model.distinctExperts(tokens: 32, correlation: 0.78)
    #expect(abs(correlated / 163.3 - 0.8) < 0.03)
  }
}
