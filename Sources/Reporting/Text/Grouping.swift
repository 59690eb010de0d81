/// What the table of a run has a section for each of.
public enum Grouping: String, CaseIterable, Sendable {
  case `class`, tenant, agent, model

  /// The groups of one arm, in their order.
  func groups(_ arm: ArmSummary) -> [GroupSummary] {
    switch self {
    case .class: arm.classes
    case .tenant: arm.tenants
    case .agent: arm.agents
    case .model: arm.models
    }
  }

  /// The groups of all arms side by side, an empty one where an arm has none of the name.
  func rows(_ arms: [ArmSummary]) -> [(name: String, groups: [GroupSummary])] {
    let groups = arms.map(groups)
    var names: [String] = []
    for group in groups.joined() where !names.contains(group.name) { names.append(group.name) }
    return names.map { name in
      (name, groups.map { $0.first { $0.name == name } ?? GroupSummary(name: name) })
    }
  }
}
