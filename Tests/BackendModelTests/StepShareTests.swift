import Domain
import Testing

@testable import BackendModel

@Suite("what decode steps are spent on")
struct StepShareTests {
  /// Parts of a step of 16 sequences with 4,000 tokens each, FFN last.
  private func parts(_ policy: String, _ model: String, _ platform: String) throws -> [Double] {
    let plan = try PlanBuilder.plan(
      platform: platform, policy: policy, models: [model], catalog: try shippedCatalog())
    let pool = try #require(plan.pools.last)
    let crowd = pool.contention.last
    let speculation = crowd?.speculation ?? pool.speculation
    let cost = speculation?.level(sequences: 16)?.cost ?? crowd?.cost ?? pool.cost
    let whole = cost.step(
      sequences: 16, context: 64_000, prefillTokens: 0, prefillContext: 0)
    let fixed = cost.fixedParts(sequences: 16)
    let keys = 64_000 * cost.perContext(sequences: 16)
    let isHidden = keys <= cost.floor(sequences: 16)
    let attention = fixed.attention + (isHidden ? 0 : keys)
    let hidden = isHidden ? cost.floorParts(sequences: 16) : StepParts()
    let (exchange, verify) = (fixed.exchange + hidden.exchange, fixed.verify + hidden.verify)
    let ffn = whole - attention - exchange - fixed.draft - verify
    return [attention, exchange, fixed.draft, verify, ffn].map { Double($0) / Double(whole) }
  }

  @Test(
    "parts are none below zero; only what drafts has drafts and checks them",
    arguments: ["gpu-aggregated", "gpu-disaggregated", "afd", "lpx-decode", "lpx-draft"])
  func everyPolicy(_ policy: String) throws {
    for (model, platform) in [
      ("gpt-oss-120b", "vera-rubin-lpx"), ("deepseek-r1", "vera-rubin-lpx-xl"),
    ] {
      let found = try parts(policy, model, platform)
      #expect(found.allSatisfy { $0 >= 0 }, "\(model) \(found)")
      // Nothing is all of a step.
      #expect(found.allSatisfy { $0 < 0.9 }, "\(model) \(found)")
      let drafts = policy == "lpx-draft" || model == "deepseek-r1"
      #expect((found[2] > 0) == drafts, "\(model) \(found)")
      #expect((found[3] > 0) == drafts, "\(model) \(found)")
      // Crossings are what attention–FFN disaggregation adds.
      if policy == "afd" { #expect(found[1] > 0.05, "\(model) \(found)") }
    }
  }
}
