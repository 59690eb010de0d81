import Domain

/// An agent whose sessions can have several turns and that says nothing about the time between.
///
/// Without `think` or `every`, the next message of a user would come at no known moment.
struct NothingBetweenTurns: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for agent in draft.agents {
      guard let value = agent.value, let fields = agent.fields,
        !fields.has("think"), !fields.has("every"), canExceedOne(value.turns),
        let location = fields.keyLocation("turns")
      else { continue }
      if fields.inherited.contains("turns"),
        let (key, dropped) = ["think", "every"].compactMap({ key in
          fields.dropped[key].map { (key, $0) }
        }).first
      {
        report.report(
          .nothingBetweenTurns,
          "`turns` can exceed 1, but nothing says when the next one comes", at: dropped,
          label: "dropped here", notes: [.init("`turns` is copied from here", at: location)],
          help: "add `\(key == "think" ? "every" : "think")`, or `turns: none` too")
        continue
      }
      report.report(
        .nothingBetweenTurns,
        "`turns` can exceed 1, but nothing says when the next one comes", at: location,
        label: "several turns", help: "add `think` or `every`")
    }
  }

  private static func canExceedOne(_ turns: Distribution) -> Bool {
    if let maximum = turns.maximum, maximum <= 1 { return false }
    switch turns.form {
    case .constant(let value): return value > 1
    case .uniform(_, let high): return high > 1
    case .mean(let mean): return mean > (turns.minimum ?? 1) || mean > 1
    case .table(let values): return values.contains { $0 > 1 }
    case .mixture(let components): return components.contains { canExceedOne($0.distribution) }
    case .quantiles, .spread, .pareto: return true
    }
  }
}
