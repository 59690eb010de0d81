/// Agents that spawn each other in a circle.
///
/// A session of such an agent would have no end; recursion is not part of the language.
struct SpawnCircle: WorkloadCheck {
  static func run(_ draft: WorkloadDraft, _ report: inout TreeDecoder) {
    var edges = [[(target: Int, location: Location)]](
      repeating: [], count: draft.agents.count)
    for use in draft.names.uses where use.target.kind == .agent {
      guard let agent = use.agent, let target = draft.names.knownIndex(of: use.target) else {
        continue
      }
      edges[agent].append((target, use.location))
    }
    var isDone = [Bool](repeating: false, count: draft.agents.count)
    for start in draft.agents.indices where !isDone[start] {
      var path = [(agent: start, next: 0)]
      var onPath: Set<Int> = [start]
      while let (agent, next) = path.last {
        guard next < edges[agent].count else {
          isDone[agent] = true
          path.removeLast()
          onPath.remove(agent)
          continue
        }
        path[path.count - 1].next += 1
        let edge = edges[agent][next]
        if onPath.contains(edge.target),
          let position = path.firstIndex(where: { $0.agent == edge.target })
        {
          let circle = path[position...].map(\.agent) + [edge.target]
          let names = circle.map { "`\(draft.agents[$0].definition.name)`" }
          report.report(
            .spawnCircle, names.joined(separator: " spawns "), at: edge.location,
            label: "closes the circle")
        } else if !isDone[edge.target] {
          path.append((edge.target, 0))
          onPath.insert(edge.target)
        }
      }
    }
  }
}
