import Domain

extension ExperimentDraft {
  /// Reads the workloads, and the headers of the traces.
  mutating func readSubjects() {
    for reference in file.read(ExperimentKeys.workloads, &decoder) ?? [] {
      subjects.append(known(reference) ?? workload(reference))
    }
    for reference in file.read(ExperimentKeys.traces, &decoder) ?? [] {
      subjects.append(known(reference) ?? trace(reference))
    }
  }

  /// What is named a second time, which a check reports.
  private func known(_ reference: Placed<String>) -> SubjectDraft? {
    var found = subjects.first { $0.reference.value == reference.value }
    found?.reference = reference
    return found
  }

  private mutating func trace(_ reference: Placed<String>) -> SubjectDraft {
    var draft = SubjectDraft(reference: reference)
    let path = Wording.quoted(reference.value)
    switch surroundings.trace(reference.value, file.node.source.name, model) {
    case .missing:
      decoder.report(
        .unreadableFile, "cannot read \(path): no such file", at: reference.location,
        help: "paths are relative to this file")
    case .broken(let message, let help):
      decoder.report(
        .unreadableFile, "cannot read \(path): \(message)", at: reference.location, help: help)
    case .found(let path, let header):
      (draft.subject, draft.work) = (.trace(path), .trace(header))
    }
    return draft
  }

  private mutating func workload(_ reference: Placed<String>) -> SubjectDraft {
    var draft = SubjectDraft(reference: reference)
    let files = surroundings.files
    guard let loaded = files.load(reference.value, file.node.source.name) else {
      decoder.reportMissing(
        reference.value, in: file.node.source.name, at: reference.location,
        help: "paths are relative to this file")
      return draft
    }
    let source = SourceText(name: loaded.name, bytes: loaded.bytes)
    guard checkKind(of: source, .workload, reference) else { return draft }
    let isShipped = files.shipped.contains(reference.value)
    draft.subject = isShipped ? .shipped(reference.value) : .workload(loaded.name)
    let (workload, found) = WorkloadReader.read(
      source: source, resolver: files, overrides: changes.map(\.text),
      models: surroundings.catalog.models.map {
        KnownModel(name: $0.name, window: $0.contextLimit)
      })
    add(found)
    guard let workload else { return draft }
    guard !workload.classes.isEmpty else {
      decoder.report(
        .missingKey, "\(Wording.quoted(reference.value)) has no `traffic`", at: reference.location,
        label: "nothing of it runs", help: "it can be imported; name a workload that has traffic")
      return draft
    }
    draft.work = .workload(workload)
    return draft
  }

  /// Diagnostics of another file, each once; those of `set` stand where it is written.
  private mutating func add(_ found: [Diagnostic]) {
    for var diagnostic in found {
      let source = diagnostic.location.source
      if source.name == Overrides.sourceName,
        let change = changes.first(where: { Array($0.text.utf8) == source.bytes })
      {
        diagnostic.location = change.location(of: diagnostic.location.span)
      }
      decoder.add(diagnostic)
    }
  }

  /// Reports a file of another kind.
  mutating func checkKind(
    of source: SourceText, _ expected: FileKind, _ reference: Placed<String>
  ) -> Bool {
    let kind = FileKind(of: source)
    if kind == expected { return true }
    decoder.report(
      .unknownName,
      "\(Wording.quoted(reference.value)) is \(kind.article) file, not \(expected.article) file",
      at: reference.location, label: "not \(expected.article) file")
    return false
  }
}
