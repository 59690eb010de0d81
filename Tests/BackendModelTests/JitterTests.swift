import Domain
import Testing
import WorkloadLanguage

@testable import BackendModel

@Suite("jitter") struct JitterTests {
  @Test(
    "factors have the mean 1 exactly and the variation asked for", arguments: [0.01, 0.02, 0.05])
  func table(variation: Double) throws {
    let jitter = try #require(Jitter(variation: variation))
    let count = jitter.factors.count
    #expect(jitter.factors.reduce(0, +) == Int64(count) * 65536)
    let squares = jitter.factors.reduce(0.0) { sum, factor in
      let error = Double(factor) / 65536 - 1
      return sum + error * error
    }
    let found = (squares / Double(count)).squareRoot()
    // The outermost of 1,024 quantiles stand for a little less than their tails.
    #expect(found < variation && found > 0.99 * variation, "\(found)")
    #expect(zip(jitter.factors, jitter.factors.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("a factor is applied exactly, however long the step")
  func applied() {
    let jitter = Jitter(factors: [65536 / 2, 65536 * 3 / 2])
    #expect(jitter.applied(to: 1001, 0) == 500)
    #expect(jitter.applied(to: 1001, .max) == 1501)
    #expect(jitter.applied(to: 1, 0) == 1)
    let hour = Ticks(nanoseconds: 3_600_000_000_000)
    #expect(jitter.applied(to: hour + 1, .max) == hour * 3 / 2 + 1)
  }

  @Test("GPU steps vary as the catalog says, AFD's by the part on GPUs, LPX's never")
  func placements() throws {
    var catalog = try shippedCatalog()
    func pools(_ policy: String) throws -> [Jitter?] {
      try PlanBuilder.plan(
        platform: "vera-rubin-lpx", policy: policy, models: ["gpt-oss-120b"], catalog: catalog
      ).pools.map(\.jitter)
    }
    #expect(try pools("gpu-aggregated").allSatisfy { $0 == nil })
    catalog = try #require(catalog.setting("rubin-2026.jitter", to: 0.02))
    let whole = Jitter(variation: 0.02)
    #expect(try pools("gpu-aggregated") == [whole])
    #expect(try pools("gpu-disaggregated") == [whole, whole])
    #expect(try pools("lpx-decode") == [whole, nil])
    let part = try #require(try pools("afd")[1])
    let spread = { (jitter: Jitter) in (jitter.factors.last ?? 0) - (jitter.factors.first ?? 0) }
    let ratio = Double(spread(part)) / Double(spread(try #require(whole)))
    #expect(ratio > 0.5 && ratio < 0.95, "\(ratio)")
  }
}
