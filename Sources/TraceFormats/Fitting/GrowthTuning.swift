import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Brings prompts that grow over many requests, and the lengths of sessions, near to the trace's.
///
/// What requests add is drawn apart from each other and from how many there are, which in a trace
/// it isn't: long sessions add less. So sizes and counts of an agent are moved, one after the other
/// and then together, by ever smaller steps, as long as traces of the workload come nearer.
struct GrowthTuning {
  typealias Regenerating = (Workload) throws(TraceError) -> [FitSample]

  private let sample: FitSample
  private let original: WorkloadFit
  /// Agents of the header that grow, in order, and their places in the workload.
  private let agents: [(index: Int, place: Int)]

  /// Steps of logarithms, of one part after the other.
  private static let widths = [0.35, 0.35, 0.2, 0.1]
  /// Moves of several parts, which have to move together.
  private static let rounds = 60
  private static let stream = RandomStream(seed: 0).named("growth")
  /// Nearer than this is not worth more traces.
  private static let near = 0.02

  init(_ sample: FitSample, _ fit: WorkloadFit) {
    (self.sample, original) = (sample, fit)
    agents = fit.places.keys.sorted().compactMap { agent in
      let seen = sample.agents[agent]
      let grows =
        sample.rows == nil && sample.header.seed == nil && seen.requests > 3 * seen.sessions
        && seen.requests >= 20
      return grows ? (agent, fit.places[agent] ?? 0) : nil
    }
  }

  /// - Parameter regenerate: the traces of a workload, taken in.
  func tune(_ fit: inout WorkloadFit, _ regenerate: Regenerating) throws(TraceError) {
    guard !agents.isEmpty else { return }
    let start = agents.map { GrowthFactors(original, agent: $0.place) }
    var best = Best(factors: start, scores: try scores(start, &fit, regenerate))
    let most = start.map(\.parts.count).max() ?? 0
    for width in Self.widths {
      for part in 0..<most {
        var isUp = agents.map { _ in false }
        for step in [width, -width] {
          // Agents that a step up has brought nearer don't go down again.
          isUp = try tryMoves(&best, &fit, regenerate) { agent, factors in
            guard part < factors.parts.count, !isUp[agent] else { return false }
            factors.move(part, by: step)
            return true
          }
        }
      }
    }
    for round in 0..<Self.rounds {
      let width = 0.25 * exp(-2 * Double(round) / Double(Self.rounds))
      _ = try tryMoves(&best, &fit, regenerate) { agent, factors in
        let draws = Self.stream.numbered(round).numbered(agents[agent].place)
        for part in factors.parts.indices where draws.named("of").numbered(part).uniform < 0.4 {
          let draw = draws.named("by").numbered(part).uniform
          factors.move(part, by: width * (2 * draw - 1))
        }
        return true
      }
    }
    apply(best.factors, to: &fit)
    for index in agents.indices {
      fit.note(finding(best.factors[index], agents[index].place, fit))
    }
  }

  private struct Best {
    var factors: [GrowthFactors]
    var scores: [Double]
  }

  /// Moves the factors of all agents at once and keeps what brings an agent nearer.
  ///
  /// - Parameter move: false if the agent stays.
  /// - Returns: by agent, whether it came nearer.
  private func tryMoves(
    _ best: inout Best, _ fit: inout WorkloadFit, _ regenerate: Regenerating,
    _ move: (Int, inout GrowthFactors) -> Bool
  ) throws(TraceError) -> [Bool] {
    var tried = best.factors
    var isNearer = agents.map { _ in false }
    let moved = agents.indices.filter { best.scores[$0] > Self.near && move($0, &tried[$0]) }
    guard !moved.isEmpty else { return isNearer }
    let found = try scores(tried, &fit, regenerate)
    for index in moved where found[index] < best.scores[index] - 1e-4 {
      (best.factors[index], best.scores[index], isNearer[index]) = (
        tried[index], found[index], true
      )
    }
    return isNearer
  }

  private func finding(_ factors: GrowthFactors, _ place: Int, _ fit: WorkloadFit) -> String {
    func percent(_ part: GrowthFactors.Part) -> String {
      "\(Int((factors.factor(part) * 100).rounded())) %"
    }
    return "`\(fit.workload.agents[place].name)`: what requests add is written at "
      + "\(percent(.growth)), the opening at \(percent(.opening)) and the number of rounds at "
      + "\(percent(.length)) of the trace's, so that prompts and sessions are as long: in the "
      + "trace, sessions of many requests add less with each"
  }

  /// By agent: how far its prompts and the lengths of its sessions are off.
  private func scores(
    _ factors: [GrowthFactors], _ fit: inout WorkloadFit, _ regenerate: Regenerating
  ) throws(TraceError) -> [Double] {
    apply(factors, to: &fit)
    let found = try regenerate(fit.workload)
    return agents.map { agent in
      let wanted = sample.agents[agent.index]
      let prompts = SampleSet(found.flatMap { $0.agents[agent.place].prompts })
      let lengths = SampleSet(found.flatMap { $0.agents[agent.place].lengths })
      let wantedLengths = SampleSet(wanted.lengths)
      guard prompts.count > 0, lengths.count > 0 else { return 1 }
      // Long sessions weigh the prompts of an agent against those of others.
      let mean = abs(log(lengths.mean / max(wantedLengths.mean, 1e-9)))
      return SampleSet(wanted.prompts).distance(to: prompts) + mean
        + 0.3 * wantedLengths.distance(to: lengths)
    }
  }

  /// Writes the workload with its sizes changed.
  private func apply(_ factors: [GrowthFactors], to fit: inout WorkloadFit) {
    var workload = original.workload
    var scaled: Set<Int> = []
    for (agent, factors) in zip(agents, factors) {
      factors.apply(original, agent: agent.place, to: &workload, &scaled)
    }
    fit.replace(workload)
  }
}
