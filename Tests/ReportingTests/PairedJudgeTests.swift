import Domain
import Foundation
import Testing

@testable import Reporting

@Suite struct PairedJudgeTests {
  private let judge = PairedJudge(tolerance: 0.05, seeds: 12)

  private func compared(
    _ baseline: [Double?], _ candidate: [Double?],
    _ gate: GatedMetric = GatedMetric(.ttft, .percentile(99))
  ) -> ComparedMetric {
    ComparedMetric(
      metric: gate, className: "chat", candidate: "afd", baselineValues: baseline,
      candidateValues: candidate, verdict: .nothingMeasured)
  }

  /// Ratios around `shift` that vary by `spread` from seed to seed.
  private func noisy(
    _ shift: Double, _ spread: Double, _ stream: RandomStream, seeds: Int = 12
  ) -> ComparedMetric {
    let ratios = normals(seeds, stream).map { shift * exp(spread * $0) }
    return compared(Array(repeating: 1, count: seeds), ratios)
  }

  @Test("each verdict, in its plainest case")
  func verdicts() {
    let base = [Double?](repeating: 1, count: 12)
    func verdict(_ value: Double) -> Verdict {
      judge.judge([compared(base, Array(repeating: value, count: 12))])[0].verdict
    }
    #expect(verdict(1.2) == .regressed)
    #expect(verdict(0.8) == .improved)
    #expect(verdict(1) == .equivalent)
    #expect(verdict(1.04) == .equivalent)
    let spread = (0..<12).map { $0 % 2 == 0 ? 1.3 : 0.8 }
    #expect(judge.judge([compared(base, spread)])[0].verdict == .inconclusive)
  }

