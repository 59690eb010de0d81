import Domain
import Testing
import WorkloadLanguage

@Suite("shipped workloads")
struct ShippedWorkloadTests {
  @Test("a shipped workload is one page: at most 80 lines of at most 100 columns")
  func page() throws {
    for name in ShippedWorkloads.names {
      let text = String(decoding: try ShippedWorkloads.source(name).bytes, as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 81, "\(name) has \(lines.count - 1) lines")
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(name)")
    }
  }

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
