import Domain

/// An assertion about a class or agent that nothing compared has.
struct SubjectOfAssertion: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    guard draft.isComplete else { return }
    let works = draft.subjects.compactMap(\.work)
    for assertion in draft.assertions {
      guard let place = assertion.location.subject else { continue }
      switch assertion.value.subject {
      case .trafficClass(let name): check("class", name, works.flatMap(\.classes), place, &report)
      case .agent(let name): check("agent", name, works.flatMap(\.agents), place, &report)
      case .everything, .tenant: break
      }
    }
  }

  private static func check(
    _ kind: String, _ name: String, _ known: [String], _ place: Location,
    _ report: inout TreeDecoder
  ) {
    guard !known.contains(name) else { return }
    report.report(
      .unknownName, "unknown \(kind) \(Wording.quoted(name))", at: place,
      label: "nothing that is compared has it", help: Spelling.help(for: name, among: known))
  }
}
