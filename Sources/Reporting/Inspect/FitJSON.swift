public import Domain

/// The report of a fit as JSON, `baton/fit/1`: times in seconds, shares as fractions.
public enum FitJSON {
  public static func text(_ report: FitReport) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/fit/1")
      json.field("near", report.isNear)
      json.object("counts") { json in
        json.field("sessions", report.sessions)
        json.field("requests", report.requests)
      }
      json.array("seeds") { json in for seed in report.seeds { json.element(Int(seed)) } }
      json.array("figures") { json in for figure in report.figures { self.figure(figure, &json) } }
      json.array("spreads") { json in for spread in report.spreads { self.spread(spread, &json) } }
      json.array("findings") { json in for text in report.findings { json.element(text) } }
      json.array("warnings") { json in for text in report.warnings { json.element(text) } }
    }
    json.newline()
    return json.text
  }

  private static func figure(_ figure: FitReport.Figure, _ json: inout JSONWriter) {
    json.object { json in
      json.field("name", figure.name)
      json.field("kind", figure.kind.rawValue)
      json.field("trace", figure.trace)
      json.field("fit", figure.fit)
      json.field("low", figure.low)
      json.field("mean", figure.mean)
      json.field("high", figure.high)
      json.field("limit", figure.limit)
      json.field("near", figure.isNear)
    }
  }

  private static func spread(_ spread: FitReport.Spread, _ json: inout JSONWriter) {
    let unit = spread.unit == .time ? 1e9 : 1
    json.object { json in
      json.field("name", spread.name)
      json.field("unit", spread.unit == .time ? "s" : spread.unit.rawValue)
      json.field("distance", spread.distance)
      json.field("limit", spread.limit)
      json.field("near", spread.isNear)
      json.array("quantiles") { json in
        for pair in spread.quantiles {
          json.object { json in
            json.field("percent", pair.percent)
            json.field("trace", Double(pair.trace) / unit)
            json.field("fit", Double(pair.fit) / unit)
          }
        }
      }
    }
  }
}
