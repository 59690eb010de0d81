import Domain

/// Points of frontiers as a table, RFC 4180: what a value lacks is empty.
public enum FrontierCSV {
  private static let columns: [(name: String, value: @Sendable (FrontierPoint) -> Double?)] = [
    ("load", { $0.load }), ("tps_per_user", { $0.tpsPerUser }),
    ("output_tokens_per_second_per_megawatt", { $0.outputPerMegawatt }),
    ("total_tokens_per_second_per_megawatt", { $0.totalPerMegawatt }),
    ("goodput", { $0.goodput }),
    ("good_tokens_per_second_per_megawatt", { $0.goodTokensPerMegawatt }),
    ("dollars_per_million_output_tokens", { $0.dollarsPerMillionTokens }),
    ("revenue_dollars_per_megawatt_hour", { $0.revenuePerMegawattHour }),
    ("ttft_p50_seconds", { $0.ttftMedian }), ("ttft_p99_seconds", { $0.ttftTail }),
    ("requests", { Double($0.requests) }), ("saturated", { $0.isSaturated ? 1 : 0 }),
  ]

  public static func text(_ frontiers: [Frontier]) -> String {
    let names =
      ["workload", "class", "arm", "policy", "platform", "variant"] + columns.map(\.name)
      + ["output_low", "output_high"]
    var text = names.joined(separator: ",") + "\n"
    for frontier in frontiers {
      for arm in frontier.arms {
        let band = FrontierBand(arm)
        for variant in arm.variants {
          let words = [
            frontier.workload, frontier.className, arm.name, arm.policy, arm.platform,
            variant.variant.name,
          ].map(CSVText.quoted)
          for point in variant.points {
            // What the arm gives at the point's speed within the ranges of assumed figures.
            let edges = point.tpsPerUser.flatMap { band?.edges(at: $0) }
            let figures =
              columns.map { $0.value(point) } + [edges?.low.output, edges?.high.output]
            text += (words + figures.map { $0.map(CSVText.number) ?? "" }).joined(separator: ",")
            text += "\n"
          }
        }
      }
    }
    return text
  }
}
