import Domain
import Testing

@testable import TraceGeneration

@Suite struct SamplerTests {
  static let draws = 40_000

  private func sample(_ distribution: Distribution) throws -> [Double] {
    let sampler = try Sampler(distribution, place: "here")
    let stream = RandomStream(seed: 11).named("draws")
    return (0..<Self.draws).map { Double(sampler.draw(stream.numbered($0))) }
  }

  /// Expects the share of values up to the quantile to be that of its percentage.
  private func expectQuantiles(_ distribution: Distribution, _ points: [Distribution.Quantile])
    throws
  {
    let values = try sample(distribution)
    for point in points {
      let share = Double(values.count { $0 <= point.value }) / Double(values.count)
      let p = point.percent / 100
      let error = (p * (1 - p) / Double(values.count)).squareRoot()
      #expect(abs(share - p) < 4.5 * error + 0.5 / point.value, "p\(point.percent)")
    }
  }

  @Test("Two quantiles are drawn as written")
  func twoQuantiles() throws {
    let points: [Distribution.Quantile] = [
      .init(percent: 50, value: 18_000), .init(percent: 99, value: 120_000),
    ]
    try expectQuantiles(Distribution(.quantiles(points), quantity: .tokens), points)
    try expectQuantiles(
      Distribution(.quantiles(points), quantity: .duration),
      // The log-normal through both has its 90th percentile here.
      [.init(percent: 90, value: 51_186.09)])
  }

  @Test("Many quantiles are all drawn as written")
  func manyQuantiles() throws {
    let points: [Distribution.Quantile] = [
      .init(percent: 10, value: 900), .init(percent: 25, value: 1000),
      .init(percent: 50, value: 1100), .init(percent: 90, value: 40_000),
      .init(percent: 99, value: 50_000),
    ]
    try expectQuantiles(Distribution(.quantiles(points), quantity: .duration), points)
  }

  @Test("Equal quantiles give a constant")
  func equalQuantiles() throws {
    let points = [1.0, 50, 99].map { Distribution.Quantile(percent: $0, value: 70) }
    #expect(Set(try sample(Distribution(.quantiles(points), quantity: .tokens))) == [70])
  }

  static let means: [Distribution] = {
    var all: [Distribution] = []
    for quantity in [Distribution.Quantity.tokens, .duration] {
      let scale = quantity == .tokens ? 1.0 : 1000.0
      all.append(Distribution(.mean(300 * scale), quantity: quantity))
      all.append(Distribution(.mean(3 * scale), quantity: quantity, minimum: 0))
      all.append(Distribution(.mean(2 * scale), quantity: quantity))
      all.append(
        Distribution(.mean(6 * scale), quantity: quantity, minimum: 4 * scale, maximum: 9 * scale))
      for family in Distribution.Family.allCases {
        for cv in [0.3, 1.0, 2.0] {
          let form = Distribution.Form.spread(mean: 40 * scale, cv: cv, family: family)
          all.append(Distribution(form, quantity: quantity, maximum: 900 * scale))
          all.append(Distribution(form, quantity: quantity, maximum: 60 * scale))
          all.append(
            Distribution(form, quantity: quantity, minimum: 30 * scale, maximum: 55 * scale))
        }
      }
    }
    for (mean, low, high) in [
      (6.0, nil as Double?, 40.0 as Double?), (6, nil, nil), (9, nil, 60), (1.3, nil, 6),
      (0.5, 0, nil), (3, 2, 4), (3.9, 2, 4),
    ] {
      all.append(
        Distribution(.mean(mean), quantity: .count, minimum: low, maximum: high))
    }
    return all
  }()

  @Test("A written mean is the mean of what is drawn, clamps and rounding included")
  func writtenMeans() throws {
    for distribution in Self.means {
      let mean: Double
      switch distribution.form {
      case .mean(let written): mean = written
      case .spread(let written, _, _): mean = written
      default: continue
      }
      let values = try sample(distribution)
      let drawn = values.reduce(0, +) / Double(values.count)
      let spread = values.reduce(0) { $0 + ($1 - drawn) * ($1 - drawn) } / Double(values.count)
      let error = (spread / Double(values.count)).squareRoot()
      #expect(abs(drawn - mean) < 4.5 * error + 1e-9 * mean, "\(distribution)")
      #expect(values.allSatisfy { $0 >= distribution.minimum ?? 0 })
      #expect(values.allSatisfy { $0 <= distribution.maximum ?? .infinity })
      // By the midpoint rule over the inverse distribution function, so without noise.
      let exact = try Sampler(distribution, place: "here").mean
      #expect(abs(exact / mean - 1) < 3e-3, "\(distribution)")
    }
  }

