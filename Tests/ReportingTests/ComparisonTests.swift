import Domain
import Foundation
import Testing

@testable import Reporting

@Suite struct ComparisonTests {
  /// Seeds of the example: `afd` is a fifth slower to the first token in `chat`, `draft` the same
  /// as the baseline, each seed a little different.
  static func replicates(_ seeds: ClosedRange<UInt64> = 1...12) -> [Seed] {
    let summary = ArmSummary(Example.arm(), Example.header())
    return seeds.map { seed in
      var baseline = summary
      baseline.classes[0].ttft?.p99 = 0.9 + 0.001 * Double(seed)
      var slower = baseline
      slower.policy = "afd"
      slower.classes[0].ttft?.p99 = (0.9 + 0.001 * Double(seed)) * (1.19 + 0.002 * Double(seed))
      var draft = baseline
      draft.policy = "draft"
      draft.classes[1].itl?.p99 = seed % 2 == 0 ? 0.018 : 0.022
      return Seed(seed: seed, baseline: baseline, candidates: [slower, draft])
    }
  }

  /// One seed with whole summaries, so that tests can change any figure.
  struct Seed {
    var seed: UInt64
    var baseline: ArmSummary
    var candidates: [ArmSummary]
    var control: ArmSummary?
  }

  static func compared(
    _ seeds: [Seed], gates: [GatedMetric] = GatedMetric.defaults,
    assertions: [CandidateAssertions] = [], shifts: [SessionShifts] = []
  ) -> Comparison {
    let replicates = seeds.map { seed in
      Replicate(
        seed: seed.seed, baseline: ArmValues(seed.baseline),
        candidates: seed.candidates.map(ArmValues.init),
        control: seed.control.map(ArmValues.init))
    }
    return Comparison(
      [Scenario(replicates: replicates, shifts: shifts, assertions: assertions)],
      baseline: "gpu-aggregated", candidates: seeds[0].candidates.map(\.policy), gates: gates)
  }

  static let comparison = compared(replicates())

