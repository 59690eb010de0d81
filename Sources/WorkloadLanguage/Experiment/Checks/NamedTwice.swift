import Domain

/// Something that is named twice in a list, or two workloads of one name.
///
/// The second would be replayed again for nothing, and outputs could not tell the two apart.
struct NamedTwice: ExperimentCheck {
  static func run(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    let references = draft.subjects.map(\.reference)
    find(references, "in `\(draft.hasTraces ? "traces" : "workloads")`", &report)
    find(
      draft.arms.map { Placed(value: $0.arm.name, location: $0.nameLocation) }, "in `arms`", &report
    )
    find(draft.candidates ?? [], "in `candidates`", &report)
    find(draft.loads ?? [], "in `loads`", &report) { TreeDecoder.plain($0) }
    let metrics = (draft.metrics ?? []).map {
      Placed(value: $0.value, location: $0.location.whole)
    }
    find(metrics, "in `metrics`", &report) { measure in
      let word = Assertion.Statistic.kept.first { $0.statistic == measure.statistic }?.word
      return (word.map { "\($0) " } ?? "") + measure.metric.rawValue
    }
    sameNames(draft, &report)
  }

  private static func find(
    _ values: [Placed<String>], _ place: String, _ report: inout TreeDecoder
  ) {
    find(values, place, &report) { $0 }
  }

  private static func find<Value: Hashable>(
    _ values: [Placed<Value>], _ place: String, _ report: inout TreeDecoder,
    _ text: (Value) -> String
  ) {
    for (index, value) in values.enumerated() {
      guard let first = values[..<index].first(where: { $0.value == value.value }) else { continue }
      report.report(
        .duplicateKey, "\(Wording.quoted(text(value.value))) is named twice \(place)",
        at: value.location, notes: [.init("the first is here", at: first.location)])
    }
  }

  private static func sameNames(_ draft: ExperimentDraft, _ report: inout TreeDecoder) {
    guard !draft.hasTraces else { return }
    for (index, subject) in draft.subjects.enumerated() {
      guard let name = subject.work?.name,
        let first = draft.subjects[..<index].first(where: {
          $0.work?.name == name && $0.reference.value != subject.reference.value
        })
      else { continue }
      report.report(
        .duplicateKey, "two of the workloads are called `\(name)`",
        at: subject.reference.location,
        notes: [.init("the first is here", at: first.reference.location)],
        help: "change `workload: \(name)` in one of the files")
    }
  }
}
