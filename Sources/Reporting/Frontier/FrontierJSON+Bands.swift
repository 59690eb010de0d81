import Domain

/// Tiers, and how far arms move with assumed figures.
extension FrontierJSON {
  static func write(_ found: TierOutput, _ arm: Frontier.Arm, to json: inout JSONWriter) {
    json.field("arm", arm.name)
    json.field("tier", found.tier.name)
    json.field("tpsPerUser", found.tier.speed)
    json.field("dollarsPerMillionOutputTokens", found.tier.dollars.value)
    json.field("outputTokensPerSecondPerMegawatt", found.output)
    json.field("revenuePerMegawattHour", found.output.map(found.revenue))
    guard let band = found.band else { return }
    for (key, edge) in [("low", band.low), ("high", band.high)] {
      json.object(key) { json in
        json.field("outputTokensPerSecondPerMegawatt", edge.output)
        json.field("revenuePerMegawattHour", found.revenue(edge.output))
        json.field("parameter", edge.end?.assumed.name)
        json.field("value", edge.end?.value)
      }
    }
  }

  /// Of an arm at the speed of one of its points.
  static func write(_ band: FrontierBand, at speed: Double?, to json: inout JSONWriter) {
    let edges = speed.map { band.edges(at: $0) }
    json.object("band") { json in
      json.field("low", edges?.low.output)
      json.field("high", edges?.high.output)
    }
  }

  /// Every figure that was tried, and what each arm's frontier then is.
  static func writeBands(_ frontier: Frontier, to json: inout JSONWriter) {
    json.array("sensitivity") { json in
      for arm in frontier.arms {
        for end in arm.ends {
          json.object { json in
            json.field("arm", arm.name)
            json.field("parameter", end.assumed.name)
            json.field("value", end.value)
            json.field("refused", end.reason)
            json.array("points") { json in
              for point in end.points {
                json.object { json in
                  json.field("load", point.load)
                  json.field("tpsPerUser", point.tpsPerUser)
                  json.field("outputTokensPerSecondPerMegawatt", point.outputPerMegawatt)
                }
              }
            }
          }
        }
      }
    }
  }
}
