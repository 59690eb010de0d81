import Domain
import TestSupport
import Testing

@testable import BackendModel

@Suite(.serialized) struct DocumentTests {
  private let path = "Docs/BackendModel.md"

  @Test("the table of assumed parameters in the documentation is the catalog's")
  func assumedTable() throws {
    let table = try assumed(try shippedCatalog())
    #expect(try Repository.matches(path, section: "assumed", table))
  }

  private func assumed(_ shipped: Catalog) throws -> String {
    var catalog = shipped
    var hosts = PolicyDefinition(name: "hosts", kind: .gpuAggregated)
    hosts.usesHosts = true
    catalog.policies.append(hosts)
    var rows = "\n| parameter | default | low | high |\n|---|---|---|---|\n"
    var seen: Set<String> = []
    for platform in catalog.platforms {
      let policies =
        platform.hasLPU(in: catalog) ? ["afd", "lpx-decode", "lpx-draft"] : ["gpu-aggregated"]
      let cases =
        policies.map { ($0, "gpt-oss-120b") }
        + policies.suffix(2).map { ($0, "deepseek-r1") } + [("hosts", "gpt-oss-120b")]
      for (policy, model) in cases {
        // Not every platform holds the larger one.
        guard
          let plan = try? PlanBuilder.plan(
            platform: platform.name, policy: policy, models: [model], catalog: catalog)
        else { continue }
        for one in plan.assumed where seen.insert(one.name).inserted {
          #expect(catalog.figure(one.name)?.value == one.value, "\(one.name)")
          let unit = try #require(CatalogUnit(rawValue: one.unit), "\(one.unit)")
          let figures = [one.value, one.low, one.high].map(unit.text).joined(separator: " | ")
          rows += "| `\(one.name)` | \(figures) |\n"
        }
      }
    }
    return rows + "\n"
  }

  @Test("the columns of measured rows in the documentation are those that are read")
  func columns() throws {
    var rows = "\n| column | needed | what it says |\n|---|---|---|\n"
    for column in RowColumn.all {
      rows += "| `\(column.name)` | \(column.isRequired ? "yes" : "") | \(column.meaning) |\n"
    }
    let metrics = MeasuredRow.Metric.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    rows += "\nMetrics: \(metrics).\n\n"
    #expect(try Repository.matches(path, section: "columns", rows))
  }
}
