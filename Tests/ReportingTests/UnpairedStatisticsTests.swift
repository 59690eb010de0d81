import Domain
import Foundation
import Testing

@testable import Reporting

@Suite struct UnpairedStatisticsTests {
  @Test("permutation p by hand: of six ways to label 1, 2, 3, 4, two are as far apart")
  func byHand() {
    #expect(UnpairedStatistics.permutation([1, 2], [3, 4]) == 2.0 / 6)
    #expect(UnpairedStatistics.permutation([3, 4], [1, 2]) == 2.0 / 6)
    #expect(UnpairedStatistics.permutation([1, 4], [2, 3]) == 1)
    #expect(UnpairedStatistics.permutation([1, 1], [1, 1]) == 1)
    #expect(UnpairedStatistics.permutation([4], [1, 2]) == 1.0 / 3)
    #expect(UnpairedStatistics.smallestP(2, 2) == 2.0 / 6)
    #expect(UnpairedStatistics.smallestP(1, 2) == 1.0 / 3)
    #expect(UnpairedStatistics.smallestP(12, 12) == 2.0 / 2_704_156)
  }

  @Test("permutation p is what counting every labelling gives")
  func everyLabelling() {
    for study in 0..<40 {
      let all = normals(9, RandomStream(seed: 31).numbered(study))
      let size = 2 + study % 6
      let seen = gap(all, (1 << size) - 1)
      let patterns = (0..<1 << 9).filter { $0.nonzeroBitCount == size }
      let hits = patterns.count { gap(all, $0) >= seen - 1e-9 }
      let p = UnpairedStatistics.permutation(Array(all[..<size]), Array(all[size...]))
      #expect(abs(p - Double(hits) / Double(patterns.count)) < 1e-12)
    }
  }

  /// Between the means of those whose bit is set and of the others.
  private func gap(_ values: [Double], _ pattern: Int) -> Double {
    let some = values.indices.filter { pattern >> $0 & 1 == 1 }.map { values[$0] }
    let others = values.indices.filter { pattern >> $0 & 1 == 0 }.map { values[$0] }
    return abs(PairedStatistics.mean(some) - PairedStatistics.mean(others))
  }

  @Test("p values drawn beyond 24 values agree with a normal approximation")
  func drawn() {
    let (a, b) = (normals(30, RandomStream(seed: 1)), normals(20, RandomStream(seed: 2)))
    let shifted = b.map { $0 + 0.3 }
    let gap = PairedStatistics.mean(shifted) - PairedStatistics.mean(a)
    let spread =
      PairedStatistics.standardDeviation(a + shifted) * (1.0 / 30 + 1.0 / 20).squareRoot()
    let p = UnpairedStatistics.permutation(a, shifted)
    #expect(abs(p - erfc(abs(gap) / spread / 2.0.squareRoot())) < 0.03)
    #expect(UnpairedStatistics.permutation(a, a.map { $0 + 100 }) == 1.0 / 65_537)
  }

  @Test("the interval of a difference of means covers the truth in about 95 of 100")
  func coverage() throws {
    let stream = RandomStream(seed: 13)
    let (left, right) = (Bootstrap(count: 6), Bootstrap(count: 12, stream: "other"))
    let covered = try (0..<200).count { study in
      let few = normals(6, stream.numbered(study).named("few"))
      let many = normals(12, stream.numbered(study).named("many")).map { 3 * $0 }
      let interval = try #require(left.interval(few, minus: many, right))
      return interval.low <= 0 && interval.high >= 0
    }
    #expect((180...199).contains(covered), "\(covered) of 200")
    let point = try #require(
      left.interval([1, 1, 1, 1, 1, 1], minus: [0, 0], Bootstrap(count: 2)))
    #expect(point.low == 1 && point.high == 1)
    #expect(Bootstrap(count: 1).interval([1], minus: [0, 0], Bootstrap(count: 2)) == nil)
  }

  private func judged(_ baseline: [Double?], _ candidate: [Double?]) -> ComparedMetric {
    var metric = ComparedMetric(
      metric: GatedMetric(.ttft, .percentile(99)), className: "chat", candidate: "afd",
      baselineValues: baseline, candidateValues: candidate, verdict: .nothingMeasured)
    metric.isPaired = false
    return PairedJudge(tolerance: 0.05, seeds: candidate.count).judge([metric])[0]
  }

  @Test(
    "arms on seeds of their own are judged by their means; the ratio is that of geometric means")
  func verdicts() throws {
    let base = (0..<10).map { 1 + 0.01 * Double($0) }
    let worse = judged(base, (0..<12).map { 1.3 + 0.01 * Double($0) })
    #expect(worse.verdict == .regressed)
    #expect(try #require(worse.ratio) > 1.28 && (worse.low ?? 0) < (worse.ratio ?? 0))
    #expect(judged(base, base.map { $0 + 0.001 }).verdict == .equivalent)
    let wide = (0..<8).map { $0 % 2 == 0 ? 0.7 : 1.4 }
    let unsure = judged(wide, wide.map { $0 * 1.1 })
    #expect(unsure.verdict == .inconclusive)
    #expect(try #require(unsure.seedsNeeded) > 50)
    #expect(judged(base, base.map { $0 > 1.05 ? nil : $0 }).verdict == .nothingMeasured)
    #expect(judged([1, 1, nil], [1, nil, 1]).verdict == .equivalent)
  }

  @Test("what is 0 counts as far from the rest, whichever way is better")
  func zeros() {
    let ttft = GatedMetric(.ttft, .mean).levels([1, 0, 2])
    #expect(ttft[1] < ttft[0] && ttft[0] < ttft[2])
    #expect(abs(exp(ttft[0] - ttft[1]) - 1000) < 1e-6)
    let goodput = GatedMetric(.goodput).levels([1, 0, 0.5])
    #expect(goodput[0] < goodput[2] && goodput[2] < goodput[1])
    let misses = GatedMetric(.deadlineMisses).levels([0, 1, 0.5])
    #expect(misses[0] < misses[2] && misses[2] < misses[1])
    #expect(GatedMetric(.goodput).levels([0, 0])[0].isFinite)
  }
}
