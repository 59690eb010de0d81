import Domain

/// Writes the header line of a native trace.
func writeNativeHeader(_ header: TraceHeader, to bytes: inout [UInt8]) {
  var json = JSONWriter()
  json.object { json in
    json.field("schema", TraceHeader.schema)
    json.field("time", "ns")
    json.field("workload", header.workload)
    if let seed = header.seed { json.field("seed", seed) }
    json.field("fingerprint", header.fingerprint)
    json.strings("models", header.models)
    json.strings("agents", header.agents)
    json.strings("tools", header.tools)
    json.array("classes") { json in
      for trafficClass in header.classes { json.trafficClass(trafficClass) }
    }
    json.field("duration", header.duration)
    json.field("from", header.measuredFrom)
    json.field("until", header.measuredUntil)
    if let part = header.part {
      json.object("part") { json in
        json.field("first", part.first)
        json.field("sessions", part.sessions)
        json.field("of", part.of)
      }
    }
    if !header.assertions.isEmpty {
      json.array("assertions") { json in
        for assertion in header.assertions { json.assertion(assertion) }
      }
    }
    if let blocks = header.blocks {
      json.object("blocks") { json in
        json.field("tokens", blocks.tokens)
        json.field("rounding", blocks.rounding.rawValue)
      }
    }
    if !header.account.isEmpty {
      json.array("account") { json in
        for field in header.account {
          json.object { json in
            json.field("field", field.field)
            json.field("fate", field.fate.rawValue)
            if !field.note.isEmpty { json.field("note", field.note) }
          }
        }
      }
    }
  }
  json.newline()
  bytes.append(contentsOf: json.bytes)
}

extension JSONWriter {
  fileprivate mutating func strings(_ key: String, _ values: [String]) {
    array(key) { json in for value in values { json.element(value) } }
  }

  fileprivate mutating func trafficClass(_ value: TraceClass) {
    object { json in
      json.field("name", value.name)
      json.field("priority", value.priority.rawValue)
      if let deadline = value.deadline { json.field("deadline", deadline) }
      if !value.slo.isEmpty {
        json.array("slo") { json in
          for bound in value.slo {
            json.object { json in
              json.field("metric", bound.metric.rawValue)
              json.field("value", bound.value)
            }
          }
        }
      }
      if value.isMeasuredWhole { json.field("measured-whole", true) }
      if let closed = value.closed {
        json.object("closed") { json in
          json.field("sessions", closed.sessions)
          json.field("until", closed.until)
          if let total = closed.total { json.field("total", total) }
        }
      }
    }
  }

  fileprivate mutating func assertion(_ value: Assertion) {
    object { json in
      json.field("text", value.text)
      switch value.statistic {
      case nil: break
      case .mean: json.field("statistic", "mean")
      case .max: json.field("statistic", "max")
      case .percentile(let percentile): json.field("percentile", percentile)
      }
      json.field("metric", value.metric.rawValue)
      switch value.subject {
      case .everything: break
      case .trafficClass(let name): json.field("class", name)
      case .agent(let name): json.field("agent", name)
      case .tenant(let name): json.field("tenant", name)
      }
      json.field("comparison", value.comparison.rawValue)
      json.field("bound", value.bound)
    }
  }
}
