import Domain

/// `compact` whose summary can be as large as the prompt that it replaces.
struct CompactionGrows: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for agent in draft.agents {
      guard let compaction = agent.value?.compaction, let node = agent.fields?.node("compact")
      else { continue }
      let largest = Estimates.largest(of: compaction.to)
      guard largest >= Double(compaction.above), let to = node.value(of: "to") else { continue }
      let above = node.value(of: "above")?.text ?? String(compaction.above)
      report.report(
        .compactionGrows,
        "`to` reaches \(TokenText.text(largest)), not less than `above: \(above)`",
        at: to.location, label: "larger than what it replaces",
        help: "lower `to`, or raise `above`")
    }
  }
}

/// Token counts in messages: 140k, 1.2M.
enum TokenText {
  static func text(_ tokens: Double) -> String {
    let (unit, suffix) = tokens >= 1e6 ? (1e6, "M") : tokens >= 1e3 ? (1e3, "k") : (1, "")
    let tenths = (tokens / unit * 10).rounded() / 10
    return TreeDecoder.plain(tenths) + suffix
  }
}
