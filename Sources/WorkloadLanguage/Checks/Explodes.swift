import Domain

/// Nested counts whose product makes a session of very many requests.
///
/// The number multiplies the 99th percentiles along the way, so few sessions come near it; it says
/// what a generated trace has to hold.
struct Explodes: WorkloadCheck {
  static let limit = 100_000.0

  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    var count = RequestCount(draft, .high)
    for entry in draft.classes {
      guard let agent = entry.value?.agent, agent < draft.agents.count else { continue }
      let requests = count.perSession(agent)
      guard requests > limit, let location = draft.agents[agent].fields?.keyLocation("steps")
      else { continue }
      let number = requests < 1e15 ? Wording.grouped(Int(requests.rounded())) : "10^15 or more"
      report.report(
        .explodes,
        "a session of `\(draft.agents[agent].definition.name)` makes \(number) requests at its p99",
        at: location, label: "too many to replay",
        help: "lower `max` of `repeat`, or `count`")
    }
  }
}
