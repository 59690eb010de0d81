import Domain
import TestSupport
import Testing

@testable import BackendModel

@Suite struct DocumentTests {
  @Test("the table of assumed parameters in the documentation is the catalog's")
  func assumedTable() throws {
    let catalog = try shippedCatalog()
    let path = "Docs/BackendModel.md"
    let text = try Repository.text(path)
    let (start, end) = ("<!-- assumed -->\n", "<!-- end -->\n")
    let head = try #require(text.firstRange(of: start))
    let tail = try #require(text.firstRange(of: end))
    let table = try assumed(catalog)
    let whole = text[..<head.upperBound] + table + text[tail.lowerBound...]
    #expect(try Repository.matches(path, String(whole)))
  }

  private func assumed(_ catalog: Catalog) throws -> String {
    var rows = "\n| parameter | default | low | high | unit |\n|---|---|---|---|---|\n"
    var seen: Set<String> = []
    for platform in catalog.platforms {
      let policies = platform.hasLPU(in: catalog) ? ["afd"] : ["gpu-aggregated"]
      for policy in policies {
        let plan = try PlanBuilder.plan(
          platform: platform.name, policy: policy, models: ["gpt-oss-120b"], catalog: catalog)
        for one in plan.assumed where seen.insert(one.name).inserted {
          rows += "| `\(one.name)` | \(one.value) | \(one.low) | \(one.high) | \(one.unit) |\n"
        }
      }
    }
    return rows + "\n"
  }
}
