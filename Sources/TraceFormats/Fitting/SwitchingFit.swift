import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Two or three rates and mean stays whose counts spread as a series does.
///
/// The index of dispersion at windows from the tick to ten minutes and the share of empty windows
/// are matched in closed form, so nothing hangs on a seed.
struct SwitchingFit {
  private(set) var model: SwitchingModel
  /// Largest relative error of the index of dispersion at windows of at most a minute.
  private(set) var error: Double

  private struct Target {
    var windows: [Int]
    var indices: [Double]
    var empty: [(window: Int, share: Double)]
    var length: Double
    var rate: Double
  }

  init?(_ series: CountSeries) {
    let windows = ArrivalFit.windows.filter { window in
      let width = Nanoseconds(window) * .second
      return width >= series.tick && (series.tick == 0 || width % series.tick == 0)
        && series.length / width >= 5
    }
    let indices = windows.map { series.dispersion(window: $0) ?? 1 }
    guard windows.count >= 3, indices.contains(where: { $0 > 1.3 }) else { return nil }
    let empty = windows.filter { $0 <= 10 }.map { window in
      let counts = series.counts(window: window)
      return (window, Double(counts.count { $0 == 0 }) / Double(counts.count))
    }
    let target = Target(
      windows: windows, indices: indices, empty: empty, length: series.length.inSeconds,
      rate: series.rate)
    var best = SwitchingFit.search(states: 2, target)
    if best.error > 0.1 {
      let three = SwitchingFit.search(states: 3, target)
      if three.cost < best.cost - 0.01 { best = three }
    }
    (model, error) = (best.model, best.error)
  }

  /// As the language writes them, with three leading digits.
  var states: [RateCurve.State] {
    model.rates.indices.map { state in
      let stay = TextNumber.rounded(model.stays[state] * 1e9, digits: 3)
      return RateCurve.State(
        rate: TextNumber.rate(model.rates[state]),
        stay: Distribution(.mean(stay), quantity: .duration))
    }
  }

  private static func search(
    states: Int, _ target: Target
  ) -> (model: SwitchingModel, error: Double, cost: Double) {
    var found: (model: SwitchingModel, error: Double, cost: Double)?
    // Rates of the busy states relative to each other, and stays in seconds.
    let starts: [[Double]] =
      states == 2
      ? [[0.5, 20, 20], [0.05, 40, 20], [0.05, 100, 10], [0.3, 200, 60]]
      : [[0.02, 0.3, 40, 15, 8], [0.02, 0.3, 30, 30, 4], [0.02, 0.2, 100, 30, 10]]
    for start in starts {
      let result = NelderMead.minimum(
        from: start.map { log($0) }, step: 0.4, evaluations: 350
      ) { cost(model(of: $0, states: states, rate: target.rate), target) }
      if result.value < found?.cost ?? .infinity {
        let model = model(of: result.point, states: states, rate: target.rate)
        found = (model, largestError(model, target), result.value)
      }
    }
    return found
      ?? (SwitchingModel(rates: [target.rate, target.rate], stays: [1, 1]), .infinity, .infinity)
  }

  /// The last state has the relative rate 1; all are scaled to the mean rate. A state that is
  /// nearly silent is silent.
  private static func model(of point: [Double], states: Int, rate: Double) -> SwitchingModel {
    let values = point.map { exp(min(max($0, -12), 12)) }
    var rates = values[..<(states - 1)].map { min($0, 1) } + [1]
    for state in rates.indices where rates[state] < 0.004 { rates[state] = 0 }
    var model = SwitchingModel(rates: rates, stays: values[(states - 1)...].map { max($0, 0.2) })
    let scale = rate / max(model.rate, 1e-12)
    model.rates = rates.map { $0 * scale }
    return model
  }

  private static func cost(_ model: SwitchingModel, _ target: Target) -> Double {
    let found = model.dispersion(windows: target.windows, length: target.length)
    var sum = 0.0
    for index in found.indices {
      let off = log(max(found[index], 1e-3) / target.indices[index])
      sum += (target.windows[index] <= 60 ? 1 : 0.2) * off * off
    }
    for entry in target.empty {
      let off = model.empty(window: Double(entry.window)) - entry.share
      sum += 2 * off * off
    }
    return sum.isFinite ? sum : .infinity
  }

  private static func largestError(_ model: SwitchingModel, _ target: Target) -> Double {
    let found = model.dispersion(windows: target.windows, length: target.length)
    return found.indices.filter { target.windows[$0] <= 60 }
      .map { abs(found[$0] / target.indices[$0] - 1) }.max() ?? 0
  }
}
