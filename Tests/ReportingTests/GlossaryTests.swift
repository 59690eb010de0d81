import Domain
import Foundation
import Testing

@testable import Reporting

@Suite struct GlossaryTests {
  @Test("every metric has a page", arguments: Metric.allCases)
  func metrics(metric: Metric) {
    guard case .page(let page) = Glossary.page(metric.rawValue) else {
      Issue.record("\(metric.rawValue) isn't explained")
      return
    }
    #expect(page.name == metric.rawValue)
    #expect(!page.unit.isEmpty)
  }

  @Test("every component of time has a page", arguments: Component.allCases)
  func components(component: Component) {
    guard case .page(let page) = Glossary.page(component.rawValue) else {
      Issue.record("\(component.rawValue) isn't explained")
      return
    }
    #expect(page.name == component.rawValue && page.unit.hasPrefix("component of "))
  }

  @Test("every row of a run's table is explained")
  func rows() {
    var arm = Example.arm()
    (arm.counts.preemptions, arm.counts.swaps, arm.cache.reloadedBlocks) = (3, 1, 10)
    let header = Example.header()
    let rows = RunRows([ArmReport(arm, header)], by: .class, cellWidth: 27).rows
    let labels = rows.filter { $0.kind == .value }.map { $0.label.drop { $0 == " " } }
    #expect(labels.count > 20)
    for label in labels {
      let word = label == "TPS/user p50, p1" ? "tps/user" : String(label)
      guard case .page = Glossary.page(word) else {
        Issue.record("`\(label)` has no page")
        continue
      }
    }
  }

  @Test("every row of load over time is explained")
  func load() {
    var arm = Example.arm()
    arm.pools = ArmResult(plan: CellRecordTests.plan).pools
    arm.load = LoadSeries(pools: arm.pools.count)
    let bars = Set("▁▂▃▄▅▆▇█")
    let labels = LoadText([arm], isColoured: false).text.split(separator: "\n")
      .filter { $0.contains(" peak ") }
      .map { line in
        line.prefix { !bars.contains($0) }.split(separator: " ").joined(separator: " ")
          .split(separator: " peak")[0]
      }
    #expect(labels.count >= 6)
    for label in Set(labels) {
      guard case .page = Glossary.page(String(label)) else {
        Issue.record("`\(label)` has no page")
        continue
      }
    }
  }

  /// That no other tool has, or all define alike.
  private static let own: Set<Metric> = [.turn, .refused, .cancelled, .sessionRate]

  @Test("every metric says how other tools define it", arguments: Metric.allCases)
  func elsewhere(metric: Metric) {
    guard case .page(let page) = Glossary.page(metric.rawValue) else { return }
    #expect(page.elsewhere.isEmpty == Self.own.contains(metric), "\(metric.rawValue)")
  }

  @Test("every figure of a class, and of the platform's cache and power, is explained by its key")
  func keys() throws {
    let header = Example.header()
    let bytes = RunJSON.bytes(header, [ArmReport(Example.arm(), header)])
    let record = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let arm = try #require((record?["arms"] as? [[String: Any]])?.first)
    let group = (arm["classes"] as? [String: [String: Any]])?["all"]
    let objects = [group, arm["cache"] as? [String: Any], arm["efficiency"] as? [String: Any]]
    let keys = objects.flatMap { Array($0?.keys ?? [:].keys) }
    #expect(keys.count > 30)
    for key in keys + ["swaps", "preemptions", "spilled", "busy", "tenantSpread", "cdf", "tails"] {
      guard case .page = Glossary.page(key) else {
        Issue.record("`\(key)` has no page")
        continue
      }
    }
  }

  @Test("no word leads to two pages")
  func unique() {
    let names = Glossary.pages.flatMap { [$0.name] + $0.aliases }.map { $0.lowercased() }
    #expect(Set(names).count == names.count)
  }

  @Test("a misspelt word leads to the nearest one")
  func nearest() {
    #expect(Glossary.page("tftt") == .unknown(nearest: "ttft"))
    #expect(Glossary.page("godput") == .unknown(nearest: "goodput"))
    #expect(Glossary.page("Regresed") == .unknown(nearest: "regressed"))
    #expect(Glossary.page("zebra crossing") == .unknown(nearest: nil))
    guard case .page(let page) = Glossary.page("TPS/user") else {
      Issue.record("aliases lead to pages")
      return
    }
    #expect(page.name == "tps-per-user")
  }

  @Test("a page, whole")
  func page() {
    guard case .page(let page) = Glossary.page("tpot") else {
      Issue.record("tpot is explained")
      return
    }
    #expect(
      page.text(width: 60) == """
        tpot (duration, per request)
        (last token − first token) / (output tokens − 1).

        A request with fewer than two tokens has none; a bound on it
        is then met.

        The same word elsewhere
          vLLM, SGLang, inference-perf: (latency − TTFT) / (tokens −
            1), as here
          GuideLLM: end-to-end time / tokens, first token included:
            long outputs look better
          inference-perf NTPOT: end-to-end time / tokens
          LLMServingSim: whole nanoseconds, 0 for one token

        """)
  }

  @Test("pages keep to the width", arguments: [40, 80])
  func widths(width: Int) {
    for page in Glossary.pages {
      let longest = page.text(width: width).split(separator: "\n").map(\.count).max() ?? 0
      #expect(longest <= width, "\(page.name)")
    }
  }
}
