import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process of a class's starts, by how counts spread at several windows.
///
/// Poisson if counts around a rate curve spread as chance has it; gamma or Weibull gaps if they
/// spread as independent gaps of that variation do; else a rate that switches between states.
struct ArrivalFit {
  /// Windows that are looked at, in seconds.
  static let windows = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600]

  let series: CountSeries
  private(set) var process: Arrivals.Process
  /// Another process that the evidence allows as well.
  private(set) var alternative: Arrivals.Process?
  /// Why it is that one, in words.
  private(set) var evidence: String
  private(set) var warnings: [String] = []

  init(_ series: CountSeries) {
    self.series = series
    (process, evidence) = (.poisson(.constant(max(series.rate, 1e-6))), "")
    let moments = series.moments
    guard moments.count >= 20 else {
      evidence = "Poisson is assumed: \(moments.count) starts are too few to tell"
      warnings.append("\(moments.count) starts are too few to tell how they come")
      process = .poisson(.constant(TextNumber.rate(series.rate)))
      return
    }
    decide()
  }

  private mutating func decide() {
    let gaps = zip(series.moments, series.moments.dropFirst()).map { Double($1 - $0) }
    let spread = ArrivalFit.variation(gaps)
    if series.tick == 0, spread < 0.1 {
      process = .steady(.constant(TextNumber.rate(series.rate)))
      evidence = "steady: gaps differ by \(percent(spread))"
      return
    }
    let curve = RateShape(series)
    let found = residual(curve)
    let isPoisson = found.allSatisfy { entry in
      abs(entry.index - 1) <= 2.6 * (2 / Double(entry.count)).squareRoot() + 0.02
    }
    // What is a little more even or bursty than chance is not worth a process with more numbers.
    let isNearly = found.allSatisfy { (0.67...2).contains($0.index) }
    if isPoisson {
      process = .poisson(curve.curve)
      evidence = "Poisson: counts around the rate spread as chance has it"
      return
    }
    if isNearly {
      nearly(curve, found)
      return
    }
    // Bursts of independent gaps can look like a trend: a constant rate comes first.
    for tried in [RateShape(constant: series), curve] where series.tick == 0 {
      if let renewal = renewal(tried, residual(tried)) {
        (process, evidence) = renewal
        return
      }
    }
    guard let fit = SwitchingFit(series) else {
      process = .poisson(curve.curve)
      evidence = "Poisson: nothing nearer was found"
      warnings.append("starts spread otherwise than any process of the language that was tried")
      return
    }
    process = .poisson(.switching(fit.states))
    evidence =
      "a rate that switches between \(fit.states.count) states: counts spread the more, the longer "
      + "the window, so gaps are not independent"
    if fit.error > 0.15 {
      warnings.append(
        "the switching rate's dispersion is up to \(percent(fit.error)) off the trace's")
    }
  }

  /// Gaps a little more even or bursty than chance around a rate curve: what counts spread says how
  /// much, where a clock in steps hides the gaps.
  private mutating func nearly(
    _ curve: RateShape, _ found: [(window: Int, index: Double, count: Int)]
  ) {
    let short = found.filter { $0.window <= 60 }.map(\.index)
    let level = short.reduce(0, +) / Double(max(short.count, 1))
    let times = TextNumber.rounded(level, digits: 2)
    if level > 1.1 {
      let cv = TextNumber.rounded(level.squareRoot(), digits: 2)
      process = .gamma(curve.curve, cv: cv)
      evidence =
        "gamma gaps of CV \(cv): counts around the rate spread \(times) times as chance has it"
    } else {
      process = .poisson(curve.curve)
      evidence = "Poisson: counts around the rate spread \(times) times as chance has it"
    }
    if let fit = SwitchingFit(series) { alternative = .poisson(.switching(fit.states)) }
  }

  /// Index of dispersion around the curve, in windows that are at least the source's tick.
  private func residual(_ curve: RateShape) -> [(window: Int, index: Double, count: Int)] {
    ArrivalFit.windows.compactMap { window in
      let width = Nanoseconds(window) * .second
      guard width >= series.tick, series.tick == 0 || width % series.tick == 0 else { return nil }
      let counts = series.counts(window: window)
      guard counts.count > 2 * curve.rates.count + 8 else { return nil }
      var (squares, sum) = (0.0, 0.0)
      for (place, count) in counts.enumerated() {
        let from = Double(place * window)
        let expected = curve.integral(from + Double(window)) - curve.integral(from)
        squares += (Double(count) - expected) * (Double(count) - expected)
        sum += expected
      }
      guard sum > 0 else { return nil }
      let free = Double(counts.count) / Double(counts.count - curve.rates.count)
      return (window, squares / sum * free, counts.count)
    }
  }

  /// Gamma or Weibull gaps, if counts spread as those of independent gaps do, at every window.
  private func renewal(
    _ curve: RateShape, _ found: [(window: Int, index: Double, count: Int)]
  ) -> (process: Arrivals.Process, evidence: String)? {
    let times = series.moments.map { curve.integral($0.inSeconds) }
    let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
    let cv = ArrivalFit.variation(gaps)
    guard cv > 0.2, cv < 30 else { return nil }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let sorted = gaps.map { $0 / max(mean, 1e-12) }.sorted()
    let laws = [GapLaw.gamma(cv: cv), GapLaw.weibull(cv: cv)].sorted {
      $0.distance(sorted) < $1.distance(sorted)
    }
    guard let law = laws.first(where: { isNear($0, found) }) else { return nil }
    let written = TextNumber.rounded(cv, digits: 3)
    let isGamma = if case .gammaShape = law { true } else { false }
    return (
      isGamma ? .gamma(curve.curve, cv: written) : .weibull(curve.curve, cv: written),
      "\(isGamma ? "gamma" : "Weibull") gaps of CV \(written): at every window counts spread as "
        + "independent gaps of that variation do"
    )
  }

  /// Whether every index is within what samples of a law have.
  private func isNear(
    _ law: GapLaw, _ found: [(window: Int, index: Double, count: Int)]
  ) -> Bool {
    let expected = law.dispersion(
      windows: found.map { Double($0.window) * series.rate },
      length: series.length.inSeconds * series.rate)
    return zip(found, expected).allSatisfy { found, expected in
      abs(found.index - expected.mean) <= 4 * expected.deviation + 0.15 * expected.mean
    }
  }

  static func variation(_ gaps: [Double]) -> Double {
    guard gaps.count > 1 else { return 0 }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let squares = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
    return mean > 0 ? squares.squareRoot() / mean : 0
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
