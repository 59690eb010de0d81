import Domain

extension Sampler {
  /// Solves what the distribution leaves open.
  ///
  /// - Parameter place: what the errors name, as in `input of agent coder`.
  init(_ distribution: Distribution, place: String) throws(GenerationError) {
    try Sampler.check(distribution, place: place)
    isDuration = distribution.quantity == .duration
    lowest = distribution.minimum ?? 0
    highest = distribution.maximum ?? .infinity
    floor = distribution.mayBeZero ? 0 : 1
    switch distribution.form {
    case .constant(let value): law = .constant(value)
    case .uniform(let from, let to):
      let isWhole = distribution.quantity == .count
      law =
        isWhole
        ? .whole(from: from.rounded(), count: to.rounded() - from.rounded() + 1)
        : .uniform(from: from, width: to - from)
    case .quantiles(let points):
      let curve = PiecewiseLogNormal(points)
      law =
        points.count == 2
        ? .logNormal(intercept: curve.intercepts[0], slope: curve.slopes[0]) : .quantiles(curve)
    case .mean(let mean):
      let solver = MeanSolver(distribution)
      if distribution.quantity == .count {
        law = try solver.geometric(mean: mean, place: place)
      } else {
        law = .exponential(mean: try solver.scale(of: .exponential, mean: mean, place: place))
      }
    case .spread(let mean, let cv, let family):
      let shape = Shape(family, cv: cv)
      let solver = MeanSolver(distribution)
      law = .scaled(shape, mean: try solver.scale(of: shape, mean: mean, place: place))
    case .pareto(let minimum, let tail): law = .pareto(minimum: minimum, exponent: 1 / tail)
    case .table(let values): law = .table(values)
    case .mixture(let components):
      var samplers: [Sampler] = []
      for component in components {
        samplers.append(try Sampler(component.distribution, place: place))
      }
      law = .mixture(
        Mixture(shares: WeightTable(components.map(\.weight)), components: samplers))
    }
  }

  private static func check(
    _ distribution: Distribution, place: String
  ) throws(GenerationError) {
    func demand(_ holds: Bool, _ problem: String) throws(GenerationError) {
      guard holds else { throw .invalid(place: place, problem: problem) }
    }
    func isAmount(_ value: Double) -> Bool { value >= 0 && value < .infinity }
    let (low, high) = (distribution.minimum ?? 0, distribution.maximum ?? .greatestFiniteMagnitude)
    try demand(isAmount(low) && isAmount(high) && low <= high, "has clamps that exclude all values")
    switch distribution.form {
    case .constant(let value): try demand(isAmount(value), "is not a positive number")
    case .uniform(let from, let to):
      try demand(isAmount(from) && isAmount(to) && from <= to, "has a range that falls")
    case .quantiles(let points):
      // Closer together or to the ends, normal quantiles lose their digits.
      let tiny = 1e-9
      try demand(points.count >= 2, "has fewer than two quantiles")
      for (index, point) in points.enumerated() {
        let isInside = point.percent >= tiny && point.percent <= 100 - tiny
        try demand(
          isInside && point.value > 0 && isAmount(point.value), "has an impossible quantile")
        guard index > 0 else { continue }
        let last = points[index - 1]
        try demand(
          point.percent >= last.percent + tiny && point.value >= last.value, "has falling quantiles"
        )
      }
    case .mean(let mean): try demand(isAmount(mean), "has an impossible mean")
    case .spread(let mean, let cv, _):
      try demand(mean > 0 && isAmount(mean), "has an impossible mean")
      try demand(
        cv >= 1e-3 && cv <= Shape.largestVariation, "has a `cv` that is not from 0.001 to 1000")
      try demand(distribution.quantity != .count, "is a count and takes no `cv`")
    case .pareto(let minimum, let tail):
      try demand(minimum > 0 && isAmount(minimum), "has a tail that starts at zero")
      try demand(tail > 0 && tail < .infinity, "has an impossible tail index")
      try demand(distribution.quantity != .count, "is a count and takes no `tail`")
    case .table(let values):
      try demand(!values.isEmpty && values.allSatisfy(isAmount), "has an empty or negative table")
    case .mixture(let components):
      let weights = components.map(\.weight)
      try demand(
        weights.allSatisfy(isAmount) && weights.reduce(0, +) > 0, "has no component with weight")
      try demand(
        components.allSatisfy { $0.distribution.quantity == distribution.quantity },
        "mixes quantities of several kinds")
    }
  }
}

extension Distribution {
  /// Whether a zero was written, so that the floor of one does not hold.
  var mayBeZero: Bool {
    if minimum == 0 { return true }
    switch form {
    case .constant(let value): return value == 0
    case .uniform(let from, _): return from == 0
    case .table(let values): return values.contains(0)
    // Each component has its own floor.
    case .mixture: return minimum.map { $0 < 1 } ?? true
    case .quantiles, .mean, .spread, .pareto: return quantity == .duration
    }
  }
}
