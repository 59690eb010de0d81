import Domain

/// A metric that is judged, and where its parts stand.
struct MeasureDraft: Sendable {
  var value: Measure
  var location: AssertionLocations
}

extension ValueType where Value == MeasureDraft {
  /// `p99 ttft`, `goodput`: a metric with a statistic that is kept of every replay.
  static var measure: ValueType {
    ValueType(.scalar("metric", pattern: ScalarPattern.measureText)) { node, decoder in
      guard let found = AssertionReader.readMeasure(node, &decoder) else { return nil }
      let kept = Assertion.Statistic.kept
      guard let statistic = found.value.statistic, let place = found.location.statistic,
        !kept.contains(where: { $0.statistic == statistic })
      else { return MeasureDraft(value: found.value, location: found.location) }
      decoder.report(
        .unknownWord, "\(Wording.quoted(place.text)) is not among the statistics that are judged",
        at: place, label: "not kept of a replay",
        help: "they are \(Wording.list(kept.map(\.word), last: "and"))")
      return nil
    }
  }
}

extension ScalarPattern {
  /// A metric, after a statistic where it takes one.
  static let measureText: String = {
    let words = Assertion.Statistic.kept.map(\.word).joined(separator: "|")
    func names(_ isDistributed: Bool) -> String {
      Metric.allCases.filter { $0.isDistributed == isDistributed }.map(\.rawValue)
        .joined(separator: "|")
    }
    let statistics = words.split(separator: ".").joined(separator: "\\.")
    return "^ *((\(statistics)) +(\(names(true)))|\(names(false))) *$"
  }()
}
