import Domain

#if canImport(Glibc)
  import Glibc
#endif

/// Finds the scale at which the mean of what is drawn, clamped and rounded, is the written one.
struct MeanSolver {
  private let isRounded: Bool
  /// The smallest and largest result.
  private let lowest: Double
  private let highest: Double

  /// Whole numbers that are summed one by one; beyond, rounding no longer moves the mean.
  private static let summed = 256

  init(_ distribution: Distribution) {
    let rounds = distribution.quantity != .duration
    isRounded = rounds
    let start = distribution.minimum ?? 0
    let floor: Double = rounds && !distribution.mayBeZero ? 1 : 0
    lowest = max(rounds ? start.rounded() : start, floor)
    highest = distribution.maximum.map { rounds ? $0.rounded() : $0 } ?? .infinity
  }

  /// The unclamped mean at which `shape` has the mean `mean`, by bisection of its logarithm.
  func scale(of shape: Shape, mean: Double, place: String) throws(GenerationError) -> Double {
    if mean == lowest { return 0 }
    try checkInside(mean, place: place)
    if !isRounded && lowest == 0 && highest == .infinity { return mean }
    var (low, high) = (log(mean) - 1, log(mean) + 1)
    while result(shape, scale: exp(low)) > mean && low > -700 { low -= 4 }
    while result(shape, scale: exp(high)) < mean && high < 700 { high += 4 }
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if result(shape, scale: exp(middle)) < mean { low = middle } else { high = middle }
    }
    return exp(0.5 * (low + high))
  }

  /// The geometric law from the smallest result whose clamped mean is `mean`.
  func geometric(mean: Double, place: String) throws(GenerationError) -> Sampler.Law {
    if mean == lowest { return .constant(lowest) }
    try checkInside(mean, place: place)
    let (excess, room) = (mean - lowest, highest - lowest)
    // Σ exp(−rate·j) for j from 1 to `room`, which falls with the rate.
    var (low, high) = (log(1e-12), log(50.0))
    while excessMean(rate: exp(high), room: room) > excess && high < 7 { high += 1 }
    for _ in 0..<80 {
      let middle = 0.5 * (low + high)
      if excessMean(rate: exp(middle), room: room) > excess { low = middle } else { high = middle }
    }
    return .geometric(start: lowest, rate: exp(0.5 * (low + high)))
  }

  private func excessMean(rate: Double, room: Double) -> Double {
    let all = exp(-rate) / -expm1(-rate)
    return room < .infinity ? all * -expm1(-rate * room) : all
  }

  private func checkInside(_ mean: Double, place: String) throws(GenerationError) {
    guard mean > lowest && mean < highest else {
      throw .invalid(place: place, problem: "has a mean that is not between its clamps")
    }
  }

  /// The mean of the result when the unclamped mean is `scale`.
  private func result(_ shape: Shape, scale: Double) -> Double {
    func limited(_ limit: Double) -> Double { scale * shape.limitedMean(limit / scale) }
    guard isRounded else { return lowest + limited(highest) - limited(lowest) }
    let last = min(lowest + Double(MeanSolver.summed), highest)
    var sum = lowest
    var threshold = lowest + 0.5
    while threshold < last {
      sum += shape.survival(threshold / scale)
      threshold += 1
    }
    return last < highest ? sum + limited(highest) - limited(last) : sum
  }
}
