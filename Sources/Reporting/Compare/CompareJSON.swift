import Domain

/// A comparison as JSON, `baton/compare/1` (design §9), with every replicate.
public enum CompareJSON {
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  public static func bytes(_ comparison: Comparison) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", Comparison.schema)
      json.field("verdict", comparison.verdict.rawValue)
      json.field("seeds", comparison.seeds.count)
      json.field("evidence", comparison.resamplesSessions ? "sessions" : "seeds")
      json.field("paired", comparison.baselineSeeds == nil)
      json.field("tolerance", comparison.tolerance)
      json.object("looks") { json in
        json.field("planned", comparison.looks.planned)
        json.field("taken", comparison.looks.taken)
      }
      json.field("confidence", 1 - PairedJudge.outside / Double(comparison.looks.planned))
      json.field("significance", PairedJudge.significance / Double(comparison.looks.planned))
      json.field("baseline", comparison.baseline)
      json.array("candidates") { json in
        for candidate in comparison.candidates { json.element(candidate) }
      }
      json.array("verdicts") { json in
        for candidate in comparison.candidates {
          json.object { json in
            json.field("candidate", candidate)
            json.field("verdict", comparison.verdict(of: candidate).rawValue)
          }
        }
      }
      json.array("platforms") { json in
        for platform in comparison.platforms { json.element(platform) }
      }
      json.array("sizes") { json in
        for size in comparison.sizes { json.element(size) }
      }
      json.array("seedList") { json in
        for seed in comparison.seeds { json.element(seed) }
      }
      if let seeds = comparison.baselineSeeds {
        json.array("baselineSeedList") { json in
          for seed in seeds { json.element(seed) }
        }
      }
      json.array("scenarios") { json in
        for scenario in comparison.scenarios { json.element(scenario) }
      }
      json.array("metrics") { json in
        for metric in comparison.metrics { json.object { write(metric, to: &$0) } }
      }
      json.array("noise") { json in
        for metric in comparison.noise { json.object { write(metric, to: &$0) } }
      }
      writeAssumed(of: comparison, to: &json)
      json.array("assertions") { json in
        for candidate in comparison.assertions { write(candidate, to: &json) }
      }
      json.array("sessions") { json in
        for shifts in comparison.shifts { json.object { write(shifts, to: &$0) } }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func writeAssumed(of comparison: Comparison, to json: inout JSONWriter) {
    json.array("assumed") { json in
      for figure in comparison.assumed { json.object { RunJSON.write(figure, to: &$0) } }
    }
    guard let sensitivity = comparison.sensitivity else { return }
    json.object("sensitivity") { json in
      json.array("tried") { json in
        for name in sensitivity.tried { json.element(name) }
      }
      json.array("refused") { json in
        for refusal in sensitivity.refused {
          json.object { json in
            json.field("parameter", refusal.parameter)
            json.field("value", refusal.value)
            json.field("reason", refusal.reason)
          }
        }
      }
    }
  }

  private static func write(_ metric: ComparedMetric, to json: inout JSONWriter) {
    json.field("metric", metric.metric.name)
    json.field("scenario", metric.scenario)
    json.field("class", metric.className)
    json.field("candidate", metric.candidate)
    json.field("baselineValue", metric.baselineValue)
    json.field("candidateValue", metric.candidateValue)
    json.field("ratio", metric.ratio)
    if let low = metric.low, let high = metric.high {
      json.array("interval") { json in
        json.element(low)
        json.element(high)
      }
    } else {
      json.field("interval", nil as Double?)
    }
    json.field("p", metric.adjustedP)
    json.field("rawP", metric.p)
    json.field("noiseFloor", metric.floor)
    json.field("verdict", metric.verdict.rawValue)
    json.field("seedsNeeded", metric.seedsNeeded)
    json.array("hangsOn") { json in
      for other in metric.hangsOn {
        json.object { json in
          json.field("parameter", other.parameter)
          json.field("value", other.value)
          json.field("ratio", other.ratio)
          json.field("verdict", other.verdict.rawValue)
        }
      }
    }
    json.object("replicates") { json in
      json.array("baseline") { json in
        for value in metric.baselineValues { json.element(value) }
      }
      json.array("candidate") { json in
        for value in metric.candidateValues { json.element(value) }
      }
    }
  }

  private static func write(_ candidate: CandidateAssertions, to json: inout JSONWriter) {
    for result in candidate.results {
      json.object { json in
        json.field("candidate", candidate.candidate)
        json.field("scenario", candidate.scenario)
        json.field("text", result.assertion.text)
        json.field("value", result.value)
        json.field("passed", result.passed)
      }
    }
  }

  private static func write(_ shifts: SessionShifts, to json: inout JSONWriter) {
    json.field("candidate", shifts.candidate)
    json.field("scenario", shifts.scenario)
    for (key, groups) in [("classes", shifts.classes), ("tenants", shifts.tenants)] {
      json.array(key) { json in
        for group in groups { json.object { write(group, to: &$0) } }
      }
    }
    for (key, moves) in [("losers", shifts.losers), ("winners", shifts.winners)] {
      json.array(key) { json in
        for move in moves {
          json.object { json in
            json.field("seed", move.seed)
            json.field("class", move.className)
            json.field("session", move.number)
            json.field("tenant", move.tenant)
            json.field("baseline", move.baseline)
            json.field("candidate", move.candidate)
          }
        }
      }
    }
  }

  private static func write(_ group: SessionShifts.Group, to json: inout JSONWriter) {
    json.field("name", group.name)
    json.field("sessions", group.sessions)
    json.field("faster", group.faster)
    json.field("slower", group.slower)
    json.field("lostByCandidate", group.lostByCandidate)
    json.field("savedByCandidate", group.savedByCandidate)
    json.field("ratio", group.ratio)
    json.object("difference") { json in
      json.field("mean", group.meanDifference)
      json.field("p5", group.p5Difference)
      json.field("p50", group.medianDifference)
      json.field("p95", group.p95Difference)
    }
  }
}
