/// Why no trace can be generated from a workload value.
///
/// The language's own checks find most of this earlier and with a place in the file; these errors
/// are for workload values that were made in another way, and for what this generator can't do.
public enum GenerationError: Error, Hashable, Sendable {
  /// Neither a step of the agent, nor the agent, nor the class names a model.
  case noModel(agent: String, trafficClass: String)
  /// A value that the language does not allow; `place` names it, as in `input of agent coder`.
  case invalid(place: String, problem: String)

  /// One sentence without a full stop.
  public var message: String {
    switch self {
    case .noModel(let agent, let trafficClass):
      "agent `\(agent)` has no model in class `\(trafficClass)`"
    case .invalid(let place, let problem):
      "\(place) \(problem)"
    }
  }
}
