public import Domain

/// Checks of options that take the place of an experiment's keys: what a file is told, told of the
/// command line.
public enum ExperimentFlags {
  /// Metrics that nothing compared has (B504).
  ///
  /// - Parameters:
  ///   - works: What arms work on; not empty.
  ///   - option: Where the metrics were named, `--metrics`.
  public static func check(
    _ metrics: [(text: String, metric: Metric)], of works: [ExperimentWork], option: String
  ) -> [Diagnostic] {
    let hasTraces = works.contains { if case .trace = $0 { true } else { false } }
    return metrics.compactMap { text, metric in
      MetricNotCompared.diagnostic(
        metric, ofTraces: hasTraces,
        isMeasured: works.contains { MetricNotCompared.has($0, metric) },
        at: location(text, option))
    }
  }

  /// Too few seeds to call anything different (B604).
  ///
  /// - Parameter option: What says how many there are at most, `--seeds` or `--max-seeds`.
  public static func check(firstSeeds: Int, mostSeeds: Int, option: String) -> [Diagnostic] {
    let found = TooFewSeeds.diagnostic(
      first: firstSeeds, most: mostSeeds, at: location("\(mostSeeds)", option))
    return [found].compactMap(\.self)
  }

  private static func location(_ text: String, _ option: String) -> Location {
    Location(SourceText(name: option, text: text), Span(0, text.utf8.count))
  }
}
