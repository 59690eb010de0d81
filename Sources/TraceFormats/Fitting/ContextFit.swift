import Domain

/// The contexts that an agent's prompts begin with, by who uses which copy.
struct ContextFit {
  /// Outermost first; names are given by the caller.
  private(set) var contexts:
    [(tokens: Distribution, sharing: ContextDefinition.Sharing, copies: Population)] = []
  private(set) var findings: [String] = []
  private(set) var warnings: [String] = []
  /// Contexts that only some conversations have, of the sessions' own afterwards.
  private(set) var isPartial = false

  init(_ tally: HeadTally, tenants: Int, points: Int) {
    var parent = 0
    for level in tally.levels {
      let uses = level.sorted { $0.key < $1.key }.map(\.value)
      let all = uses.reduce(0) { $0 + $1.count }
      // A level that not nearly all have is none of the agent's list.
      guard all * 20 >= tally.conversations * 19 else {
        isPartial = true
        break
      }
      // Under several parents each has copies of its own: the most used one shows how many.
      let below = level.filter { $0.value.parent == parent }.sorted { $0.key < $1.key }
      let tokens = DistributionFit.distribution(uses.map(\.tokens), .tokens, points: points)
      let isTenants =
        tenants > 1 && uses.allSatisfy { !$0.hasSeveralTenants } && uses.contains { $0.count > 1 }
      if isTenants {
        let busiest = ContextFit.busiest(uses)
        contexts.append((tokens, .tenant, PopularityFit(busiest).population))
      } else if uses.allSatisfy({ $0.count == 1 }), uses.count > 1 {
        contexts.append((tokens, .session, .equal(1)))
      } else {
        let counts = (below.isEmpty ? uses : below.map(\.value)).map(\.count)
        contexts.append((tokens, .everyone, PopularityFit(counts).population))
      }
      parent = below.max { $0.value.count < $1.value.count }?.key ?? 0
    }
    if isPartial {
      warnings.append(
        "some prompts of an agent begin with shared content that others lack; only what nearly all "
          + "have is written as shared")
    }
  }

  /// How often each copy of the tenant was used that used most.
  private static func busiest(_ uses: [HeadTally.Use]) -> [Int] {
    var counts: [String: [Int]] = [:]
    for use in uses { counts[use.tenant, default: []].append(use.count) }
    var best: [Int] = [1]
    for (_, held) in counts.sorted(by: { $0.key < $1.key }) {
      if held.reduce(0, +) > best.reduce(0, +) { best = held }
    }
    return best
  }
}