  @Test("The variation of a spread is the written one", arguments: Distribution.Family.allCases)
  func variation(_ family: Distribution.Family) throws {
    let form = Distribution.Form.spread(mean: 5e6, cv: 0.8, family: family)
    let values = try sample(Distribution(form, quantity: .duration))
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(variance.squareRoot() / mean - 0.8) < 0.03)
  }

  @Test("A geometric falls by one ratio from its first value")
  func geometric() throws {
    let values = try sample(Distribution(.mean(4), quantity: .count))
    for k in 1...5 {
      let atLeast = Double(values.count { $0 >= Double(k) }) / Double(values.count)
      var expected = 1.0
      for _ in 1..<k { expected *= 0.75 }
      #expect(abs(atLeast - expected) < 0.012)
    }
  }

  @Test("Uniform amounts and counts cover their range, both ends of counts alike")
  func uniform() throws {
    let counts = try sample(Distribution(.uniform(1, 4), quantity: .count))
    for value in 1...4 {
      let share = Double(counts.count { $0 == Double(value) }) / Double(counts.count)
      #expect(abs(share - 0.25) < 0.01)
    }
    let amounts = try sample(Distribution(.uniform(1e6, 3e6), quantity: .duration))
    #expect(abs(amounts.reduce(0, +) / Double(amounts.count) - 2e6) < 15_000)
    #expect(amounts.allSatisfy { $0 >= 1e6 && $0 <= 3e6 })
  }

  @Test("A Pareto tail has the written index and stops at its maximum")
  func pareto() throws {
    let values = try sample(
      Distribution(.pareto(minimum: 1000, tail: 1.5), quantity: .tokens, maximum: 64_000))
    #expect(values.allSatisfy { $0 >= 1000 && $0 <= 64_000 })
    let above = Double(values.count { $0 > 4000 }) / Double(values.count)
    #expect(abs(above - 0.125) < 0.007)
    #expect(values.contains(64_000))
  }

  @Test("A mixture draws each component by its weight, zeros included")
  func mixture() throws {
    let mix = Distribution(
      .mixture([
        .init(weight: 7, distribution: tokens(0)),
        .init(weight: 3, distribution: tokens(p50: 6000, p99: 60_000)),
      ]), quantity: .tokens)
    let values = try sample(mix)
    #expect(abs(Double(values.count { $0 == 0 }) / Double(values.count) - 0.7) < 0.01)
    let rest = values.filter { $0 > 0 }
    #expect(abs(Double(rest.count { $0 <= 6000 }) / Double(rest.count) - 0.5) < 0.02)
  }

  @Test("Rows of a table are equally likely")
  func table() throws {
    let values = try sample(Distribution(.table([0, 5, 5, 900]), quantity: .tokens))
    #expect(abs(Double(values.count { $0 == 5 }) / Double(values.count) - 0.5) < 0.012)
    #expect(abs(Double(values.count { $0 == 0 }) / Double(values.count) - 0.25) < 0.012)
  }

  @Test("Tokens are rounded half up and never below one unless a zero is written")
  func rounding() throws {
    func one(_ form: Distribution.Form, minimum: Double? = nil) throws -> Int {
      try Sampler(Distribution(form, quantity: .tokens, minimum: minimum), place: "here")
        .draw(RandomStream(seed: 1))
    }
    #expect(try one(.constant(2.5)) == 3)
    #expect(try one(.constant(0.2)) == 1)
    #expect(try one(.constant(0.2), minimum: 0) == 0)
    #expect(try one(.constant(0)) == 0)
    #expect(try one(.constant(4), minimum: 9) == 9)
  }

  @Test("Larger uniforms never give smaller values")
  func monotone() throws {
    for distribution in Self.means {
      let sampler = try Sampler(distribution, place: "here")
      let streams = (0..<400).map { RandomStream(seed: 3).numbered($0) }
      let values = streams.sorted { $0.uniform < $1.uniform }.map { sampler.draw($0) }
      #expect(values == values.sorted())
    }
  }

  @Test("Zipf shares fall with the rank as written")
  func populations() {
    let table = WeightTable(.zipf(count: 40, exponent: 1.2))
    #expect(abs(table.share(of: 0) / table.share(of: 7) - 12.125732532) < 1e-6)
    let shares = (0..<40).map { table.share(of: $0) }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(table.index(at: 1e-12) == 0)
    #expect(table.index(at: 1 - 1e-16) == 39)
    let named = WeightTable(
      .named([.init(name: "acme", weight: 6), .init(name: "globex", weight: 3)]))
    #expect(named.index(at: 0.66) == 0)
    #expect(named.index(at: 0.67) == 1)
    #expect(WeightTable(.equal(4)).index(at: 0.5) == 2)
  }

  @Test("Distributions that can't be drawn from are refused")
  func refused() throws {
    let wrong: [Distribution] = [
      Distribution(.constant(-1), quantity: .tokens),
      Distribution(.constant(.nan), quantity: .tokens),
      Distribution(.uniform(3, 2), quantity: .count),
      Distribution(.quantiles([.init(percent: 50, value: 1)]), quantity: .tokens),
      Distribution(
        .quantiles([.init(percent: 50, value: 9), .init(percent: 99, value: 1)]),
        quantity: .tokens),
      Distribution(.mean(6), quantity: .count, minimum: 8, maximum: 40),
      Distribution(.mean(60), quantity: .tokens, maximum: 40),
      Distribution(.spread(mean: 3, cv: 1, family: .gamma), quantity: .count),
      Distribution(.spread(mean: 3, cv: 0, family: .gamma), quantity: .tokens),
      Distribution(.pareto(minimum: 0, tail: 1), quantity: .tokens),
      Distribution(.table([]), quantity: .tokens),
      Distribution(.mixture([]), quantity: .tokens),
      Distribution(.constant(3), quantity: .tokens, minimum: 5, maximum: 4),
    ]
    for distribution in wrong {
      #expect(throws: GenerationError.self) { try Sampler(distribution, place: "here") }
    }
  }
}