  @Test("a value that only one arm has is nothing measured; one that neither has is passed over")
  func missing() {
    let base: [Double?] = [1, 1, 1, 1, 1, 1]
    #expect(
      judge.judge([compared(base, [1, 1, 1, 1, 1, nil])])[0].verdict == .nothingMeasured)
    let both: [Double?] = [1, 1, 1, 1, 1, nil]
    #expect(judge.judge([compared(both, both)])[0].verdict == .equivalent)
    #expect(judge.judge([compared([nil, nil], [nil, nil])])[0].verdict == .nothingMeasured)
  }

  @Test("above 1 is worse, whichever way a metric is better")
  func orientation() {
    let goodput = GatedMetric(.goodput)
    let misses = GatedMetric(.deadlineMisses)
    let latency = GatedMetric(.ttft, .mean)
    #expect(goodput.ratio(baseline: 0.9, candidate: 0.45) == 2)
    #expect(latency.ratio(baseline: 2, candidate: 3) == 1.5)
    #expect(misses.ratio(baseline: 0, candidate: 0.5) == 2)
    #expect(misses.ratio(baseline: 0, candidate: 0) == 1)
    #expect(goodput.ratio(baseline: 0.5, candidate: 0) == 1000)
    #expect(latency.ratio(baseline: 0, candidate: 1) == 1000)
    #expect(latency.ratio(baseline: 1, candidate: 0) == 0.001)
  }

  @Test("one seed decides nothing; too few for a small p say how many would")
  func fewSeeds() {
    let one = judge.judge([compared([1], [2])])[0]
    #expect(one.verdict == .inconclusive)
    #expect(one.seedsNeeded == 8)
    #expect(CompareWords.advice(one) == "p99 ttft of chat needs at least 8 seeds")
    let four = judge.judge([compared([1, 1, 1, 1], [2, 2, 2, 2])])[0]
    // The smallest p of seven seeds is 1/64; of eight it is 1/128.
    #expect(four.verdict == .inconclusive)
    #expect(four.seedsNeeded == 8)
  }

  @Test("where others differ too, a metric needs fewer seeds than alone among as many")
  func companions() throws {
    let base = [Double?](repeating: 1, count: 6)
    func needed(differing: Int) throws -> Int {
      let worse = (0..<differing).map { _ in compared(base, [1.4, 1.5, 1.6, 1.4, 1.5, 1.6]) }
      let same = (0..<(40 - differing)).map { _ in compared(base, base) }
      return try #require(judge.judge(worse + same)[0].seedsNeeded)
    }
    // 40 · 2/2ⁿ < 0.01 from 13 on; with all of 40, 2/2ⁿ is enough.
    #expect(try needed(differing: 1) == 13 && (try needed(differing: 40)) == 8)
    #expect(try needed(differing: 10) < 13)
  }

  @Test("looking several times calls equal arms different as seldom as one look may")
  func looks() {
    let stream = RandomStream(seed: 5)
    let schedule = Looks.schedule(from: 12, to: 24)
    #expect(schedule == [12, 24])
    // So narrow a band that nothing but p stands in the way.
    let judges = [1, 2].map { looks in
      schedule.map { PairedJudge(tolerance: 1e-9, seeds: $0, looks: looks) }
    }
    var (alarms, careless) = (0, 0)
    for comparison in 0..<250 {
      let whole = noisy(1, 0.5, stream.numbered(comparison), seeds: 24)
      func isAlarm(_ look: Int, _ looks: Int) -> Bool {
        let (judge, count) = (judges[looks - 1][look], schedule[look])
        let verdict = judge.judge([
          compared(
            Array(whole.baselineValues.prefix(count)), Array(whole.candidateValues.prefix(count)))
        ])[0].verdict
        return verdict == .regressed || verdict == .improved
      }
      alarms += schedule.indices.contains { isAlarm($0, schedule.count) } ? 1 : 0
      careless += schedule.indices.contains { isAlarm($0, 1) } ? 1 : 0
    }
    // 1 % of 250 are 2.5; more than 7 come by chance once in 250.
    #expect(alarms <= 7 && careless > alarms, "\(alarms), \(careless)")
  }

  @Test("the seeds it asks for decide about four times in five; those it had seldom do")
  func seedsNeeded() throws {
    let stream = RandomStream(seed: 21)
    let ratios = (0..<12).map { exp($0 % 2 == 0 ? 0.12 : -0.12) }
    let first = judge.judge([compared(Array(repeating: 1, count: 12), ratios)])[0]
    try #require(first.verdict == .inconclusive)
    let needed = try #require(first.seedsNeeded)
    // Of mean 0 and standard deviation 0.125: (t + 1.28)·0.125/√n < log(1.05) from n = 70 on.
    #expect((66...74).contains(needed), "\(needed) seeds were asked for")
    func decided(_ seeds: Int) -> Int {
      let judge = PairedJudge(tolerance: 0.05, seeds: seeds)
      return (0..<20).count { study in
        let metric = noisy(1, 0.12, stream.numbered(study), seeds: seeds)
        return judge.judge([metric])[0].verdict != .inconclusive
      }
    }
    #expect(decided(12) < 5)
    #expect(decided(needed) >= 13)
  }

  @Test("of what was replayed once, nothing within the noise floor is regressed or improved")
  func withinFloor() throws {
    func judged(_ value: Double, floor: Double?, sessions: Int = 50) -> ComparedMetric {
      var metric = compared([1], [value])
      metric.floor = floor
      metric.resampled = Resampled(
        logRatios: Array(repeating: log(value), count: 2000), p: 0.0005, sessions: sessions)
      return judge.judge([metric])[0]
    }
    #expect(judged(1.2, floor: 0.1).verdict == .regressed)
    #expect(judged(1.2, floor: nil).verdict == .regressed)
    let within = judged(1.2, floor: 0.25)
    #expect(within.verdict == .inconclusive && within.isWithinFloor && within.seedsNeeded == nil)
    let advice = try #require(CompareWords.advice(within))
    #expect(advice.contains("within the noise floor of 25.0 %: the system drew once"))
    #expect(judged(0.82, floor: 0.25).verdict == .inconclusive)
    #expect(judged(0.75, floor: 0.25).verdict == .improved)
    #expect(judged(1.02, floor: 0.25).verdict == .equivalent)
    var seeds = compared(Array(repeating: 1, count: 12), Array(repeating: 1.2, count: 12))
    seeds.floor = 0.25
    #expect(judge.judge([seeds])[0].verdict == .regressed)
  }

  @Test("too few sessions of a trace decide nothing, and say how many would")
  func fewSessions() throws {
    func judged(_ value: Double, p: Double, sessions: Int, others: Int = 0) -> ComparedMetric {
      var metric = compared([1], [value])
      metric.resampled = Resampled(
        logRatios: Array(repeating: log(value), count: 2000), p: p, sessions: sessions)
      return judge.judge([metric] + Array(repeating: metric, count: others))[0]
    }
    let one = judged(1, p: 1, sessions: 1)
    #expect(one.verdict == .inconclusive && one.low == nil)
    #expect(
      CompareWords.advice(one)
        == "p99 ttft of chat has 1 session, so there is nothing to resample; it takes at least 8")
    let five = judged(1, p: 1, sessions: 5)
    #expect(five.verdict == .inconclusive)
    #expect(
      CompareWords.advice(five)?.hasSuffix("too few to resample; it takes at least 10") == true)
    #expect(judged(1, p: 1, sessions: 6).verdict == .equivalent)
    // The smallest p of six sessions is 1/32: twice as many make it small enough.
    let six = judged(2, p: 0.03125, sessions: 6)
    #expect(six.verdict == .inconclusive && six.seedsNeeded == 2)
    #expect(judged(2, p: 0.0005, sessions: 12).verdict == .regressed)
  }

  @Test("seeds without a value are counted among those that are needed")
  func seedsWithoutValue() throws {
    let base = [Double?](repeating: 1, count: 12)
    let ratios = (0..<12).map { $0 % 2 == 0 ? 1.12 : 0.9 }
    let judge = PairedJudge(tolerance: 0.05, seeds: 12)
    let whole = judge.judge([compared(base, ratios)])[0]
    let half = judge.judge([
      compared(base + Array(repeating: nil, count: 12), ratios + Array(repeating: nil, count: 12))
    ])[0]
    let (all, every) = (try #require(half.seedsNeeded), try #require(whole.seedsNeeded))
    #expect(all == 2 * every)
    #expect(CompareWords.advice(half)?.contains("which 12 of 24 seeds have, would be") == true)
  }

  @Test("equal arms give at most one false alarm in a hundred comparisons of six metrics")
  func falseAlarms() {
    let stream = RandomStream(seed: 17)
    var alarms = 0
    for study in 0..<200 {
      let metrics = (0..<6).map { noisy(1, 0.08, stream.numbered(study).numbered($0)) }
      let verdicts = judge.judge(metrics).map(\.verdict)
      if verdicts.contains(.regressed) || verdicts.contains(.improved) { alarms += 1 }
    }
    #expect(alarms <= 2, "\(alarms) of 200")
  }

  @Test("a shift of 10 % that varies by 4 % from seed to seed is found nine times in ten")
  func power() {
    let stream = RandomStream(seed: 19)
    let found = (0..<100).count { study in
      let others = (0..<2).map { noisy(1, 0.04, stream.numbered(study).numbered(1 + $0)) }
      let shifted = noisy(1.1, 0.04, stream.numbered(study).numbered(0))
      return judge.judge([shifted] + others)[0].verdict == .regressed
    }
    #expect(found >= 90, "\(found) of 100")
  }
}
