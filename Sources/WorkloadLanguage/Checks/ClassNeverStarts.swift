import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A class whose active window lies after the end of `duration`, is empty, or holds no start.
struct ClassNeverStarts: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    guard let duration = draft.duration, let written = draft.file.node("duration")?.text else {
      return
    }
    for entry in draft.classes {
      guard let arrivals = entry.value?.arrivals, let sessions = entry.fields?.node("sessions")
      else { continue }
      let name = entry.definition.name
      if arrivals.start >= duration, let node = sessions.value(of: "start") {
        report.report(
          .classNeverStarts,
          "`\(name)` starts at \(DurationText.text(arrivals.start)), after `duration: \(written)`",
          at: node.location, label: "no session starts so late",
          help: "lower `start`, or raise `duration`")
      } else if arrivals.length == 0, let node = sessions.value(of: "for") {
        report.report(
          .classNeverStarts, "`\(name)` is active for no time", at: node.location,
          help: "raise `for`")
      } else {
        let end = min(duration, arrivals.length.map { arrivals.start + $0 } ?? duration)
        moments(arrivals, name, sessions, end: end, &report)
        rate(arrivals, name, sessions, end: end, &report)
      }
    }
  }

  /// A schedule whose first row comes too late.
  private static func moments(
    _ arrivals: Arrivals, _ name: String, _ node: Node, end: Nanoseconds,
    _ report: inout TreeDecoder
  ) {
    guard case .schedule(let moments) = arrivals.process, let first = moments.first,
      first >= end - arrivals.start, let file = node.value(of: "schedule")?.value(of: "file")
    else { return }
    let (sum, overflows) = arrivals.start.addingReportingOverflow(first)
    let at = DurationText.text(overflows ? .max : sum)
    report.report(
      .classNeverStarts,
      "`\(name)` starts at \(at), the first row of its schedule; sessions stop starting at "
        + DurationText.text(end),
      at: file.location, label: "no row is earlier", help: "check `unit`, or raise `duration`")
  }

  /// A rate of zero, or one so low and even that the first session comes too late.
  private static func rate(
    _ arrivals: Arrivals, _ name: String, _ node: Node, end: Nanoseconds,
    _ report: inout TreeDecoder
  ) {
    guard let (process, curve) = arrivals.process.curve, let place = node.value(of: process) else {
      return
    }
    let length = end - arrivals.start
    if case .phases(let phases) = curve, isZero(phases, for: length) {
      report.report(
        .classNeverStarts,
        "the rate of `\(name)` is 0 until \(DurationText.text(end)), when sessions stop starting",
        at: place.location, label: "no session starts", help: "lower `for`, or raise `duration`")
      return
    }
    guard case .steady = arrivals.process else { return }
    if case .switching = curve { return }
    let count = SessionCount(duration: end, warmUp: 0).expected(arrivals) ?? 1
    let most = count * (arrivals.clients.map { $0.largestShare(above: 0.99 / max(count, 1)) } ?? 1)
    guard most < 0.99 else { return }
    let share = TreeDecoder.plain((most * 100).rounded() / 100)
    let who = arrivals.clients == nil ? "its" : "each client's"
    report.report(
      .classNeverStarts,
      "`\(name)` starts no session: \(who) even rate adds up to less than one, to \(share) at most",
      at: place.location, label: "the first start comes too late",
      help: arrivals.clients == nil
        ? "raise the rate or `duration`, or write `poisson`"
        : "name fewer `clients`, raise the rate, or write `poisson`")
  }

  /// Whether a class with these phases has no rate above zero for so long.
  static func isZero(_ phases: [RateCurve.Phase], for length: Nanoseconds) -> Bool {
    var start: Nanoseconds = 0
    for phase in phases where start < length {
      if phase.from > 0 || phase.to > 0 { return false }
      start += phase.duration
    }
    return start >= length || phases.last?.to == 0
  }
}

extension Population {
  /// Share of the member with the largest; of more than a million members exact only above `bound`.
  fileprivate func largestShare(above bound: Double) -> Double {
    switch self {
    case .equal(let count): return 1 / Double(count)
    case .named(let members):
      let total = members.reduce(0) { $0 + $1.weight }
      return (members.map(\.weight).max() ?? 0) / total
    case .zipf(let count, let exponent):
      var sum = 0.0
      var rank = 1
      while rank <= count, rank < 1_000_000 || sum * bound < 1 {
        sum += pow(Double(rank), -exponent)
        rank += 1
      }
      return 1 / sum
    }
  }
}
