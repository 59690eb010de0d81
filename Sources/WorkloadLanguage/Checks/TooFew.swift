import Domain

/// A percentile of fewer values than it needs to be more than their largest.
struct TooFew: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    guard let duration = draft.duration, let warmUp = draft.warmUp else { return }
    let sessions = SessionCount(duration: duration, warmUp: warmUp)
    var requests = RequestCount(draft, .mean)
    for (assertion, location) in draft.assertions {
      guard case .percentile(let percent) = assertion.statistic, let place = location.statistic,
        let noun = noun(assertion.metric),
        let count = count(assertion, draft, sessions, &requests)
      else { continue }
      let isHigh = percent > 50
      let beyond = count * (isHigh ? 100 - percent : percent) / 100
      guard count > 0, beyond < 1 else { continue }
      report.report(
        .tooFew,
        "p\(TreeDecoder.plain(percent)) of about \(Wording.grouped(rounded(count))) \(noun) is the "
          + "\(isHigh ? "largest" : "smallest") of them",
        at: place, label: "too few to tell",
        help: "raise `duration`, or assert `\(isHigh ? "p95" : "p5")`")
    }
  }

  private static func noun(_ metric: Metric) -> String? {
    switch metric {
    case .session: "sessions"
    case .turn, .response, .silence: "turns"
    case .ttft, .tpot, .tpsPerUser, .stall, .e2e: "requests"
    default: nil
    }
  }

  private static func count(
    _ assertion: Assertion, _ draft: WorkloadDraft, _ sessions: SessionCount,
    _ requests: inout RequestCount
  ) -> Double? {
    var sum = 0.0
    for entry in draft.classes {
      switch assertion.subject {
      case .trafficClass(let name) where entry.definition.name != name: continue
      case .agent, .tenant: return nil
      default: break
      }
      guard let value = entry.value, value.agent < draft.agents.count,
        let agent = draft.agents[value.agent].value,
        let count = sessions.expected(value.arrivals)
      else { return nil }
      switch assertion.metric {
      case .session: sum += count
      case .turn, .response, .silence: sum += count * Estimates.mean(of: agent.turns)
      default: sum += count * requests.perSession(value.agent)
      }
    }
    return sum
  }

  /// Two leading digits.
  private static func rounded(_ count: Double) -> Int {
    var unit = 1.0
    while count / unit >= 100 { unit *= 10 }
    return Int((count / unit).rounded() * unit)
  }
}
