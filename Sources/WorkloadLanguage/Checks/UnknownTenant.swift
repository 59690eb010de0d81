import Domain

/// An assertion about a tenant that no class has.
struct UnknownTenant: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    let classes = draft.classes.compactMap(\.value)
    guard classes.count == draft.classes.count, !classes.isEmpty else { return }
    for (assertion, location) in draft.assertions {
      guard case .tenant(let name) = assertion.subject, let place = location.subject,
        !classes.contains(where: { has(name, $0.tenants) })
      else { continue }
      let known = classes.flatMap { names($0.tenants) }
      report.report(
        .unknownName, "unknown tenant \(Wording.quoted(name))", at: place,
        label: "no tenant of this name", help: Spelling.help(for: name, among: known))
    }
  }

  private static func has(_ name: String, _ population: Population?) -> Bool {
    if case .named(let members) = population { return members.contains { $0.name == name } }
    guard name.hasPrefix("t"), let rank = Decimal(String(name.dropFirst()))?.whole else {
      return false
    }
    return rank >= 1 && rank <= population?.count ?? 1
  }

  private static func names(_ population: Population?) -> [String] {
    if case .named(let members) = population { return members.map(\.name) }
    return (1...min(3, population?.count ?? 1)).map { "t\($0)" }
  }
}
