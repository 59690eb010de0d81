import Foundation
import TestSupport
import Testing

/// Capacities against loads in fine steps, each replayed and judged apart from the search: points
/// of a folder, whose assertions are read from its files.
@Suite("capacity against a fine grid")
struct CapacityGridTests {
  /// A workload, what must hold of it, and the middle of the grid.
  struct Question: Sendable {
    var name: String
    var text: String
    var assertion: String
    var holds: @Sendable (Double) -> Bool
    var middle: Double
  }

  static let questions = [
    Question(
      name: "reading", text: FrontierCommandTests.reading, assertion: "p99 ttft < 3s",
      holds: { $0 < 3 }, middle: 1.05),
    Question(
      name: "writing",
      text: """
        workload: writing
        model: gpt-oss-120b
        duration: 20s
        warm-up: 2s
        agents:
          writer: {input: 2k, steps: [{generate: {p50: 200, p99: 800}}]}
        traffic:
          writers: {agent: writer, sessions: {poisson: 20/s}}
        """, assertion: "p50 tps-per-user > 60/s", holds: { $0 > 60 }, middle: 3.3),
    Question(
      name: "turns",
      text: """
        workload: turns
        model: gpt-oss-120b
        duration: 20s
        warm-up: 2s
        agents:
          talker:
            turns: 3
            think: 1s
            input: {p50: 4k, p99: 20k}
            steps: [{generate: 60}]
        traffic:
          talkers: {agent: talker, sessions: {poisson: 3/s}, slo: {ttft: 1s}}
        """, assertion: "goodput of talkers >= 90%", holds: { $0 >= 0.9 }, middle: 4.3),
  ]

  private static let step = 1.025
  private static let seeds = 4

  /// Values of the assertion by load and seed.
  private struct Grid {
    var loads: [Double]
    /// By load.
    var values: [[Double]]
    var holds: @Sendable (Double) -> Bool

    /// Where a statistic of the seeds' values begins to break and where it last holds. Noise can
    /// make the one smaller than the other: then the grid itself isn't of one mind in between.
    func limit(_ statistic: ([Double]) -> Double) throws -> ClosedRange<Double> {
      let held = values.map { holds(statistic($0)) }
      let first = try #require(held.firstIndex(of: false), "the grid ends too soon")
      let last = try #require(held.lastIndex(of: true), "the grid begins too late")
      try #require(first > 0 && last < loads.count - 1)
      return loads[min(first, last)]...loads[max(first, last)]
    }

    var limit: ClosedRange<Double> {
      get throws { try limit { $0.reduce(0, +) / Double($0.count) } }
    }
  }

  private static func grid(
    _ question: Question, _ ask: [String], firstSeed: Int, in folder: String
  ) throws -> Grid {
    struct Point: Decodable {
      struct Arm: Decodable { var assertions: [CapacityCommandTests.Record.Judged.Result] }
      struct Place: Decodable { var load: Double }
      var seed: Int
      var arms: [Arm]
      var point: Place
    }
    let steps = -14...14
    let loads = steps.map { (question.middle * pow(step, Double($0)) * 1000).rounded() / 1000 }
    let list = loads.map { "\($0)" }.joined(separator: ",")
    let result = try Baton.run(
      ["frontier"] + ask + ["--loads", list, "--seeds", "\(seeds)", "--seed", "\(firstSeed)"]
        + ["--set", "assert=[\"\(question.assertion)\"]", "--runs", folder, "--csv", "-"])
    try #require(result.code == 0, "\(result.errors)")
    let points = try FrontierCommandTests.files(folder).keys.sorted().map { name in
      try JSONDecoder().decode(
        Point.self, from: Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }
    let values = loads.map { load in
      points.filter { $0.point.load == load }.sorted { $0.seed < $1.seed }
        .compactMap { $0.arms.first?.assertions.first?.value }
    }
    try #require(values.allSatisfy { $0.count == seeds })
    return Grid(loads: loads, values: values, holds: question.holds)
  }

  @Test(
    "the answer is the grid's within the precision, and other seeds' is where it is said to be",
    arguments: questions)
  func grid(_ question: Question) throws {
    let files = ["w.yaml": question.text, "rack.yaml": CapacityCommandTests.rack]
    try CompareTests.files(files) { folder in
      let ask =
        ["\(folder)/w.yaml", "--platform", "\(folder)/rack.yaml", "--policy", "gpu-aggregated"]
      let record = try CapacityCommandTests.record(
        Baton.run(
          ["capacity"] + ask + ["--seeds", "\(Self.seeds)", "--json", "--assert"]
            + [question.assertion]))
      let arm = try #require(record.arms.first)
      let capacity = try #require(arm.capacity, "\(arm)")
      let breaksAt = try #require(arm.breaksAt)
      #expect(breaksAt <= capacity * 1.05 && arm.breaks == [question.assertion])
      let own = try Self.grid(question, ask, firstSeed: 1, in: "\(folder)/own")
      /// Whether a load that holds and one that breaks are the grid's, within a share.
      func agrees(_ ends: (Double, Double), _ limit: ClosedRange<Double>, _ share: Double) -> Bool {
        ends.0 <= limit.upperBound * (1 + share) && ends.1 >= limit.lowerBound / (1 + share)
      }
      let together = try own.limit
      #expect(agrees((capacity, breaksAt), together, 0.05), "\(arm) \(together)")
      for seed in 0..<Self.seeds {
        let holds = try #require(arm.seedCapacities[seed])
        let breaks = try #require(arm.seedBreaks[seed])
        let alone = try own.limit { $0[seed] }
        #expect(
          breaks <= holds * 1.05 && agrees((holds, breaks), alone, 0.1), "seed \(seed): \(alone)")
      }
      let (low, high) = (try #require(arm.otherSeeds.low), try #require(arm.otherSeeds.high))
      #expect(low <= capacity && breaksAt <= high)
      let other = try Self.grid(question, ask, firstSeed: 101, in: "\(folder)/other").limit
      #expect(low <= other.upperBound && other.lowerBound <= high, "\(low) to \(high): \(other)")
    }
  }
}
