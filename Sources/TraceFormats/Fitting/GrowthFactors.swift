import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is changed of an agent's sizes until its sessions are as those of the trace: logarithms of
/// factors, each for one part of the agent.
struct GrowthFactors {
  enum Part: Hashable {
    /// What later requests add to the prompt.
    case growth
    /// What first prompts begin with, all of it.
    case opening
    /// The prompt from which on it compacts.
    case bound
    /// How many requests a session has.
    case length
    /// One of the quantiles of the opening.
    case bend(Int)
  }

  let parts: [Part]
  private var logs: [Double]

  /// - Parameter place: of the agent in the workload.
  init(_ fit: WorkloadFit, agent place: Int) {
    var parts: [Part] = [.growth, .opening, .length]
    if fit.workload.agents[place].compaction != nil { parts.append(.bound) }
    if let context = fit.openings[place],
      case .quantiles(let points) = fit.workload.contexts[context].tokens.form
    {
      parts += points.indices.map { .bend($0) }
    }
    self.parts = parts
    logs = parts.map { _ in 0 }
  }

  func factor(_ part: Part) -> Double {
    parts.firstIndex(of: part).map { exp(logs[$0]) } ?? 1
  }

  mutating func move(_ place: Int, by step: Double) {
    let limits: ClosedRange<Double> =
      switch parts[place] {
      case .growth: -3...1.1
      case .opening: -1.2...0.7
      case .bound: -0.3...0.4
      case .length: -0.5...0.5
      case .bend: -1...1
      }
    logs[place] = min(max(logs[place] + step, limits.lowerBound), limits.upperBound)
  }

  /// Writes the agent's sizes, changed.
  ///
  /// - Parameter scaled: tools whose results were scaled before.
  func apply(
    _ fit: WorkloadFit, agent place: Int, to workload: inout Workload, _ scaled: inout Set<Int>
  ) {
    let original = fit.workload.agents[place]
    var agent = original
    if let context = fit.openings[place] {
      workload.contexts[context].tokens = bent(fit.workload.contexts[context].tokens)
      agent.input = original.input.scaled(by: factor(.growth))
    } else {
      agent.input = original.input.scaled(by: factor(.opening))
    }
    for tool in Self.tools(original.steps) where scaled.insert(tool).inserted {
      workload.tools[tool].result = workload.tools[tool].result.scaled(by: factor(.growth))
    }
    if let above = original.compaction?.above {
      agent.compaction?.above = Int(
        TextNumber.rounded(Double(above) * factor(.bound), digits: 2))
    }
    if Self.repeats(original.steps) {
      agent.steps = original.steps.map { $0.repeating(factor(.length)) }
    } else {
      agent.turns = original.turns.counting(factor(.length))
    }
    workload.agents[place] = agent
  }

  /// The opening's distribution, its quantiles moved and still in rising order.
  private func bent(_ tokens: Distribution) -> Distribution {
    var bent = tokens.scaled(by: factor(.opening))
    guard case .quantiles(var points) = bent.form else { return bent }
    for index in points.indices {
      let value = points[index].value * factor(.bend(index))
      let least = index > 0 ? points[index - 1].value : 1
      points[index].value = max(TextNumber.rounded(value, digits: 3).rounded(), least)
    }
    // Of equal values the first and the last say all; the median stays.
    for index in points.indices.dropFirst().dropLast().reversed()
    where points[index - 1].value == points[index + 1].value && points[index].percent != 50 {
      points.remove(at: index)
    }
    bent.form = .quantiles(points)
    let (low, high) = (points.first?.value ?? 1, points.last?.value ?? 1)
    bent.minimum = bent.minimum.map { min($0, low) }
    bent.maximum = bent.maximum.map { max($0, high) }
    return bent
  }

  /// Whether its turns have rounds, whose number then says how long sessions are.
  private static func repeats(_ steps: [Step]) -> Bool {
    steps.contains { if case .repeat(let count, _) = $0 { count.middle >= 3 } else { false } }
  }

  private static func tools(_ steps: [Step]) -> [Int] {
    var found: [Int] = []
    for step in steps {
      switch step {
      case .repeat(_, let steps), .maybe(_, let steps): found += tools(steps)
      case .call(let call):
        switch call.tools {
        case .each(let indices): found += indices
        case .weighted(let options): found += options.map(\.index)
        }
      default: continue
      }
    }
    return found
  }
}

extension Step {
  /// The step with as many more rounds, if it is of rounds.
  fileprivate func repeating(_ factor: Double) -> Step {
    guard case .repeat(let count, let steps) = self else { return self }
    return .repeat(count: count.counting(factor), steps: steps)
  }
}

extension Distribution {
  /// Its median, or what stands near it.
  fileprivate var middle: Double { FittedLaw(self)?.quantile(0.5) ?? 0 }

  /// A count, times a factor.
  fileprivate func counting(_ factor: Double) -> Distribution {
    func value(_ value: Double) -> Double {
      value <= 1 ? value : max((value * factor).rounded(), 1)
    }
    var counting = self
    counting.minimum = minimum.map(value)
    counting.maximum = maximum.map(value)
    switch form {
    case .constant(let constant): counting.form = .constant(value(constant))
    case .uniform(let low, let high):
      counting.form = .uniform(value(low), max(value(high), value(low) + 1))
    case .quantiles(let points):
      counting.form = .quantiles(
        points.map { Quantile(percent: $0.percent, value: value($0.value)) })
    case .mean(let mean):
      counting.form = .mean(TextNumber.rounded(max(mean * factor, minimum ?? 1), digits: 3))
    case .mixture(let components):
      counting.form = .mixture(
        components.map {
          Component(weight: $0.weight, distribution: $0.distribution.counting(factor))
        })
    case .spread, .pareto, .table: break
    }
    return counting
  }

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
