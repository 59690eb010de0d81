import Domain

// Classes, and when their sessions start.
extension WorkloadFit {
  mutating func addClass(_ index: Int) {
    let seen = sample.classes[index]
    guard
      let agent = seen.agents.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key,
      let place = places[agent]
    else { return }
    let declared = seen.trafficClass
    let name = unique(
      Self.name(declared.name, or: "users"), among: workload.classes.map(\.name))
    rename(declared.name, to: name)
    var made = TrafficClass(
      name: name, agent: place, arrivals: arrivals(seen, name), tenants: tenants(seen),
      model: sample.header.models.first, priority: declared.priority, deadline: declared.deadline,
      slo: declared.slo.filter { $0.metric != .silence })
    if sample.header.models.count > 1 { made.model = sample.header.models[0] }
    workload.classes.append(made)
  }

  private mutating func rename(_ old: String, to name: String) {
    for index in workload.assertions.indices
    where workload.assertions[index].subject == .trafficClass(old) {
      workload.assertions[index] = workload.assertions[index].about(.trafficClass(name))
    }
  }

  private mutating func arrivals(_ seen: ClassSample, _ name: String) -> Arrivals {
    if seen.trafficClass.closed != nil {
      var arrivals = Arrivals(.concurrency(max(1, seen.starts.count)))
      arrivals.over = TextNumber.time(seen.starts.max() ?? 0)
      if let last = seen.starts.max(), last > 0, seen.starts.count > 1 {
        let count = Nanoseconds(seen.starts.count)
        arrivals.over = TextNumber.time(last * count / (count - 1))
      }
      if seen.pauses.contains(where: { $0 > 0 }) {
        arrivals.pause = fitted(seen.pauses, .duration)
      }
      arrivals.total = seen.trafficClass.closed?.total
      findings.append("`\(name)`: \(seen.starts.count) sessions are live at once")
      return arrivals
    }
    if sample.hasNoStarts {
      findings.append("`\(name)`: the trace has no starts; its sessions are live at once")
      // Kinds keep their shares of the sessions, and there are enough of them to look at.
      let count = max(1, seen.starts.count)
      return Arrivals(.concurrency(count), total: count * sample.times)
    }
    if let first = seen.starts.first, seen.starts.allSatisfy({ $0 == first }),
      seen.starts.count > 1 || sample.isOneSession
    {
      findings.append(
        sample.isOneSession
          ? "`\(name)`: there is one session"
          : "`\(name)`: all \(seen.starts.count) sessions start at once")
      return Arrivals(.atOnce(seen.starts.count), start: first)
    }
    let tick = CountSeries.tick(of: seen.starts) ?? 0
    // The workload lasts a second at least: a rate over less would start more than there is.
    let length = max(sample.length, .second)
    let fit = ArrivalFit(CountSeries(seen.starts, length: length, tick: tick))
    findings.append("`\(name)`: \(fit.evidence)")
    warnings += fit.warnings.map { "`\(name)`: \($0)" }
    alternatives[workload.classes.count] = fit.alternative
    return Arrivals(fit.process)
  }

  private func tenants(_ seen: ClassSample) -> Population? {
    guard seen.tenants.count > 1 else {
      let only = seen.tenants.first?.name ?? "t1"
      guard only != "t1", Self.isName(only) else { return nil }
      return .named([Population.Member(name: only, weight: 1)])
    }
    let isNumbered = seen.tenants.allSatisfy { $0.name.wholeMatch(of: /t[0-9]+/) != nil }
    if isNumbered || seen.tenants.count > 12 || !seen.tenants.allSatisfy({ Self.isName($0.name) }) {
      return PopularityFit(seen.tenants.map(\.sessions)).population
    }
    return .named(
      seen.tenants.map { Population.Member(name: $0.name, weight: Double($0.sessions)) })
  }
}
