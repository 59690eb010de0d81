import Domain

/// Frontiers as JSON, `baton/frontier/1` (design §9): times in seconds, shares as fractions.
public enum FrontierJSON {
  /// - Parameter frontiers: One for each workload.
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  public static func bytes(_ frontiers: [Frontier]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", Frontier.schema)
      json.array("points") { json in
        for frontier in frontiers {
          for arm in frontier.arms {
            let band = FrontierBand(arm)
            for variant in arm.variants {
              for point in variant.points {
                json.object { json in
                  write(point, arm, variant, frontier, to: &json)
                  if let band { write(band, at: point.tpsPerUser, to: &json) }
                }
              }
            }
          }
        }
      }
      json.array("workloads") { json in
        for frontier in frontiers { json.object { write(frontier, to: &$0) } }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(
    _ point: FrontierPoint, _ arm: Frontier.Arm, _ variant: FrontierVariant,
    _ frontier: Frontier, to json: inout JSONWriter
  ) {
    json.field("workload", frontier.workload)
    json.field("arm", arm.name)
    json.field("policy", arm.policy)
    json.field("platform", arm.platform)
    if arm.isVaried {
      json.object("variant") { json in
        for setting in variant.variant.settings { json.field(setting.path, setting.value) }
      }
    }
    json.field("load", point.load)
    json.field("tpsPerUser", point.tpsPerUser)
    json.field("outputTokensPerSecondPerMegawatt", point.outputPerMegawatt)
    json.field("totalTokensPerSecondPerMegawatt", point.totalPerMegawatt)
    json.field("goodput", point.goodput)
    json.field("goodTokensPerSecondPerMegawatt", point.goodTokensPerMegawatt)
    json.field("dollarsPerMillionOutputTokens", point.dollarsPerMillionTokens)
    json.field("revenuePerMegawattHour", point.revenuePerMegawattHour)
    json.object("ttft") { json in
      json.field("p50", point.ttftMedian)
      json.field("p99", point.ttftTail)
    }
    json.field("requests", point.requests)
    json.field("saturated", point.isSaturated)
  }

  private static func write(_ frontier: Frontier, to json: inout JSONWriter) {
    json.field("workload", frontier.workload)
    json.field("class", frontier.className)
    json.field("firstSeed", frontier.firstSeed)
    json.field("seeds", frontier.seeds)
    json.field("ending", FrontierWords.ending(frontier))
    json.array("notes") { json in
      for note in frontier.notes { json.element(note) }
    }
    let envelope = frontier.envelope
    json.array("envelope") { json in
      for piece in envelope.spans {
        json.object { json in
          json.field("arm", frontier.arms[piece.arm].name)
          write(piece, to: &json)
        }
      }
    }
    json.array("variants") { json in
      for arm in frontier.arms where arm.isVaried {
        for piece in arm.variantSpans {
          json.object { json in
            json.field("arm", arm.name)
            json.field("variant", arm.variants[piece.arm].variant.name)
            write(piece, to: &json)
          }
        }
      }
    }
    json.array("crossings") { json in
      for crossing in envelope.crossings {
        json.object { json in
          json.field("slower", frontier.arms[crossing.slower].name)
          json.field("faster", frontier.arms[crossing.faster].name)
          json.field("tpsPerUser", crossing.tpsPerUser)
          json.field("outputTokensPerSecondPerMegawatt", crossing.outputPerMegawatt)
          json.field("slowerLoad", crossing.slowerLoad)
          json.field("fasterLoad", crossing.fasterLoad)
        }
      }
    }
    json.array("tiers") { json in
      for arm in frontier.arms {
        for tier in TierOutput.all(of: arm) { json.object { write(tier, arm, to: &$0) } }
      }
    }
    if frontier.arms.contains(where: { !$0.ends.isEmpty }) { writeBands(frontier, to: &json) }
    json.array("refused") { json in
      for refusal in frontier.refused {
        json.object { json in
          json.field("arm", refusal.arm)
          if let variant = refusal.variant { json.field("variant", variant) }
          json.field("reason", refusal.reason)
        }
      }
    }
  }

  private static func write(_ piece: Envelope.Piece, to json: inout JSONWriter) {
    ends("tpsPerUser", piece.fastest, piece.slowest, &json)
    ends("outputTokensPerSecondPerMegawatt", piece.outputAtFastest, piece.outputAtSlowest, &json)
    ends("load", piece.loadAtFastest, piece.loadAtSlowest, &json)
  }

  /// The fast end, then the slow one.
  private static func ends(
    _ key: String, _ fast: Double, _ slow: Double, _ json: inout JSONWriter
  ) {
    json.array(key) { json in
      json.element(fast)
      json.element(slow)
    }
  }
}
