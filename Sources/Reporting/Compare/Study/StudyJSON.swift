import Domain

extension StudyReport {
  /// - Returns: UTF-8, one line, `baton/study/1`; equal values give equal bytes.
  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", VerdictStudy.schema)
      json.field("title", study.title)
      json.field("arm", study.arm)
      if let paired = study.paired { json.field("paired", paired) }
      json.field("comparisons", comparisons)
      json.field("tolerance", study.tolerance)
      json.field("shifted", study.shifted.name)
      json.array("gates") { json in
        for gate in study.gates { json.element(gate.name) }
      }
      json.array("cells") { json in
        for cell in cells { json.object { cell.write(to: &$0) } }
      }
    }
    json.newline()
    return json.bytes
  }
}

extension StudyReport.Cell {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("shift", shift)
    json.field("firstSeeds", plan.first)
    json.field("mostSeeds", plan.most)
    json.field("meanSeeds", seeds)
    json.object("comparisonsAlarmed") { alarmed.write(to: &$0) }
    json.object("metricsAlarmed") { alarms.write(to: &$0) }
    json.array("classes") { json in
      for group in classes {
        json.object { json in
          json.field("class", group.name)
          for verdict in Verdict.allCases {
            json.object(verdict == .nothingMeasured ? "nothingMeasured" : verdict.rawValue) {
              group.rate(verdict).write(to: &$0)
            }
          }
        }
      }
    }
  }
}

extension Rate {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("hits", hits)
    json.field("of", of)
    json.field("share", share)
    json.array("interval") { json in
      json.element(interval.low)
      json.element(interval.high)
    }
  }
}
