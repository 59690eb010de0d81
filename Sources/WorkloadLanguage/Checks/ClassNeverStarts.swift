import Domain

/// A class whose active window lies after the end of `duration`, or is empty.
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
      }
    }
  }
}
