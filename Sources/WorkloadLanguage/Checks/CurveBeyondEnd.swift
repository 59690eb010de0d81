import Domain

/// Phases of a rate curve, a spike, or slots that open beyond the moment when sessions stop starting.
struct CurveBeyondEnd: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    guard let duration = draft.duration else { return }
    for entry in draft.classes {
      guard let arrivals = entry.value?.arrivals, let node = entry.fields?.node("sessions"),
        arrivals.start < duration
      else { continue }
      let end = min(duration, arrivals.length.map { arrivals.start + $0 } ?? duration)
      phases(arrivals, node, end: end, &report)
      if case .concurrency = arrivals.process, arrivals.start + arrivals.over > end,
        let over = node.value(of: "over")
      {
        let last = DurationText.text(arrivals.start + arrivals.over)
        report.report(
          .curveBeyondEnd,
          "slots open until \(last); sessions stop starting at \(DurationText.text(end))",
          at: over.location, label: "some never open", help: "shorten `over`, or raise `duration`")
      }
      let spikes = node.value(of: "spikes")?.items ?? []
      for (spike, item) in zip(arrivals.spikes, spikes) where arrivals.start + spike.at >= end {
        let at = DurationText.text(arrivals.start + spike.at)
        report.report(
          .curveBeyondEnd,
          "the spike is at \(at); sessions stop starting at \(DurationText.text(end))",
          at: item.value(of: "at")?.location ?? item.location, label: "never happens")
      }
    }
  }

  private static func phases(
    _ arrivals: Arrivals, _ node: Node, end: Nanoseconds, _ report: inout TreeDecoder
  ) {
    guard let (name, curve) = arrivals.process.curve, case .phases(let phases) = curve,
      let items = node.value(of: name)?.items
    else { return }
    // A class without any start has been reported.
    guard !ClassNeverStarts.isZero(phases, for: end - arrivals.start) else { return }
    let last = phases.reduce(arrivals.start) { $0 + $1.duration }
    guard last > end, let item = items.last else { return }
    report.report(
      .curveBeyondEnd,
      "the phases end at \(DurationText.text(last)); sessions stop starting at "
        + DurationText.text(end),
      at: item.value(of: "for")?.location ?? item.location, label: "ends too late",
      help: "shorten the phases, or raise `duration`")
  }
}

extension Arrivals.Process {
  /// The rate curve and the key that it stands under.
  var curve: (name: String, curve: RateCurve)? {
    switch self {
    case .poisson(let curve): ("poisson", curve)
    case .gamma(let curve, _): ("gamma", curve)
    case .weibull(let curve, _): ("weibull", curve)
    case .steady(let curve): ("steady", curve)
    case .atOnce, .concurrency, .schedule: nil
    }
  }
}
