import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A switching rate with its stays and the ratios of its rates changed a little, and all rates so
/// that the mean stays. Number 0 changes nothing.
struct SwitchingVariant {
  let model: SwitchingModel

  init(_ model: SwitchingModel, number: Int, of index: Int) {
    let stream = RandomStream(seed: 0).named("variant").numbered(index).numbered(number)
    // Every other one is changed twice as much.
    let reach = number % 2 == 0 ? 2.0 : 1.0
    func factor(_ name: String, _ state: Int, _ width: Double) -> Double {
      guard number > 0 else { return 1 }
      return exp(reach * width * (2 * stream.named(name).numbered(state).uniform - 1))
    }
    var changed = model
    for state in model.rates.indices {
      changed.stays[state] *= factor("stay", state, 0.25)
      changed.rates[state] *= factor("rate", state, 0.15)
    }
    let scale = model.rate / max(changed.rate, 1e-12)
    changed.rates = changed.rates.map { $0 * scale }
    self.model = changed
  }

  var states: [RateCurve.State] {
    zip(model.rates, model.stays).map { rate, stay in
      RateCurve.State(
        rate: TextNumber.rate(rate),
        stay: Distribution(
          .mean(TextNumber.rounded(stay * 1e9, digits: 3)), quantity: .duration))
    }
  }

  /// How far the expected index of dispersion is off, at windows of at most a minute.
  func error(_ series: CountSeries) -> Double {
    let windows = [1, 10, 60].filter { series.dispersion(window: $0) != nil }
    let found = model.dispersion(windows: windows, length: series.length.inSeconds)
    return windows.indices.map { index in
      abs(found[index] / max(series.dispersion(window: windows[index]) ?? 1, 1e-9) - 1)
    }.max() ?? 0
  }
}

/// The rate of a series and its index of dispersion at 1, 10 and 60 s, where there are enough
/// windows.
struct CountSpread {
  private var rate: Double
  private var indices: [Double?]

  init(_ series: CountSeries) {
    rate = series.rate
    indices = [1, 10, 60].map { series.dispersion(window: $0) }
  }

  /// - Precondition: there is one.
  init(meanOf all: [CountSpread]) {
    rate = all.reduce(0) { $0 + $1.rate } / Double(all.count)
    indices = all[0].indices.indices.map { place in
      let values = all.compactMap { $0.indices[place] }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }

  /// Largest logarithm between the figures of both, that of the rates twice.
  func distance(to other: CountSpread) -> Double {
    var largest = 2 * abs(log(max(other.rate, 1e-9) / max(rate, 1e-9)))
    for (wanted, found) in zip(indices, other.indices) {
      guard let wanted else { continue }
      largest = max(largest, abs(log(max(found ?? 0, 1e-3) / max(wanted, 1e-3))))
    }
    return largest
  }
}
