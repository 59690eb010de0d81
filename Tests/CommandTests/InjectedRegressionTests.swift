import Foundation
import Testing

/// What a CI job sees when something got worse.
@Suite("regressions that were put in")
struct InjectedRegressionTests {
  /// Bounds that a slower chip breaks: 3.5 ms a token, and 3 s for a job.
  static let jobs = """
    workload: jobs
    model: gpt-oss-120b
    duration: 20s
    warm-up: 2s
    agents:
      worker:
        turns: 2
        think: 200ms
        input: {p50: 400, p99: 2k}
        steps: [{generate: {p50: 200, p99: 600}}]
    traffic:
      builds:
        agent: worker
        sessions: {poisson: 3/s}
        slo: {tpot: 3500us}
        deadline: 3s
    """

  static func compare(_ arguments: String..., jobs: String = jobs) throws -> Baton.Result {
    var result: Baton.Result?
    try Baton.file(Data(jobs.utf8)) { path in
      result = try Baton.run(["compare", path] + arguments)
    }
    return try #require(result)
  }

  @Test(
    "each judged metric exits 4 on a slower chip, and names metric, class, size and interval",
    arguments: [
      "p99 ttft", "p99 itl", "p99 turn", "p50 session", "goodput", "deadline-misses",
    ])
  func each(metric: String) throws {
    let result = try Self.compare(
      "--baseline", "gpu-aggregated@b200", "--candidate", "gpu-aggregated@h100", "--metrics",
      metric, "--seeds", "8", "--annotations")
    #expect(result.code == 4, "\(result.text)")
    let note = try #require(
      result.errors.split(separator: "\n").first {
        $0.hasPrefix("::error file=") && $0.contains(",title=jobs%3A regressed")
      }
    )
    #expect(
      note.contains("::\(metric) of builds under gpu-aggregated@h100 against gpu-aggregated@b200"))
    let size = try #require(note.firstMatch(of: /regressed, ([\d.]+) %25 worse/)).output.1
    #expect(try #require(Double(size)) > 5)
    let ends = try #require(note.firstMatch(of: /interval ([\d.]+)–([\d.]+)\)/)).output
    let (low, high) = (try #require(Double(ends.1)), try #require(Double(ends.2)))
    #expect(low > 1.05 && high >= low)
    let row = try #require(
      result.text.split(separator: "\n").first { $0.hasPrefix("  \(metric) ") })
    #expect(row.hasSuffix("regressed") && row.contains("\(ends.1)–\(ends.2)"))
  }

  @Test("the other way round everything improved, and exits 0")
  func improved() throws {
    let result = try Self.compare(
      "--baseline", "gpu-aggregated@h100", "--candidate", "gpu-aggregated@b200", "--seeds", "12")
    #expect(result.code == 0, "\(result.text)")
    #expect(result.text.matches(of: /improved/).count >= 6, "\(result.text)")
  }

  @Test("fewer engines and smaller batches are found by what they do")
  func platforms() throws {
    func platform(_ racks: Int) -> String {
      """
      platform: base
      pools: {gpu: {chip: h100, racks: \(racks)}}
      policies:
        slow: {extends: gpu-aggregated, batching: {sequences: 1}}
      """
    }
    let busy = Self.jobs.replacing("poisson: 3/s", with: "poisson: 30/s")
    try CompareTests.files(["many.yaml": platform(8), "one.yaml": platform(1)]) { folder in
      let result = try Self.compare(
        "--baseline", "gpu-aggregated@\(folder)/many.yaml", "--candidate",
        "gpu-aggregated@\(folder)/one.yaml", "--candidate", "slow@\(folder)/many.yaml", "--seeds",
        "10", "--metrics", "p99 ttft, p99 turn", jobs: busy)
      #expect(result.code == 4, "\(result.text)\(result.errors)")
      #expect(result.text.matches(of: /p99 turn .*regressed/).count == 2, "\(result.text)")
    }
  }

  @Test("exit codes: the first that applies")
  func codes() throws {
    let arms = ["--baseline", "gpu-aggregated@b200", "--candidate", "gpu-aggregated@h100"]
    func code(_ more: String..., jobs: String = Self.jobs) throws -> Int32 {
      var code: Int32 = -1
      try Baton.file(Data(jobs.utf8)) { path in
        code = try Baton.run(["compare", path] + arms + more).code
      }
      return code
    }
    let miss = ["--assert", "p99 ttft of builds < 1us"]
    #expect(try code("--seeds", "8", "--metrics", "p99 itl", miss[0], miss[1]) == 4)
    #expect(try code("--seeds", "2", "--metrics", "p99 itl", miss[0], miss[1]) == 3)
    let undecided = ["--seeds", "2", "--metrics", "p99 itl", "--fail-on-inconclusive"]
    #expect(try code(undecided[0], undecided[1], undecided[2], undecided[3], undecided[4]) == 5)
    #expect(try code("--seeds", "2", "--metrics", "p99 itl") == 0)
    let silent = Self.jobs.replacing("poisson: 3/s", with: "poisson: 1/h")
    #expect(try code("--seeds", "2", miss[0], miss[1], jobs: silent) == 6)
    #expect(try code("--seeds", "2", jobs: Self.jobs.replacing("think", with: "thinks")) == 2)
  }
}
