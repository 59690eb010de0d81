import Domain

/// A metric that nothing compared has, so that no verdict on it would come.
///
/// `silence` and `underruns` are of spoken turns, `deadline-misses` of classes with a deadline. A
/// trace is judged by its sessions, and not every metric is kept of each.
struct MetricNotCompared: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    guard draft.isComplete else { return }
    let works = draft.subjects.compactMap(\.work)
    for measure in draft.metrics ?? [] {
      let metric = measure.value.metric
      let found = diagnostic(
        metric, ofTraces: draft.hasTraces, isMeasured: works.contains { has($0, metric) },
        at: measure.location.metric)
      if let found { report.add(found) }
    }
  }

  /// - Parameter isMeasured: Whether anything compared has it.
  static func diagnostic(
    _ metric: Metric, ofTraces: Bool, isMeasured: Bool, at place: Location
  ) -> Diagnostic? {
    if ofTraces, !metric.isKeptBySession {
      return Diagnostic(
        .metricNotMeasured, "`\(metric.rawValue)` of a trace cannot be judged",
        at: place, label: "not kept by session",
        help: "judge `p99 tpot` or `p99 stall`, or compare workloads over seeds")
    }
    if isMeasured { return nil }
    let (what, reason) =
      metric == .deadlineMisses
      ? ("of classes with a deadline", "no class has one")
      : ("on spoken turns", "no agent has `voice`")
    return Diagnostic(
      .metricNotMeasured, "`\(metric.rawValue)` is measured \(what); \(reason)",
      at: place, label: "not measured here", help: "remove it")
  }

  static func has(_ work: ExperimentWork, _ metric: Metric) -> Bool {
    switch (metric, work) {
    case (.deadlineMisses, .workload(let workload)):
      workload.classes.contains { $0.deadline != nil }
    case (.deadlineMisses, .trace(let header)): header.classes.contains { $0.deadline != nil }
    case (.silence, .workload(let workload)), (.underruns, .workload(let workload)):
      workload.classes.contains { workload.agents[$0.agent].voice != nil }
    default: true
    }
  }
}
