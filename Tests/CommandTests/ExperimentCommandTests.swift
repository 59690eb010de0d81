import Foundation
import TestSupport
import Testing

@Suite("experiment files on the command line")
struct ExperimentCommandTests {
  /// Two placements on one minute of two workloads, beside which a platform file lies.
  static func experiment(
    _ lines: String..., arms: String = "{today: gpu-disaggregated, new: afd}",
    baseline: String? = "today"
  ) -> String {
    """
    experiment: rollout
    workloads: [chat, rag]
    set: {duration: 10s, warm-up: 1s, assert: [p50 ttft < 1h]}
    arms: \(arms)
    \(baseline.map { "baseline: \($0)" } ?? "# no baseline")
    metrics: [p99 ttft, p50 session]
    \(lines.joined(separator: "\n"))

    """
  }

  /// Runs a command on a folder that holds `ci.yaml` and two revisions of a platform.
  static func with(
    _ experiment: String, _ body: (_ path: String, _ folder: String) throws -> Void
  ) throws {
    let files = [
      "ci.yaml": experiment, "base.yaml": CompareTests.platform("ours", "scheduling: fcfs"),
      "slow.yaml": CompareTests.platform("ours", "batching: {tokens: 64}"),
    ]
    try CompareTests.files(files) { try body("\($0)/ci.yaml", $0) }
  }

  @Test("workloads and loads are told apart, and judged metric by metric under every arm")
  func scenarios() throws {
    try Self.with(Self.experiment("loads: [1, 0.5]", "seeds: 2")) { path, _ in
      let record = try CompareRecord(Baton.run("compare", path, "--json"))
      let names = ["chat x1", "chat x0.5", "rag x1", "rag x0.5"]
      #expect(record.scenarios == names)
      #expect(record.baseline == "today" && record.candidates == ["new"] && record.seeds == 2)
      #expect(record.metrics.map(\.scenario) == names.flatMap { [$0, $0] })
      #expect(record.metrics.map(\.metric).prefix(2) == ["p99 ttft", "p50 session"])
      let text = try Baton.run("compare", path).text
      #expect(text.hasPrefix("rollout\n") && text.contains("\nrag x0.5 office\n"))
    }
  }

  @Test("neither the order of arms nor threads change a byte")
  func sameBytes() throws {
    let arms = ["new: afd", "today: gpu-disaggregated", "other: gpu-aggregated@base.yaml"]
    let outputs = try [(arms, "1"), (Array(arms.reversed()), "3")].map { arms, threads in
      var output = Data()
      let text = Self.experiment("seeds: 3", arms: "{\(arms.joined(separator: ", "))}")
      try Self.with(text) { path, _ in
        output = try Baton.run("compare", path, "--json", "--threads", threads).output
      }
      return output
    }
    #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
  }

