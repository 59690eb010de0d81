import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

/// Engines that a policy states for single models.
@Suite struct ModelEngineTests {
  private func plan(_ engines: String) throws -> Plan {
    let text = """
      platform: mine
      pools: {gpu: {chip: b200, racks: 8}}
      policies:
        ours:
          extends: gpu-disaggregated
          engines: \(engines)
      """
    let source = SourceText(name: "mine.yaml", bytes: Array(text.utf8))
    let (catalog, name, found) = CatalogReader.platform(source, in: try shippedCatalog())
    guard let catalog, let name else { throw PlacementError(found.rendered()) }
    return try PlanBuilder.plan(
      platform: name, policy: "ours", models: ["llama-3.1-70b", "llama-3.1-8b"], catalog: catalog)
  }

  @Test("a model has the engines that are said of it, and the others what is left")
  func own() throws {
    let small = "llama-3.1-8b: {prefill: {devices: 4, tensor: 2}, decode: {devices: 12, tensor: 4}}"
    let plan = try plan("{models: {\(small)}}")
    #expect(plan.pools.map(\.name).suffix(2) == ["prefill-llama-3.1-8b", "decode-llama-3.1-8b"])
    #expect(plan.pools.suffix(2).map(\.engines) == [2, 3])
    // 48 GPUs are left for the other: a third for prefill.
    let rest = plan.pools.prefix(2).map(\.engines)
    let sizes = plan.notes.prefix(2).compactMap { note in
      note.firstMatch(of: /engines of (\d+) b200/).flatMap { Int($0.output.1) }
    }
    #expect(zip(rest, sizes).map(*) == [16, 32], "\(rest) \(sizes)")
  }

  @Test("what isn't said of a model is what is said of all")
  func inherited() throws {
    let all = "prefill: {tensor: 2}, decode: {tensor: 8}"
    let plan = try plan("{\(all), models: {llama-3.1-8b: {decode: {tensor: 2}}}}")
    let sizes = plan.notes.compactMap { note in
      note.firstMatch(of: /engines of (\d+) b200/).flatMap { Int($0.output.1) }
    }
    #expect(sizes == [2, 8, 2, 2])
  }

  @Test("more GPUs than there are, and models that aren't there, are refused")
  func refused() throws {
    for (engines, words) in [
      (
        "{models: {llama-3.1-8b: {prefill: {devices: 60}, decode: {devices: 12}}}}",
        "want 72 GPUs; there are 64"
      ), ("{models: {lama-3.1-8b: {decode: {tensor: 2}}}}", "did you mean `llama-3.1-8b`"),
    ] {
      do {
        _ = try plan(engines)
        Issue.record("accepted: \(engines)")
      } catch let error as PlacementError {
        #expect(error.message.contains(words), "\(error.message)")
      }
    }
  }
}
