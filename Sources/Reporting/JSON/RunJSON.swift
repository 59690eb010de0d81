public import Domain

/// The run record as JSON, `baton/run/1`: times in seconds, shares as fractions (design §9).
public enum RunJSON {
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  public static func bytes(_ header: TraceHeader, _ arms: [ArmReport]) -> [UInt8] {
    var json = JSONWriter()
    json.object { write(header, arms, to: &$0) }
    json.newline()
    return json.bytes
  }

  /// The fields of a run, within an object that may hold more.
  static func write(_ header: TraceHeader, _ arms: [ArmReport], to json: inout JSONWriter) {
    json.field("schema", RunRecord.schema)
    json.field("workload", header.workload)
    json.field("fingerprint", header.fingerprint)
    json.field("seed", header.seed)
    json.object("window") { json in
      json.field("from", header.measuredFrom.inSeconds)
      json.field("until", header.measuredUntil.inSeconds)
      json.field("duration", header.duration.inSeconds)
    }
    json.array("classNames") { json in
      for trafficClass in header.classes { json.element(trafficClass.name) }
    }
    if arms.contains(where: { $0.detail != nil }) {
      json.array("cdfShares") { json in
        for share in Curves.shares { json.element(share / 100) }
      }
    }
    json.array("arms") { json in
      for arm in arms { json.object { write(arm, to: &$0) } }
    }
  }

  private static func write(_ report: ArmReport, to json: inout JSONWriter) {
    let arm = report.summary
    json.field("policy", arm.policy)
    json.field("platform", arm.platform)
    writeTotals(arm, to: &json)
    for (key, groups) in [
      // The one class of an imported trace is itself called `all`.
      ("classes", [arm.all] + arm.classes.filter { $0.name != "all" }), ("tenants", arm.tenants),
      ("agents", arm.agents), ("models", arm.models),
    ] {
      json.object(key) { json in
        for group in groups {
          json.object(group.name) { json in
            write(group, to: &json)
            guard key == "classes" else { return }
            if let why = report.why.first(where: { $0.name == group.name }) {
              WhyJSON.write(why, to: &json)
            }
            report.detail?.curves.first { $0.name == group.name }?.write(to: &json)
          }
        }
      }
    }
    json.array("pools") { json in
      for pool in arm.pools {
        json.object { json in
          json.field("name", pool.name)
          json.field("role", pool.role.rawValue)
          json.field("engines", pool.engines)
          json.field("kvBlocks", pool.kvBlocks)
          json.field("busy", pool.busy)
          json.field("requests", pool.requests)
          json.field("spilled", pool.spilled)
        }
      }
    }
    json.field("tenantSpread", arm.tenantSpread)
    json.object("efficiency") { write(arm.efficiency, to: &$0) }
    json.array("assertions") { json in
      for result in report.assertions {
        json.object { json in
          json.field("text", result.assertion.text)
          json.field("value", result.value)
          json.field("passed", result.passed)
        }
      }
    }
    json.array("assumed") { json in
      for parameter in arm.assumed { json.object { write(parameter, to: &$0) } }
    }
    json.array("notes") { json in
      for note in arm.notes { json.element(note) }
    }
    json.array("rounds") { json in
      for count in arm.rounds { json.element(count) }
    }
    json.field("end", arm.end)
    report.detail?.write(to: &json)
  }

  private static func writeTotals(_ arm: ArmSummary, to json: inout JSONWriter) {
    json.object("counts") { json in
      json.field("arrived", arm.counts.arrived)
      json.field("finished", arm.counts.finished)
      json.field("refused", arm.counts.refused)
      json.field("cancelled", arm.counts.cancelled)
      json.field("live", arm.counts.live)
      json.field("notStarted", arm.counts.notStarted)
      json.field("preemptions", arm.counts.preemptions)
      json.field("swaps", arm.counts.swaps)
      json.field("sessionsEndedByWindow", arm.sessionsEndedByWindow)
    }
    json.object("tokens") { json in
      json.field("input", arm.tokens.input)
      json.field("output", arm.tokens.output)
      json.field("cached", arm.tokens.cached)
    }
    json.object("cache") { json in
      json.field("hitBlocks", arm.cache.hitBlocks)
      json.field("hitTokens", arm.cache.hitTokens)
      json.field("idealBlocks", arm.cache.idealBlocks)
      json.field("idealTokens", arm.cache.idealTokens)
      json.field("reloadedBlocks", arm.cache.reloadedBlocks)
    }
  }

  private static func write(_ group: GroupSummary, to json: inout JSONWriter) {
    json.field("requests", group.requests)
    json.field("turns", group.turns)
    json.field("sessions", group.sessions)
    let distributed = [
      ("ttft", group.ttft), ("itl", group.itl), ("stepGap", group.stepGap), ("tpot", group.tpot),
      ("stall", group.stall),
      ("e2e", group.e2e), ("response", group.response), ("turn", group.turn),
      ("silence", group.silence),
      ("session", group.session), ("sessionWithoutThink", group.sessionWithoutThink),
      ("tpsPerUser", group.tpsPerUser),
    ]
    for (key, quantiles) in distributed {
      write(quantiles, key, withLowTail: key == "tpsPerUser", to: &json)
    }
    if let goodput = group.goodput {
      json.object("goodput") { json in
        json.field("fraction", goodput.fraction)
        json.field("requestsPerSecond", goodput.requestsPerSecond)
        json.field("tokensPerSecond", goodput.tokensPerSecond)
      }
    } else {
      json.field("goodput", nil as Double?)
    }
    json.field("deadlineMisses", group.deadlineMisses)
    json.field("underruns", group.underruns)
    json.field("refused", group.refused)
    json.field("cancelled", group.cancelled)
    json.field("cacheHit", group.cacheHit)
    json.field("requestRate", group.requestRate)
    json.field("sessionRate", group.sessionRate)
    json.field("tokenRate", group.tokenRate)
    json.field("inputTokens", group.inputTokens)
    json.field("outputTokens", group.outputTokens)
  }

  private static func write(
    _ quantiles: Quantiles?, _ key: String, withLowTail: Bool, to json: inout JSONWriter
  ) {
    guard let quantiles else { return json.field(key, nil as Double?) }
    json.object(key) { json in
      json.field("count", quantiles.count)
      json.field("mean", quantiles.mean)
      if withLowTail { json.field("p1", quantiles.p1) }
      json.field("p50", quantiles.p50)
      json.field("p90", quantiles.p90)
      json.field("p95", quantiles.p95)
      json.field("p99", quantiles.p99)
      json.field("p999", quantiles.p999)
      json.field("max", quantiles.max)
    }
  }

  private static func write(_ efficiency: Efficiency, to json: inout JSONWriter) {
    json.field("watts", efficiency.watts)
    json.field(
      "outputTokensPerSecondPerMegawatt", efficiency.outputTokensPerSecondPerMegawatt)
    json.field("totalTokensPerSecondPerMegawatt", efficiency.totalTokensPerSecondPerMegawatt)
    json.field("joulesPerOutputToken", efficiency.joulesPerOutputToken)
    json.field("dollarsPerMillionOutputTokens", efficiency.dollarsPerMillionOutputTokens)
    json.field("revenuePerMegawattHour", efficiency.revenuePerMegawattHour)
  }

  static func write(_ parameter: AssumedParameter, to json: inout JSONWriter) {
    json.field("parameter", parameter.name)
    json.field("value", parameter.value)
    json.field("low", parameter.low)
    json.field("high", parameter.high)
    json.field("unit", parameter.unit)
  }
}