  @Test("the command line builds the same experiment")
  func sameAsOptions() throws {
    let text = """
      experiment: rollout
      workloads: [chat]
      set: {duration: 10s, warm-up: 1s}
      arms: [afd, gpu-disaggregated]
      baseline: afd
      loads: [2]
      seeds: 3
      first-seed: 7
      """
    try Self.with(text) { path, _ in
      let options = try Baton.run(
        "compare", "workloads/chat.yaml", "--baseline", "afd", "--candidate", "gpu-disaggregated",
        "--load", "2", "--seeds", "3", "--seed", "7", "--set", "duration=10s", "--set",
        "warm-up=1s", "--json"
      ).text
      let file = try Baton.run("compare", path, "--json").text
      // The title and the name of the only workload are all that tells them apart.
      #expect(
        file.replacing("\"chat\"", with: "\"\"") == options.replacing("\"chat\"", with: "\"\""))
      #expect(file.contains("\"scenario\":\"chat\"") && options.contains("\"scenario\":\"\""))
    }
  }

  @Test("options take the place of keys")
  func options() throws {
    let arms = "{today: gpu-disaggregated, new: afd, old: gpu-aggregated}"
    try Self.with(Self.experiment("loads: [1, 2]", "seeds: 2", arms: arms)) { path, folder in
      let changed = try CompareRecord(
        Baton.run(
          "compare", path, "--json", "--baseline", "new", "--seeds", "3", "--load", "0.5",
          "--metrics", "p99 tpot", "--candidate", "ours@\(folder)/base.yaml"))
      #expect(changed.baseline == "new" && changed.candidates == ["ours@\(folder)/base.yaml"])
      #expect(changed.seeds == 3 && changed.scenarios == ["chat", "rag"])
      #expect(Set(changed.metrics.map(\.metric)) == ["p99 tpot"])
      let others = try CompareRecord(
        Baton.run("compare", path, "--json", "--baseline", "old", "--set", "loads=[1]"))
      #expect(others.candidates == ["new", "today"] && others.scenarios == ["chat", "rag"])
      let unknown = try Baton.run("compare", path, "--baseline", "todya")
      #expect(unknown.code == 2 && unknown.errors.contains("did you mean `today`?"))
      let few = try Baton.run("compare", path, "--set", "max-seeds=12", "--seeds", "20")
      #expect(few.code == 64 && few.errors.contains("give --max-seeds as well"))
      let path = try Baton.run("compare", path, "--set", "seedz.x=12")
      #expect(path.code == 2 && path.errors.contains("did you mean `seeds`?"))
    }
  }

  @Test("a platform of two revisions: the regression exits 4 and names scenario and class")
  func regression() throws {
    let arms = "{before: ours@base.yaml, after: ours@slow.yaml}"
    let text = Self.experiment("seeds: 12", arms: arms, baseline: "before")
    try Self.with(text) { path, _ in
      let result = try Baton.run("compare", path, "--markdown", "-")
      #expect(result.code == 4, "\(result.text)\(result.errors)")
      #expect(result.text.hasPrefix("### rollout: regressed"))
      #expect(result.text.contains("| after | chat users | p99 ttft |"))
      let back = try Baton.run("compare", path, "--baseline", "after")
      #expect(back.code == 0 && back.text.contains("improved"))
    }
  }

  @Test("an assertion exits 3 where it has a class, and inconclusive 5 where the file says so")
  func codes() throws {
    let same = "{today: afd, new: afd}"
    let missed = Self.experiment("seeds: 2", "assert: [p50 ttft of users < 1us]", arms: same)
    try Self.with(missed) { path, _ in
      let result = try Baton.run("compare", path)
      #expect(result.code == 3 && result.text.contains("✗ p50 ttft of users < 1us"))
      #expect(result.text.count(of: "p50 ttft of users < 1us") == 1)
    }
    // The workloads say it as well, in other words.
    let repeated = Self.experiment("seeds: 2", "assert: [p50 ttft  < 60m]", arms: same)
    try Self.with(repeated) { path, _ in
      let record = try CompareRecord(Baton.run("compare", path, "--json"))
      #expect(record.assertions.map(\.text) == ["p50 ttft < 1h", "p50 ttft < 1h"])
    }
    try Self.with(Self.experiment("seeds: 2", "fail-on-inconclusive: yes")) { path, _ in
      let strict = try Baton.run("compare", path)
      #expect(strict.code == 5, "\(strict.text)")
      #expect(try Baton.run("compare", path, "--no-fail-on-inconclusive").code == 0)
    }
    let none = Self.experiment("seeds: 2", arms: same).replacing(
      "warm-up: 1s", with: "warm-up: 9999ms"
    )
    .replacing("[chat, rag]", with: "[chat]")
    try Self.with(none) { path, _ in
      let result = try Baton.run(
        "compare", path, "--set", "set.traffic.users.sessions.poisson=1/h")
      #expect(result.code == 2, "dots in a key are not steps of a path")
      #expect(try Baton.run("compare", path, "--load", "0.0001").code == 6)
    }
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
