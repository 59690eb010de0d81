import Domain
import Testing
import WorkloadLanguage

@Suite("shipped workloads")
struct ShippedWorkloadTests {
  @Test("every shipped workload reads without a word", arguments: ShippedWorkloads.names)
  func clean(_ name: String) throws {
    let (workload, diagnostics) = WorkloadReader.read(
      source: try ShippedWorkloads.source(name), resolver: ShippedWorkloads.resolver,
      models: ShippedWorkloads.models)
    #expect(diagnostics.rendered() == "")
    let value = try #require(workload)
    #expect(value.name == name)
    #expect(!value.classes.isEmpty)
  }
}