  @Test("metrics that a class doesn't have aren't judged; the rest are, by candidate and class")
  func rows() {
    let rows = ComparisonTests.comparison.metrics.map {
      "\($0.candidate) \($0.className) \($0.metric.name) \($0.verdict.rawValue)"
    }
    #expect(
      rows == [
        "afd chat p99 ttft regressed", "afd chat p99 itl equivalent",
        "afd chat p99 turn equivalent", "afd chat p50 session equivalent",
        "afd chat goodput equivalent", "afd build p99 ttft equivalent",
        "afd build p99 itl equivalent", "afd build p50 session equivalent",
        "afd build goodput equivalent", "afd build deadline-misses equivalent",
        "draft chat p99 ttft equivalent", "draft chat p99 itl equivalent",
        "draft chat p99 turn equivalent", "draft chat p50 session equivalent",
        "draft chat goodput equivalent", "draft build p99 ttft equivalent",
        "draft build p99 itl inconclusive", "draft build p50 session equivalent",
        "draft build goodput equivalent", "draft build deadline-misses equivalent",
      ])
    #expect(ComparisonTests.comparison.verdict == .regressed)
  }

  @Test("neither the order of arms nor that of seeds changes a byte")
  func order() {
    let turned = ComparisonTests.replicates().reversed().map { replicate in
      Seed(
        seed: replicate.seed, baseline: replicate.baseline,
        candidates: replicate.candidates.reversed())
    }
    #expect(
      CompareJSON.bytes(ComparisonTests.compared(turned))
        == CompareJSON.bytes(ComparisonTests.comparison))
  }

  @Test("exit codes: nothing measured before regressed, before assertions, before inconclusive")
  func exitCodes() {
    let all = ComparisonTests.replicates()
    func code(_ pick: Int, _ change: (inout ArmSummary) -> Void = { _ in }, fails: Bool = true)
      -> Int32
    {
      let replicates = all.map { replicate in
        var arm = replicate.candidates[pick]
        change(&arm)
        return Seed(seed: replicate.seed, baseline: replicate.baseline, candidates: [arm])
      }
      return ComparisonTests.compared(replicates).exitCode(failsOnInconclusive: fails)
    }
    #expect(code(0) == 4)
    #expect(code(1) == 5)
    #expect(code(1, fails: false) == 0)
    #expect(code(1, { $0.classes[1].itl?.p99 = 0.02 }) == 0)
    #expect(code(0, { $0.classes[1] = GroupSummary(name: "build") }) == 6)
    let failed = AssertionResult(RunTextTests.assertions[0], value: nil)
    let judged = ComparisonTests.compared(
      all.map { Seed(seed: $0.seed, baseline: $0.baseline, candidates: [$0.candidates[1]]) },
      assertions: [CandidateAssertions(candidate: "draft", results: [failed])])
    #expect(judged.exitCode(failsOnInconclusive: true) == 3)
  }

  @Test("a class that nobody served, in either arm, is nothing measured")
  func emptyClass() {
    let empty = ComparisonTests.replicates().map { replicate in
      var (baseline, candidate) = (replicate.baseline, replicate.candidates[1])
      baseline.classes[0] = GroupSummary(name: "chat")
      candidate.classes[0] = GroupSummary(name: "chat")
      return Seed(seed: replicate.seed, baseline: baseline, candidates: [candidate])
    }
    let comparison = ComparisonTests.compared(empty, gates: [GatedMetric(.ttft, .percentile(99))])
    #expect(comparison.metrics.map(\.verdict) == [.nothingMeasured, .equivalent])
    #expect(comparison.exitCode(failsOnInconclusive: false) == 6)
  }

  @Test("the JSON has the names that scripts rely on")
  func json() throws {
    let bytes = CompareJSON.bytes(ComparisonTests.comparison)
    let value = try JSONSerialization.jsonObject(with: Data(bytes))
    let record = try #require(value as? [String: Any])
    #expect(record["schema"] as? String == "baton/compare/1")
    #expect(record["verdict"] as? String == "regressed")
    #expect(record["seeds"] as? Int == 12)
    let metrics = try #require(record["metrics"] as? [[String: Any]])
    let first = metrics[0]
    for key in [
      "metric", "class", "candidate", "baselineValue", "candidateValue", "ratio", "p", "verdict",
    ] { #expect(first[key] != nil) }
    let interval = try #require(first["interval"] as? [Double])
    let ratio = try #require(first["ratio"] as? Double)
    #expect(interval[0] < ratio && ratio < interval[1])
    #expect(interval[0] > 1.19 && interval[1] < 1.22)
  }

  @Test("metrics are read as users write them")
  func gates() {
    for gate in GatedMetric.defaults { #expect(GatedMetric(text: gate.name) == gate) }
    #expect(GatedMetric(text: "p99.9 itl")?.name == "p99.9 itl")
    #expect(GatedMetric(text: "p42 itl") == nil)
    #expect(GatedMetric(text: "p99 goodput") == nil)
    #expect(GatedMetric(text: "ttft") == nil)
    #expect(GatedMetric(text: "") == nil)
  }

  /// The example with a control whose TTFT in `chat` is `factor` times the baseline's.
  static func noisy(_ factor: (UInt64) -> Double) -> Comparison {
    compared(
      replicates().map { replicate in
        var control = replicate.baseline
        control.classes[0].ttft?.p99 =
          (0.9 + 0.001 * Double(replicate.seed)) * factor(replicate.seed)
        return Seed(
          seed: replicate.seed, baseline: replicate.baseline, candidates: replicate.candidates,
          control: control)
      })
  }

  @Test("the noise floor is how far the baseline may be from itself, metric by metric")
  func noise() throws {
    let comparison = Self.noisy { $0 % 2 == 0 ? 1.02 : 0.99 }
    #expect(comparison.noise.map(\.place).contains("build") && comparison.noise.count == 10)
    let first = try #require(comparison.metrics.first)
    let floor = try #require(first.floor)
    // t of 12 degrees of freedom, times the root mean square over the root of 12 seeds.
    let square = (pow(log(1.02), 2) + pow(log(0.99), 2)) / 2
    #expect(abs(log(1 + floor) - 2.1788 * (square / 12).squareRoot()) < 1e-6)
    #expect(first.verdict == .regressed)
    #expect(comparison.metrics.filter { $0.className == "build" }.allSatisfy { $0.floor == 0 })
    let text = CompareText(comparison, title: "example", isColoured: false).text
    #expect(text.contains("noise floor: at most 0.99 %, the baseline against itself under other"))
    #expect(text.contains("  chat: p99 ttft 0.99 %, p99 itl 0 %, p99 turn 0 %"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let markdown = CompareMarkdown.text(comparison, title: "example")
    #expect(markdown.contains("| 0.0097 | 0.99 % | regressed |"))
    let json = String(decoding: CompareJSON.bytes(comparison), as: UTF8.self)
    #expect(json.contains("\"noiseFloor\":0.00"))
  }

  @Test("what the baseline draws is in the intervals of seeds, so its floor takes no verdict away")
  func aboveNoise() throws {
    let comparison = Self.noisy { $0 % 2 == 0 ? 2 : 0.6 }
    let first = try #require(comparison.metrics.first)
    #expect((first.floor ?? 0) > (first.ratio ?? 0) - 1)
    #expect(!first.isWithinFloor && first.verdict == .regressed)
    #expect(comparison.exitCode(failsOnInconclusive: false) == 4)
  }

  @Test("a control of the first seeds is enough for the floor of all, and more seeds lower it")
  func fewControls() throws {
    func floor(_ controls: UInt64, of seeds: UInt64) throws -> Double {
      let seeds = Self.replicates(1...seeds).map { seed in
        var control = seed.baseline
        control.classes[0].ttft?.p99 =
          (0.9 + 0.001 * Double(seed.seed))
          * (seed.seed % 2 == 0 ? 1.02 : 0.99)
        return Seed(
          seed: seed.seed, baseline: seed.baseline, candidates: seed.candidates,
          control: seed.seed <= controls ? control : nil)
      }
      let comparison = Self.compared(seeds)
      #expect(comparison.noise.first?.baselineValues.count == Int(controls))
      return try #require(comparison.metrics.first?.floor)
    }
    let (few, all) = (try floor(4, of: 12), try floor(12, of: 12))
    #expect(few > all && few < 0.015)
    let more = try floor(4, of: 48)
    #expect(abs(log(1 + more) - log(1 + few) / 2) < 1e-9)
  }

  @Test("values are geometric means, so that their ratio is the ratio; equal ones are themselves")
  func values() throws {
    func metric(_ gate: GatedMetric, _ before: [Double?], _ after: [Double?]) -> ComparedMetric {
      ComparedMetric(
        metric: gate, className: "chat", candidate: "afd", baselineValues: before,
        candidateValues: after, verdict: .inconclusive)
    }
    func agrees(_ metric: ComparedMetric) throws {
      let (before, after) = (
        try #require(metric.baselineValue), try #require(metric.candidateValue)
      )
      let seen = exp(try #require(metric.evidence).mean)
      #expect(abs(metric.metric.ratio(baseline: before, candidate: after) - seen) < 1e-9)
    }
    let latency = GatedMetric(.ttft, .percentile(99))
    let skewed = metric(latency, [1, 1, nil, 4], [2, 2, nil, 2])
    #expect(abs((skewed.baselineValue ?? 0) - pow(4, 1.0 / 3)) < 1e-12)
    #expect(skewed.candidateValue == 2)
    try agrees(skewed)
    try agrees(metric(GatedMetric(.deadlineMisses), [0, 0.5, 0.1], [0.2, 0.2, 0.1]))
    try agrees(metric(GatedMetric(.goodput), [0.9, 0.8], [0.99, 0.7]))
    #expect(metric(latency, [0, 0], [0, 0]).baselineValue == 0)
    #expect(metric(GatedMetric(.deadlineMisses), [1, 1], [0, 0]).baselineValue == 1)
  }

  @Test("p below the limit isn't rounded up to it")
  func p() {
    #expect(CompareWords.p(0.00976) == "0.0097" && CompareWords.p(0.009999) == "0.0099")
    #expect(CompareWords.p(0.01) == "0.010" && CompareWords.p(0.0313) == "0.031")
    #expect(CompareWords.p(0.0009) == "<.001" && CompareWords.p(1) == "1.000")
  }

  @Test("without a control nothing in the baseline is random, and the floor is zero")
  func noNoise() {
    #expect(Self.comparison.noise.isEmpty && Self.comparison.metrics.allSatisfy { $0.floor == 0 })
  }

  @Test("a baseline on seeds of its own is compared unpaired, in whatever order")
  func unpaired() throws {
    let values = Self.replicates().map { seed in
      Replicate(seed: seed.seed, baseline: ArmValues(seed.baseline), candidates: [])
    }
    let candidates = Self.replicates(21...30).map { seed in
      Replicate(seed: seed.seed, baseline: nil, candidates: [ArmValues(seed.candidates[0])])
    }
    func compared(_ baseline: [Replicate]) -> Comparison {
      Comparison(
        [Scenario(replicates: candidates, unpaired: baseline)], baseline: "gpu-aggregated",
        candidates: ["afd"])
    }
    let comparison = compared(values)
    #expect(CompareJSON.bytes(comparison) == CompareJSON.bytes(compared(values.reversed())))
    let first = try #require(comparison.metrics.first)
    #expect(first.verdict == .regressed && first.baselineValues.count == 12)
    #expect(first.candidateValues.count == 10 && !first.isPaired)
    let text = CompareText(comparison, title: "example", isColoured: false).text
    #expect(text.contains("10 seeds against the baseline's own 12, unpaired"))
  }
}
