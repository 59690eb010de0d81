import Domain

/// Finds the clock that a source rounds moments to, where it is a usual one and not quite exact.
struct ClockSteps {
  private static let steps: [Nanoseconds] = [
    100, 200, 250, 500, 1000, 2000, 3000, 5000, 10_000, 15_000, 30_000, 60_000,
  ].map { $0 * .millisecond }

  private var count = 0
  /// By step: moments within a hundredth of its multiples.
  private var near = Array(repeating: 0, count: steps.count)

  /// Takes in a moment that is none of the last.
  mutating func add(_ moment: Nanoseconds) {
    count += 1
    for index in Self.steps.indices {
      let step = Self.steps[index]
      let off = moment % step
      if min(off, step - off) <= step / 100 { near[index] += 1 }
    }
  }

  /// The longest step that 98 in 100 moments keep; nil for fewer than 20 moments, or none.
  var step: Nanoseconds? {
    guard count >= 20 else { return nil }
    return Self.steps.indices.last { near[$0] * 100 >= count * 98 }.map { Self.steps[$0] }
  }
}
