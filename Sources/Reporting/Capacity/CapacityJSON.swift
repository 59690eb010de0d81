import Domain

/// Capacities as JSON, `baton/capacity/1`: times in seconds, shares as fractions.
public enum CapacityJSON {
  /// - Parameter capacities: One for each workload.
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  public static func bytes(_ capacities: [Capacity]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", Capacity.schema)
      json.array("arms") { json in
        for capacity in capacities {
          for arm in capacity.arms { json.object { write(arm, capacity, to: &$0) } }
        }
      }
      json.array("refused") { json in
        for capacity in capacities {
          for refusal in capacity.refused {
            json.object { json in
              json.field("workload", capacity.workload)
              json.field("arm", refusal.arm)
              json.field("reason", refusal.reason)
            }
          }
        }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(
    _ arm: Capacity.Arm, _ capacity: Capacity, to json: inout JSONWriter
  ) {
    json.field("workload", capacity.workload)
    json.field("arm", arm.name)
    json.field("policy", arm.policy)
    json.field("platform", arm.platform)
    json.field("firstSeed", capacity.firstSeed)
    json.field("seeds", capacity.seeds)
    json.field("precision", capacity.precision)
    json.field("capacity", arm.search.holding?.load)
    json.field("breaksAt", arm.search.breaking?.load)
    json.array("breaks") { json in
      for result in arm.search.breaking?.results ?? [] where !result.passed {
        json.element(result.assertion.text)
      }
    }
    json.array("seedCapacities") { json in
      for load in arm.search.seedCapacities { json.element(load) }
    }
    json.array("seedBreaks") { json in
      for load in arm.search.seedBreaks { json.element(load) }
    }
    json.object("otherSeeds") { json in
      let spread = arm.search.spread
      json.field("low", spread?.low)
      json.field("high", spread?.high)
      json.field("confidence", 0.95)
      json.field("seedsForPrecision", spread?.seedsNeeded)
    }
    json.array("judged") { json in
      for judgement in arm.search.judged { json.object { write(judgement, to: &$0) } }
    }
  }

  private static func write(_ judgement: LoadJudgement, to json: inout JSONWriter) {
    json.field("load", judgement.load)
    json.field("holds", judgement.holds)
    json.field("seedsHolding", judgement.seedsHolding.count { $0 })
    json.field("requests", judgement.requests)
    json.array("assertions") { json in
      for result in judgement.results {
        json.object { json in
          json.field("text", result.assertion.text)
          json.field("value", result.value)
          json.field("passed", result.passed)
        }
      }
    }
  }
}
