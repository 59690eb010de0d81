import Domain
import Testing

@testable import TraceFormats

#if canImport(Glibc)
  import Glibc
#endif

/// Processes are told by how counts spread, not by the variation of gaps alone.
@Suite("fitting arrivals")
struct ArrivalFitTests {
  private let length: Nanoseconds = 3600 * .second

  private func starts(_ seed: UInt64, gap: (RandomStream) -> Double) -> [Nanoseconds] {
    let stream = RandomStream(seed: seed)
    var (time, index) = (0.0, 0)
    var found: [Nanoseconds] = []
    while true {
      time += gap(stream.numbered(index))
      index += 1
      guard time < length.inSeconds else { return found }
      found.append(Nanoseconds(time * 1e9))
    }
  }

  private func poisson(_ seed: UInt64, rate: Double) -> [Nanoseconds] {
    starts(seed) { -log(1 - $0.uniform) / rate }
  }

  private func fit(_ moments: [Nanoseconds], tick: Nanoseconds = 0) -> ArrivalFit {
    ArrivalFit(CountSeries(moments, length: length, tick: tick))
  }

  @Test("Poisson starts are Poisson, with their rate", arguments: [1, 2, 3])
  func poisson(seed: UInt64) {
    guard case .poisson(.constant(let rate)) = fit(poisson(seed, rate: 2)).process else {
      Issue.record("\(fit(poisson(seed, rate: 2)).process)")
      return
    }
    #expect(abs(rate - 2) < 0.08)
  }

  @Test("a rate that rises is written as a ramp, still Poisson")
  func rising() {
    let all = poisson(4, rate: 6)
    let stream = RandomStream(seed: 9)
    let kept = all.enumerated().filter { entry in
      stream.numbered(entry.offset).uniform < 0.2 + 0.8 * entry.element.inSeconds / 3600
    }
    let found = fit(kept.map(\.element))
    guard case .poisson(.phases(let phases)) = found.process else {
      Issue.record("\(found.process)")
      return
    }
    #expect(phases.count <= 12 && phases[0].from < phases[phases.count - 1].to / 3)
    #expect(phases.reduce(0) { $0 + $1.duration } <= length)
  }

  @Test("independent bursty gaps are told from a switching rate", arguments: [1, 2])
  func weibull(seed: UInt64) {
    // Shape 0.5: CV √5, by the inverse of 1 − exp(−√x).
    let moments = starts(seed) { stream in
      let draw = -log(1 - stream.uniform)
      return draw * draw / 2 / 3
    }
    let found = fit(moments)
    guard case .weibull(let curve, let cv) = found.process else {
      Issue.record("\(found.process): \(found.evidence)")
      return
    }
    #expect(abs(cv / 5.0.squareRoot() - 1) < 0.15)
    if case .constant(let rate) = curve { #expect(abs(rate / 3 - 1) < 0.15) }
  }

  @Test("even starts are steady")
  func steady() {
    guard case .steady(.constant(let rate)) = fit(starts(1) { _ in 0.5 }).process else {
      Issue.record("not steady")
      return
    }
    #expect(abs(rate - 2) < 0.01)
  }

  /// On for 25 s and off for 50 s in the mean, at 12 per second.
  private func switching(_ seed: UInt64) -> [Nanoseconds] {
    let stream = RandomStream(seed: seed)
    var (time, state, draw) = (0.0, 0, 0)
    func exponential(_ mean: Double) -> Double {
      draw += 1
      return -mean * log(1 - stream.numbered(draw).uniform)
    }
    var found: [Nanoseconds] = []
    while time < length.inSeconds {
      let end = min(time + exponential(state == 0 ? 50 : 25), length.inSeconds)
      while state == 1 {
        time += exponential(1 / 12)
        guard time < end else { break }
        found.append(Nanoseconds(time * 1e9))
      }
      (time, state) = (end, 1 - state)
    }
    return found
  }

  @Test("bursts that last are a switching rate, silent between them", arguments: [1, 2, 3])
  func bursts(seed: UInt64) {
    let found = fit(switching(seed))
    guard case .poisson(.switching(let states)) = found.process else {
      Issue.record("\(found.process): \(found.evidence)")
      return
    }
    #expect(states.contains { $0.rate < 0.1 })
    #expect(abs((states.map(\.rate).max() ?? 0) / 12 - 1) < 0.6)
  }

  @Test("a switching rate spreads counts as its closed form says")
  func closedForm() {
    let model = SwitchingModel(rates: [0, 12], stays: [50, 25])
    #expect(abs(model.rate - 4) < 1e-9)
    let windows = [1, 10, 60]
    let expected = model.dispersion(windows: windows, length: length.inSeconds)
    var sums = [0.0, 0.0, 0.0]
    for seed in 0..<24 as Range<UInt64> {
      let series = CountSeries(switching(100 + seed), length: length, tick: 0)
      for (index, window) in windows.enumerated() {
        sums[index] += (series.dispersion(window: window) ?? 0) / 24
      }
    }
    for index in windows.indices {
      #expect(abs(sums[index] / expected[index] - 1) < 0.15, "\(sums) \(expected)")
    }
    // Off for the second, but for what is left of an on-state: two thirds of the time and a little.
    #expect(abs(model.empty(window: 1) - 0.66) < 0.02)
  }

  @Test("a clock of 3 s is found, exact or not, and none where there is none")
  func clock() {
    let moments = poisson(3, rate: 3)
    let rounded = moments.map { $0 / (3 * .second) * 3 * .second }
    #expect(CountSeries.tick(of: rounded) == 3 * .second)
    let shaken = rounded.enumerated().map { $1 + Nanoseconds($0 % 3) * .millisecond }
    #expect(CountSeries.tick(of: shaken) == 3 * .second)
    #expect(CountSeries.tick(of: moments) == nil)
    var steps = ClockSteps()
    for moment in shaken { steps.add(moment) }
    #expect(steps.step == 3 * .second)
  }

  @Test("the simplex finds a low point")
  func simplex() {
    let found = NelderMead.minimum(from: [0, 0], step: 0.5, evaluations: 300) { point in
      let (x, y) = (point[0] - 3, point[1] + 1)
      return x * x + 4 * y * y + x * y
    }
    #expect(abs(found.point[0] - 3) < 1e-3 && abs(found.point[1] + 1) < 1e-3)
  }
}
