import Domain

/// A bound or an assertion on something that its sessions do not have, speech or a deadline, or
/// that is not told apart for its subject.
struct MetricNotMeasured: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for entry in draft.classes {
      guard let value = entry.value else { continue }
      for item in entry.fields?.node("slo")?.entries ?? [] {
        guard let metric = Metric(rawValue: item.key), isSpoken(metric),
          !draft.isVoice(value.agent), value.agent < draft.agents.count
        else { continue }
        let agent = draft.agents[value.agent].definition.name
        reportSilence(metric, agent: agent, at: item.keyLocation, &report)
      }
    }
    let hasPools = tenants(draft) <= GapGroup.mostTenants
    for (assertion, location) in draft.assertions {
      reportSubject(assertion, location, hasPools, &report)
      check(assertion, location, draft, &report)
    }
  }

  private static func isSpoken(_ metric: Metric) -> Bool {
    metric == .silence || metric == .underruns
  }

  private static func reportSilence(
    _ metric: Metric, agent: String?, at location: Location, _ report: inout TreeDecoder
  ) {
    let who = agent.map { "`\($0)` has no `voice`" } ?? "no agent has `voice`"
    report.report(
      .metricNotMeasured, "`\(metric.rawValue)` is measured on spoken turns; \(who)",
      at: location, label: "nothing to measure")
  }

  /// Most tenants that can be there: those that have names, and as many as there are ranks.
  private static func tenants(_ draft: WorkloadDraft) -> Int {
    var (names, ranks) = (Set<String>(), 0)
    for population in draft.classes.map({ $0.value?.tenants }) {
      if case .named(let members) = population {
        names.formUnion(members.map(\.name))
      } else {
        ranks = max(ranks, population?.count ?? 1)
      }
    }
    return names.count + ranks
  }

  /// Gaps are pooled by tenant where there are few; turns and sessions have many agents.
  private static func reportSubject(
    _ assertion: Assertion, _ location: AssertionLocations, _ hasPools: Bool,
    _ report: inout TreeDecoder
  ) {
    let metric = assertion.metric
    let isPooled = metric == .itl && !hasPools
    let isUsers: Bool =
      switch metric {
      case .turn, .response, .session, .silence, .underruns, .deadlineMisses, .sessionRate,
        .refused:
        true
      default: false
      }
    let of: String
    switch assertion.subject {
    case .tenant where isPooled:
      of = "a class or an agent, and of a tenant where there are at most \(GapGroup.mostTenants)"
    case .agent where isUsers: of = "a class or a tenant"
    default: return
    }
    report.report(
      .metricNotMeasured, "`\(metric.rawValue)` is measured of \(of)",
      at: location.subject ?? location.metric, label: "nothing to measure")
  }

  private static func check(
    _ assertion: Assertion, _ location: AssertionLocations, _ draft: WorkloadDraft,
    _ report: inout TreeDecoder
  ) {
    let classes = draft.classes.filter { entry in
      guard case .trafficClass(let name) = assertion.subject else { return true }
      return entry.definition.name == name
    }
    let values = classes.compactMap(\.value)
    // A class that could not be read may have what is asked for.
    guard values.count == classes.count, !values.isEmpty else { return }
    if isSpoken(assertion.metric), !values.contains(where: { draft.isVoice($0.agent) }) {
      let isOne = values.count == 1 && values[0].agent < draft.agents.count
      let agent = isOne ? draft.agents[values[0].agent].definition.name : nil
      reportSilence(assertion.metric, agent: agent, at: location.metric, &report)
    }
    if assertion.metric == .deadlineMisses, !values.contains(where: { $0.deadline != nil }) {
      let who = values.count == 1 ? "`\(values[0].name)` has no `deadline`" : "no class has one"
      report.report(
        .metricNotMeasured,
        "`deadline-misses` is measured on sessions with a deadline; \(who)", at: location.metric,
        label: "nothing to measure", help: "add `deadline` to the class")
    }
  }
}
