import Foundation
import TestSupport
import Testing

@Suite("experiment files: what is read, refused and kept")
struct ExperimentFileTests {
  typealias Setup = ExperimentCommandTests

  @Test("every error of a file and of what it names is told at once and exits 2")
  func broken() throws {
    let text = Setup.experiment("candidates: [nwe]", "seeds: 5000", arms: "{today: ours@bse.yaml}")
    try Setup.with(text) { path, _ in
      for command in [
        ["compare", path], ["check", path], ["check", path, "--format", "concise"],
      ] {
        let result = try Baton.run(command)
        #expect(result.code == 2)
        let told = result.text + result.errors
        for part in ["ci.yaml:4", "unknown arm `nwe`", "cannot read `bse.yaml`", "5000"] {
          #expect(told.contains(part), "\(command): \(told)")
        }
      }
    }
  }

  @Test("a policy that can't be placed is told at its place, with the arithmetic")
  func placement() throws {
    let text = Setup.experiment(arms: "{today: afd@vera-rubin-lpx, new: afd}")
      .replacing("[chat, rag]", with: "[coding-assistant]")
    try Setup.with(text) { path, _ in
      let result = try Baton.run("check", path)
      #expect(result.code == 2 && result.text.contains("error[B702]: FFN weights"))
      #expect(result.text.contains("ci.yaml:4:15"))
    }
  }

  @Test("check takes every kind of file, and a good experiment is good")
  func check() throws {
    try Setup.with(Setup.experiment()) { path, folder in
      let result = try Baton.run("check", path, "\(folder)/base.yaml", "workloads/chat.yaml")
      #expect(result.code == 0 && result.text.isEmpty)
      #expect(result.errors.components(separatedBy: ": ok\n").count == 4)
      let broken = try Baton.run("check", path, "--set", "baseline=tody")
      #expect(broken.code == 2 && broken.text.contains("did you mean `today`?"))
      let platform = try Baton.run("check", "\(folder)/base.yaml", "--set", "platform=x")
      #expect(platform.code == 2 && platform.text.contains("`--set` has no effect"))
    }
  }

  @Test("an experiment without a baseline is one, and compare asks for it")
  func noBaseline() throws {
    try Setup.with(Setup.experiment(baseline: nil)) { path, _ in
      #expect(try Baton.run("check", path).code == 0)
      let result = try Baton.run("compare", path)
      #expect(result.code == 2 && result.errors.contains("names no `baseline`"))
      let given = try Baton.run("compare", path, "--baseline", "new", "--seeds", "2", "--json")
      #expect(try CompareRecord(given).candidates == ["today"])
    }
  }

  @Test("no file, an empty one, and one on standard input")
  func none() throws {
    #expect(try Baton.run("compare", "none.yaml").code == 2)
    try Baton.file(Data()) { path in
      let result = try Baton.run("compare", path)
      #expect(result.code == 2 && result.errors.contains("B007"))
    }
    let text = Setup.experiment("seeds: 2")
    let piped = try Baton.run(["compare", "-", "--json"], input: Data(text.utf8))
    #expect(try CompareRecord(piped).scenarios == ["chat", "rag"])
  }

