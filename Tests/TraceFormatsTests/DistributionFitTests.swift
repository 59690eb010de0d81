import Domain
import Testing

@testable import TraceFormats

#if canImport(Glibc)
  import Glibc
#endif

/// Samples of a law are written as that law.
@Suite("fitting a distribution")
struct DistributionFitTests {
  private let stream = RandomStream(seed: 5)

  private func uniforms(_ count: Int) -> [Double] {
    (0..<count).map { stream.numbered($0).uniform }
  }

  private func quantiles(_ distribution: Distribution?) throws -> [Distribution.Quantile] {
    guard case .quantiles(let points) = distribution?.form else {
      Issue.record("\(String(describing: distribution))")
      return []
    }
    return points
  }

  @Test("a log-normal is two quantiles, near those it was drawn with")
  func logNormal() throws {
    let values = uniforms(4000).map { u in
      Int((350 * exp(log(1100.0 / 350) / normalQuantile(0.99) * normalQuantile(u))).rounded())
    }
    let points = try quantiles(DistributionFit(values, .tokens).distribution)
    #expect(points.map(\.percent) == [50, 99])
    #expect(abs(points[0].value / 350 - 1) < 0.03 && abs(points[1].value / 1100 - 1) < 0.06)
  }

  @Test("an exponential is its mean, a geometric too, and a range its ends")
  func simple() throws {
    let waits = uniforms(4000).map { Int(-log(1 - $0) * 3e9) }
    let wait = try #require(DistributionFit(waits, .duration).distribution)
    guard case .mean(let mean) = wait.form else { throw Unexpected(wait) }
    #expect(abs(mean / 3e9 - 1) < 0.05)
    let turns = uniforms(4000).map { 1 + Int(log(1 - $0) / log(1 - 1 / 4.5)) }
    let count = try #require(DistributionFit(turns, .count).distribution)
    guard case .mean(let turn) = count.form else { throw Unexpected(count) }
    #expect(abs(turn / 4.5 - 1) < 0.05 && count.minimum == nil)
    let range = DistributionFit(uniforms(3000).map { 100 + Int($0 * 301) }, .tokens).distribution
    guard case .uniform(let low, let high)? = range?.form else { throw Unexpected(wait) }
    #expect(abs(low - 100) < 3 && abs(high - 400) < 3)
    let dice = DistributionFit(uniforms(3000).map { 1 + Int($0 * 3) }, .count).distribution
    #expect(dice?.form == .uniform(1, 3))
    #expect(DistributionFit([7, 7, 7], .tokens).distribution?.form == .constant(7))
    #expect(DistributionFit([], .tokens).distribution == nil)
  }

  private struct Unexpected: Error {
    init(_ distribution: Distribution) { Issue.record("\(distribution)") }
  }

  @Test("zeros among others are a part of a mixture, with their share")
  func zeros() throws {
    let values = uniforms(5000).map { $0 < 0.7 ? 0 : 500 + Int($0 * 4000) }
    let found = try #require(DistributionFit(values, .tokens).distribution)
    guard case .mixture(let parts) = found.form else { throw Unexpected(found) }
    #expect(parts.count == 2 && abs(parts[1].weight - 70) < 2)
    #expect(parts[1].distribution.form == .constant(0))
  }

  @Test("a cap is kept to the token, and nothing is written beyond it")
  func cap() throws {
    let values = uniforms(6000).map { min(7437, Int(20 * exp(8 * $0))) }
    let found = try #require(DistributionFit(values, .tokens).distribution)
    #expect(found.maximum == 7437)
    #expect(try quantiles(found).allSatisfy { $0.value <= 7437 })
    let law = try #require(FittedLaw(found))
    #expect(SampleSet(values).distance(to: law.probability) <= 0.02)
  }

  @Test("an odd sample takes at most twelve quantiles, and they are near", arguments: [1, 2, 3, 4])
  func many(seed: UInt64) throws {
    let stream = RandomStream(seed: seed)
    let values = (0..<5000).map { index -> Int in
      let (u, v) = (stream.numbered(2 * index).uniform, stream.numbered(2 * index + 1).uniform)
      // Heaps at three places, and a long tail.
      if u < 0.2 { return 60 + Int(4 * v) }
      if u < 0.5 { return 400 + Int(90 * v) }
      return Int(30 * exp(6 * v * v))
    }
    let found = try #require(DistributionFit(values, .tokens).distribution)
    #expect(try quantiles(found).count <= 12)
    let law = try #require(FittedLaw(found))
    #expect(SampleSet(values).distance(to: law.probability) <= 0.05)
    #expect(abs(law.mean / SampleSet(values).mean - 1) < 0.15)
  }

  @Test("the distance of two samples is that of their distribution functions")
  func distance() {
    let (one, other) = (SampleSet([1, 2, 3, 4]), SampleSet([3, 4, 5, 6]))
    #expect(one.distance(to: other) == 0.5 && one.distance(to: one) == 0)
    #expect(SampleSet([1]).distance(to: SampleSet([2])) == 1)
    #expect(SampleSet([1, 1, 2]).distance(to: { $0 >= 2 ? 1 : $0 >= 1 ? 0.5 : 0 }) < 0.17)
  }

  @Test("numbers have three leading digits")
  func rounding() {
    #expect(TextNumber.rounded(12_345, digits: 3) == 12_300)
    #expect(TextNumber.rounded(0.012_345, digits: 3) == 0.0123)
    #expect(TextNumber.rounded(999.6, digits: 3) == 1000)
    #expect(TextNumber.time(126_400_000_000) == 126_000_000_000)
  }

  @Test("a population is told by how often its members come", arguments: [0.0, 1.0])
  func popularity(exponent: Double) throws {
    let weights = PopularityFit.weights(60, exponent)
    var uses = Array(repeating: 0, count: 60)
    for index in 0..<4000 {
      var rest = stream.numbered(index).uniform
      let member = weights.firstIndex { weight in
        rest -= weight
        return rest <= 0
      }
      uses[member ?? 59] += 1
    }
    let found = PopularityFit(uses.filter { $0 > 0 }).population
    switch found {
    case .equal(let count): #expect(exponent == 0 && abs(count - 60) <= 2)
    case .zipf(let count, let s): #expect(abs(s - exponent) <= 0.11 && abs(count - 60) <= 12)
    case .named: Issue.record("\(found)")
    }
  }
}
