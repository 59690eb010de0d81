import Domain

/// `when-late: cancel` or `overlap` together with a history.
///
/// A later prompt would then depend on how fast the backend was, and two policies would no longer
/// see the same work.
struct LatenessReachesPrompt: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for agent in draft.agents {
      guard let value = agent.value, value.whenLate != .wait, value.history != 0,
        let fields = agent.fields, let location = fields.node("when-late")?.location
      else { continue }
      let isOwn = fields.has("history") && !fields.inherited.contains("history")
      let changed = isOwn ? fields.node("history")?.location : fields.dropped["history"]
      if let changed, fields.inherited.contains("when-late") {
        report.report(
          .latenessReachesPrompt, "`when-late: \(value.whenLate.rawValue)` needs `history: 0`",
          at: changed, label: "what is late must not reach the next prompt",
          notes: [.init("`when-late` is copied from here", at: location)],
          help: "keep `history: 0`, or write `when-late: wait`")
        continue
      }
      report.report(
        .latenessReachesPrompt, "`when-late: \(value.whenLate.rawValue)` needs `history: 0`",
        at: location, label: "what is late must not reach the next prompt",
        help: "add `history: 0`, or write `when-late: wait`")
    }
  }
}
