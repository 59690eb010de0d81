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
    let names = ["workload", "class", "arm", "policy", "platform"] + columns.map(\.name)
    var text = names.joined(separator: ",") + "\n"
    for frontier in frontiers {
      for arm in frontier.arms {
        let words = [
          frontier.workload, frontier.className, arm.name, arm.policy, arm.platform,
        ].map(CSVText.quoted)
        for point in arm.points {
          let figures = columns.map { column in column.value(point).map(CSVText.number) ?? "" }
          text += (words + figures).joined(separator: ",") + "\n"
        }
      }
    }
    return text
  }
}
