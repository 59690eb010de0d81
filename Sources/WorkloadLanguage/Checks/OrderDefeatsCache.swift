import Domain

/// A widely shared context that stands after a narrowly shared one.
///
/// Prompts share their common beginning and nothing else, so it is never reused there.
struct OrderDefeatsCache: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    for agent in draft.agents {
      guard let value = agent.value, let items = agent.fields?.node("context")?.items else {
        continue
      }
      var narrowest: ContextDefinition?
      for (index, item) in zip(value.contexts, items) {
        guard index < draft.contexts.count, let context = draft.contexts[index].value else {
          continue
        }
        guard let before = narrowest, rank(before.sharedBy) > rank(context.sharedBy) else {
          narrowest = context
          continue
        }
        report.report(
          .orderDefeatsCache,
          "`\(context.name)`, shared by \(who(context.sharedBy)), stands after `\(before.name)`, "
            + "\(narrow(before.sharedBy)): it is never reused",
          at: item.location, label: "stands too late", help: "put it first")
      }
    }
  }

  private static func rank(_ sharing: ContextDefinition.Sharing) -> Int {
    switch sharing {
    case .everyone: 0
    case .tenant: 1
    case .session: 2
    }
  }

  private static func who(_ sharing: ContextDefinition.Sharing) -> String {
    sharing == .tenant ? "a tenant's sessions" : "everyone"
  }

  private static func narrow(_ sharing: ContextDefinition.Sharing) -> String {
    sharing == .session ? "private to a session" : "private to a tenant"
  }
}
