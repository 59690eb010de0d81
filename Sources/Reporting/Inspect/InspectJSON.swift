public import Domain

/// The summary of a trace as JSON, `baton/inspect/1`: times in seconds, shares as fractions.
public enum InspectJSON {
  /// Columns of the rates over time.
  private static let parts = 60

  public static func text(
    _ header: TraceHeader, _ summary: TraceSummary, checks: [DistributionCheck] = []
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/inspect/1")
      json.field("workload", header.workload)
      json.field("fingerprint", header.fingerprint)
      json.field("seed", header.seed)
      json.field("length", summary.length.inSeconds)
      json.object("counts") { json in
        json.field("sessions", summary.sessions)
        json.field("followers", summary.followers)
        json.field("requests", summary.requests)
        json.field("compactions", summary.compactions)
        json.field("endedByWindow", summary.endedByWindow)
      }
      json.object("tokens") { json in
        json.field("input", summary.input.total)
        json.field("output", summary.output.total)
        json.field("reasoning", summary.reasoning.total)
      }
      overTime(summary, &json)
      sizes(summary, &json)
      shares(summary, &json)
      reuse(summary.reuse, &json)
      findings(header, summary, &json)
      json.array("arrivals") { json in
        for check in summary.arrivals {
          json.object { json in
            json.field("place", check.place)
            json.field("declared", check.declared)
            json.field("started", check.started)
            json.field("deviates", check.deviates)
          }
        }
      }
      json.array("distributions") { json in
        for check in checks { distribution(check, &json) }
      }
    }
    json.newline()
    return json.text
  }

  private static func overTime(_ summary: TraceSummary, _ json: inout JSONWriter) {
    json.object("overTime") { json in
      json.array("sessionsPerSecond") { json in
        for rate in summary.starts.rates(parts: parts, length: summary.length) {
          json.element(rate)
        }
      }
      json.array("requestsPerSecond") { json in
        for rate in summary.sends.rates(parts: parts, length: summary.length) {
          json.element(rate)
        }
      }
    }
    json.array("dispersion") { json in
      for index in summary.dispersion {
        json.object { json in
          json.field("window", index.window)
          json.field("windows", index.windows)
          json.field("sessions", index.sessions)
          json.field("requests", index.requests)
        }
      }
    }
  }

  private static func sizes(_ summary: TraceSummary, _ json: inout JSONWriter) {
    json.object("sizes") { json in
      quantiles("isl", summary.input, 1, &json)
      quantiles("osl", summary.output, 1, &json)
      quantiles("reasoning", summary.reasoning, 1, &json)
      quantiles("requestsPerSession", summary.requestsPerSession, 1, &json)
      quantiles("turnsPerSession", summary.turnsPerSession, 1, &json)
      quantiles("requestsPerTurn", summary.requestsPerTurn, 1, &json)
      quantiles("fanOut", summary.fanOut, 1, &json)
      quantiles("think", summary.thinkTimes, 1e9, &json)
      quantiles("toolSteps", summary.toolWaits, 1e9, &json)
    }
  }

  private static func quantiles(
    _ key: String, _ values: ValueHistogram, _ unit: Double, _ json: inout JSONWriter
  ) {
    guard values.count > 0 else { return }
    json.object(key) { json in
      json.field("count", values.count)
      json.field("mean", values.mean.map { $0 / unit })
      json.field("min", Double(values.smallest) / unit)
      for (name, share) in [
        ("p1", 0.01), ("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9),
        ("p95", 0.95), ("p99", 0.99), ("p999", 0.999),
      ] {
        json.field(name, values.quantile(share).map { Double($0) / unit })
      }
      json.field("max", Double(values.largest) / unit)
    }
  }

  private static func shares(_ summary: TraceSummary, _ json: inout JSONWriter) {
    for (key, shares) in [("classes", summary.classes), ("agents", summary.agents)] {
      json.object(key) { json in
        for share in shares {
          json.object(share.name) { json in
            if key == "classes" { json.field("sessions", share.sessions) }
            json.field("requests", share.requests)
            json.field("input", share.inputTokens)
            json.field("output", share.outputTokens)
          }
        }
      }
    }
    json.object("tools") { json in
      for tool in summary.tools {
        json.object(tool.name) { json in
          json.field("calls", tool.calls)
          quantiles("steps", tool.waits, 1e9, &json)
        }
      }
    }
  }

  private static func reuse(_ reuse: TraceSummary.Reuse, _ json: inout JSONWriter) {
    func share(_ part: Int, _ whole: Int) -> Double? {
      whole > 0 ? Double(part) / Double(whole) : nil
    }
    json.object("reuse") { json in
      json.field("blockTokens", reuse.blockTokens)
      json.field("idealTokens", share(reuse.idealTokens, reuse.promptTokens))
      json.field("idealBlocks", share(reuse.idealBlocks, reuse.promptBlocks))
      json.array("lru") { json in
        for capacity in reuse.capacities {
          json.object { json in
            json.field("capacityTokens", capacity.tokens)
            json.field("tokens", share(capacity.hitTokens, capacity.promptTokens))
            json.field("blocks", share(capacity.hitBlocks, capacity.promptBlocks))
          }
        }
      }
    }
  }

  private static func findings(
    _ header: TraceHeader, _ summary: TraceSummary, _ json: inout JSONWriter
  ) {
    json.array("anomalies") { json in
      for anomaly in summary.anomalies {
        let isTime = anomaly.kind == .tick || anomaly.kind == .silence
        json.object { json in
          json.field("kind", anomaly.kind.rawValue)
          if isTime {
            json.field("seconds", Double(anomaly.value) / 1e9)
          } else {
            json.field("count", anomaly.value)
          }
          json.field("text", anomaly.text)
        }
      }
    }
    json.array("account") { json in
      for field in header.account {
        json.object { json in
          json.field("field", field.field)
          json.field("fate", field.fate.rawValue)
          json.field("note", field.note)
        }
      }
    }
  }

  private static func distribution(_ check: DistributionCheck, _ json: inout JSONWriter) {
    let unit = check.quantity == .duration ? 1e9 : 1
    json.object { json in
      json.field("place", check.place)
      json.field("unit", check.quantity == .duration ? "s" : "\(check.quantity)")
      json.field("draws", check.draws)
      for statistic in check.statistics {
        json.object(statistic.kind.rawValue) { json in
          json.field("declared", statistic.declared / unit)
          json.field("observed", statistic.observed.map { $0 / unit })
          json.field("deviates", statistic.deviates)
        }
      }
    }
  }
}
