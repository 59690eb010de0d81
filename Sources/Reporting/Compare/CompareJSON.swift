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
      json.field("tolerance", comparison.tolerance)
      json.field("baseline", comparison.baseline)
      json.array("candidates") { json in
        for candidate in comparison.candidates { json.element(candidate) }
      }
      json.array("seedList") { json in
        for seed in comparison.seeds { json.element(seed) }
      }
      json.array("metrics") { json in
        for metric in comparison.metrics { json.object { write(metric, to: &$0) } }
      }
      json.array("noise") { json in
        for metric in comparison.noise { json.object { write(metric, to: &$0) } }
      }
      json.array("assertions") { json in
        for candidate in comparison.assertions { write(candidate, to: &json) }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(_ metric: ComparedMetric, to json: inout JSONWriter) {
    json.field("metric", metric.metric.name)
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
    json.field("verdict", metric.verdict.rawValue)
    json.field("seedsNeeded", metric.seedsNeeded)
    json.object("replicates") { json in
      json.array("baseline") { json in
        for value in metric.baselineValues { json.element(value) }
      }
      json.array("candidate") { json in
        for value in metric.candidateValues { json.element(value) }
      }
    }
  }

  private static func write(
    _ candidate: Comparison.CandidateAssertions, to json: inout JSONWriter
  ) {
    for result in candidate.results {
      json.object { json in
        json.field("candidate", candidate.candidate)
        json.field("text", result.assertion.text)
        json.field("value", result.value)
        json.field("passed", result.passed)
      }
    }
  }
}
