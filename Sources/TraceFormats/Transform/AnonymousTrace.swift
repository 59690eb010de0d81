public import Domain

/// A trace without names: workload, classes, agents, tools and tenants are numbered in order of
/// appearance. Sizes, times, what is shared with what, and models stay.
///
/// Assertions on a tenant are left out, since the header can't know the tenant's number.
public struct AnonymousTrace: TraceSource {
  public let header: TraceHeader
  private var source: any TraceSource
  private var tenants: [String: String] = [:]

  public init(_ source: any TraceSource) {
    self.source = source
    var header = source.header.transformed(by: "anonymize")
    header.workload = "anonymous"
    let classes = header.classes.map(\.name)
    let agents = header.agents
    header.agents = agents.indices.map { "agent-\($0 + 1)" }
    header.tools = header.tools.indices.map { "tool-\($0 + 1)" }
    for index in classes.indices { header.classes[index].name = "class-\(index + 1)" }
    let (newClasses, newAgents) = (header.classes.map(\.name), header.agents)
    header.assertions = header.assertions.compactMap { assertion in
      switch assertion.subject {
      case .everything: assertion
      case .tenant: nil
      case .trafficClass(let name):
        classes.firstIndex(of: name).map { assertion.about(.trafficClass(newClasses[$0])) }
      case .agent(let name):
        agents.firstIndex(of: name).map { assertion.about(.agent(newAgents[$0])) }
      }
    }
    self.header = header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    guard try source.next(&session) else { return false }
    let name = tenants[session.tenant] ?? "t\(tenants.count + 1)"
    tenants[session.tenant] = name
    session.tenant = name
    return true
  }
}

extension Assertion {
  /// The same of another class or agent, in its text too.
  func about(_ subject: Subject) -> Assertion {
    func words(_ subject: Subject) -> String {
      switch subject {
      case .everything: ""
      case .trafficClass(let name): " of \(name)"
      case .agent(let name): " of agent \(name)"
      case .tenant(let name): " of tenant \(name)"
      }
    }
    var changed = self
    changed.subject = subject
    if let place = text.firstRange(of: words(self.subject) + " ") {
      changed.text.replaceSubrange(place, with: words(subject) + " ")
    }
    return changed
  }
}
