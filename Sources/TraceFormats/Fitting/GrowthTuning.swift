import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Brings the prompts of agents that grow over many requests near to the trace's.
///
/// What requests add is drawn apart from each other and from how many there are, which in a trace
/// it isn't: long sessions add less. So the sizes of what is added and of the openings are scaled
/// until prompts are as long as in the trace.
struct GrowthTuning {
  /// Of one agent: factors of what requests add, of its opening, and of how it compacts.
  struct Factors {
    var growth = 1.0
    var opening = 1.0
  }

  private let sample: FitSample
  private let original: WorkloadFit
  /// Agents of the header that grow, in order.
  private let agents: [Int]

  init(_ sample: FitSample, _ fit: WorkloadFit) {
    (self.sample, original) = (sample, fit)
    // Who is spawned has too few sessions in a trace of few.
    let own = Set(sample.classes.flatMap { $0.agents.keys })
    agents = fit.places.keys.sorted().filter { agent in
      let seen = sample.agents[agent]
      guard own.contains(agent) else { return false }
      return sample.rows == nil && sample.header.seed == nil && seen.requests > 3 * seen.sessions
        && seen.requests >= 20
    }
  }

  /// - Parameter regenerate: the traces of a workload, taken in.
  func tune(
    _ fit: inout WorkloadFit, _ regenerate: (Workload) throws(TraceError) -> [FitSample]
  ) throws(TraceError) {
    guard !agents.isEmpty else { return }
    var best = agents.map { _ in Factors() }
    var distances = try distances(best, &fit, regenerate)
    for width in [0.35, 0.35, 0.2, 0.12, 0.07] {
      for move in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
        let tried = best.map { factors in
          Factors(
            growth: min(max(factors.growth * exp(width * move.0), 0.05), 3),
            opening: min(max(factors.opening * exp(width * move.1), 0.3), 2))
        }
        let found = try self.distances(tried, &fit, regenerate)
        for index in agents.indices where found[index] < distances[index] - 1e-4 {
          (best[index], distances[index]) = (tried[index], found[index])
        }
      }
    }
    apply(best, to: &fit)
    try bend(&fit, &distances, regenerate)
    for (index, agent) in agents.enumerated() {
      let (growth, opening) = (percent(best[index].growth), percent(best[index].opening))
      let distance = TextNumber.rounded(distances[index], digits: 2)
      fit.note(
        "`\(fit.workload.agents[fit.places[agent] ?? 0].name)`: what requests add is written at "
          + "\(growth) % and its opening at \(opening) % of the trace's, bent so that prompts are "
          + "as long (distance \(distance)): in the trace, sessions of many requests add less with "
          + "each")
    }
  }

  /// Moves openings, rank by rank, by what prompts are off there, where that brings them nearer.
  private func bend(
    _ fit: inout WorkloadFit, _ distances: inout [Double],
    _ regenerate: (Workload) throws(TraceError) -> [FitSample]
  ) throws(TraceError) {
    for weight in [0.6, 0.6, 0.4, 0.4, 0.25] {
      let found = try regenerate(fit.workload)
      let before = fit.workload
      var moved = before
      for agent in agents {
        guard let place = fit.places[agent], let context = fit.openings[place] else { continue }
        let wanted = SampleSet(sample.agents[agent].prompts)
        let got = SampleSet(found.flatMap { $0.agents[place].prompts })
        guard got.count > 0, let law = FittedLaw(before.contexts[context].tokens) else { continue }
        let sizes = (0..<1000).map { rank -> Int in
          let share = (Double(rank) + 0.5) / 1000
          let off = Double(wanted.quantile(share) - got.quantile(share))
          return max(1, Int(law.quantile(share) + weight * off))
        }
        moved.contexts[context].tokens = DistributionFit.distribution(
          sizes, .tokens, points: fit.points)
      }
      let tried = try regenerate(moved)
      var kept = before
      for (index, agent) in agents.enumerated() {
        guard let place = fit.places[agent], let context = fit.openings[place] else { continue }
        let prompts = SampleSet(tried.flatMap { $0.agents[place].prompts })
        let distance = SampleSet(sample.agents[agent].prompts).distance(to: prompts)
        guard distance < distances[index] else { continue }
        distances[index] = distance
        kept.contexts[context].tokens = moved.contexts[context].tokens
      }
      fit.replace(kept)
    }
  }

  private func percent(_ factor: Double) -> Int { Int((factor * 100).rounded()) }

  private func distances(
    _ factors: [Factors], _ fit: inout WorkloadFit,
    _ regenerate: (Workload) throws(TraceError) -> [FitSample]
  ) throws(TraceError) -> [Double] {
    apply(factors, to: &fit)
    let found = try regenerate(fit.workload)
    return agents.map { agent in
      let place = fit.places[agent] ?? 0
      let prompts = SampleSet(found.flatMap { $0.agents[place].prompts })
      return SampleSet(sample.agents[agent].prompts).distance(to: prompts)
    }
  }

  /// Writes the workload with its sizes scaled.
  private func apply(_ factors: [Factors], to fit: inout WorkloadFit) {
    var workload = original.workload
    for (index, agent) in agents.enumerated() {
      guard let place = original.places[agent] else { continue }
      let (growth, opening) = (factors[index].growth, factors[index].opening)
      if let context = original.openings[place] {
        workload.contexts[context].tokens = workload.contexts[context].tokens.scaled(by: opening)
        workload.agents[place].input = workload.agents[place].input.scaled(by: growth)
      } else {
        workload.agents[place].input = workload.agents[place].input.scaled(by: opening)
      }
      for tool in Self.tools(workload.agents[place].steps) {
        workload.tools[tool].result = workload.tools[tool].result.scaled(by: growth)
      }
    }
    fit.replace(workload)
  }

  private static func tools(_ steps: [Step]) -> Set<Int> {
    var found: Set<Int> = []
    for step in steps {
      switch step {
      case .repeat(_, let steps), .maybe(_, let steps): found.formUnion(tools(steps))
      case .call(let call):
        switch call.tools {
        case .each(let indices): found.formUnion(indices)
        case .weighted(let options): found.formUnion(options.map(\.index))
        }
      default: continue
      }
    }
    return found
  }
}

extension Distribution {
  /// All its values times a factor, with three leading digits and at least 1 where they were.
  func scaled(by factor: Double) -> Distribution {
    func value(_ value: Double) -> Double {
      value <= 0 ? value : max(TextNumber.rounded(value * factor, digits: 3).rounded(), 1)
    }
    var scaled = self
    scaled.minimum = minimum.map(value)
    scaled.maximum = maximum.map(value)
    switch form {
    case .constant(let constant): scaled.form = .constant(value(constant))
    case .uniform(let low, let high): scaled.form = .uniform(value(low), value(high))
    case .quantiles(let points):
      scaled.form = .quantiles(
        points.map { Quantile(percent: $0.percent, value: value($0.value)) })
    case .mean(let mean): scaled.form = .mean(value(mean))
    case .spread(let mean, let cv, let family):
      scaled.form = .spread(mean: value(mean), cv: cv, family: family)
    case .pareto(let minimum, let tail):
      scaled.form = .pareto(minimum: value(minimum), tail: tail)
    case .mixture(let components):
      scaled.form = .mixture(
        components.map {
          Component(weight: $0.weight, distribution: $0.distribution.scaled(by: factor))
        })
    case .table: break
    }
    return scaled
  }
}