  @Test(
    "commands that take a workload say what takes an experiment",
    arguments: ["run", "generate", "inspect"])
  func elsewhere(_ command: String) throws {
    try Setup.with(Setup.experiment()) { path, _ in
      let result = try Baton.run([command, path] + (command == "generate" ? ["-o", "-"] : []))
      #expect(
        result.code == 2 && result.errors.contains("is an experiment file"), "\(result.errors)")
    }
  }

  @Test("a kept baseline stands in for the baseline, or is refused with the reason")
  func saved() throws {
    let alone = Setup.experiment("seeds: 3", arms: "{ours: ours@base.yaml}", baseline: nil)
    try Setup.with(alone) { path, folder in
      let file = "\(folder)/baseline.json"
      let first = try Baton.run(
        "compare", path, "--baseline", "ours", "--candidate", "ours", "--save-baseline", file)
      #expect(first.code == 0, "\(first.errors)")
      let same = try Baton.run("compare", path, "--against", file, "--json")
      #expect(same.code == 0, "\(same.errors)")
      let record = try CompareRecord(same)
      #expect(record.baseline == "ours" && record.candidates == ["ours"])
      #expect(record.verdict == "equivalent" && record.scenarios == ["chat", "rag"])
      let slow = try Baton.run(
        "compare", path, "--against", file, "--set", "arms.ours=ours@slow.yaml", "--json")
      let found = try CompareRecord(slow).metrics.first { $0.metric == "p99 ttft" }
      #expect(found?.baselineValue == record.metrics.first?.baselineValue)
      #expect(found?.verdict != "equivalent")
      let loads = try Baton.run("compare", path, "--against", file, "--load", "2")
      #expect(loads.code == 2 && loads.errors.contains("it has no workload `chat` at load 2"))
      let changed = try Baton.run("compare", path, "--against", file, "--set", "set.duration=11s")
      #expect(changed.code == 2 && changed.errors.contains("the workload has changed"))
      let other = try Baton.run(
        "compare", path, "--against", file, "--set", "arms={ours: afd, new: afd}", "--set",
        "baseline=ours")
      #expect(other.code == 2 && other.errors.contains("its `ours` was `ours`, and is `afd`"))
      let named = try Baton.run(
        "compare", path, "--against", file, "--set", "arms={today: afd, new: afd}", "--set",
        "baseline=today")
      #expect(
        named.code == 2 && named.errors.contains("it is of `ours`, and the baseline is `today`"))
    }
  }

  @Test("traces are judged by their sessions, each under its own name")
  func traces() throws {
    let tiny = Repository.path("traces/tiny.jsonl")
    let copy = "other.jsonl"
    let text = """
      experiment: recorded
      traces: [\(tiny), \(copy)]
      arms: [gpu-disaggregated, afd]
      baseline: afd
      assert: [p99 ttft of users < 1h]
      """
    let trace = try Repository.text("traces/tiny.jsonl")
    try CompareTests.files(["ci.yaml": text, copy: trace]) { folder in
      let result = try Baton.run("compare", "\(folder)/ci.yaml", "--json")
      let record = try CompareRecord(result)
      #expect(record.scenarios == ["tiny.jsonl", "other.jsonl"])
      let seeds = try Baton.run("compare", "\(folder)/ci.yaml", "--seeds", "3")
      #expect(seeds.code == 64 && seeds.errors.contains("have no seeds"))
      let model = try Baton.run("compare", "\(folder)/ci.yaml", "--model", "kimi-k2")
      #expect(model.code == 2 && model.errors.contains("says itself what models"))
      let unknown = try Baton.run("compare", "\(folder)/ci.yaml", "--set", "traces.1=gone.jsonl")
      #expect(unknown.code == 2 && unknown.errors.contains("cannot read `gone.jsonl`"))
    }
  }

  @Test("the document's example checks and gives a verdict")
  func example() throws {
    let text = try Repository.text("Docs/Experiments.md")
    let fence = "<!-- example -->\n```yaml\n"
    let start = try #require(text.firstRange(of: fence))
    let rest = text[start.upperBound...]
    let example = String(rest[..<(try #require(rest.firstRange(of: "```")).lowerBound)])
    try Setup.with(example) { path, _ in
      let check = try Baton.run("check", path)
      #expect(check.code == 0 && check.text.isEmpty, "\(check.text)")
      let result = try Baton.run(
        "compare", path, "--set", "set.duration=10s", "--set", "set.warm-up=1s", "--seeds", "5",
        "--max-seeds", "5", "--json")
      #expect([0, 3, 4, 5].contains(result.code), "\(result.errors)")
      let record = try CompareRecord(result)
      #expect(record.baseline == "today" && record.candidates == ["new"])
      #expect(record.scenarios.count == 4)
    }
  }
}
