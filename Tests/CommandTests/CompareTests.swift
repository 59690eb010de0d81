import Foundation
import Testing

@Suite("compare")
struct CompareTests {
  static let short = ["--set", "duration=60s", "--set", "warm-up=5s"]

  static func compare(_ arguments: String...) throws -> Baton.Result {
    try Baton.run(["compare", "workloads/chat.yaml"] + arguments + short)
  }

  /// The aggregated placement on racks of the catalog, with one thing changed.
  static func platform(_ name: String, _ policy: String) -> String {
    """
    platform: \(name)
    pools: {gpu: {chip: rubin, racks: 1}}
    policies:
      ours: {extends: gpu-aggregated, \(policy)}
    """
  }

  static func files(
    _ contents: [String: String], _ body: (String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in contents {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    try body(folder.path)
  }

  @Test("a broken file is annotated where it is broken; what is found stands at the file")
  func annotations() throws {
    try Baton.file(Data("workload: w\nmodle: x\n".utf8)) { path in
      let result = try Baton.run(
        "compare", path, "--baseline", "afd", "--candidate", "afd", "--annotations")
      #expect(result.code == 2)
      #expect(result.errors.contains("::error file=\(path),line=2,col=1"), "\(result.errors)")
    }
    let found = try Self.compare(
      "--baseline", "gpu-aggregated", "--candidate", "afd", "--seeds", "8", "--annotations")
    #expect(
      found.errors.contains("::notice file=workloads/chat.yaml,title=chat%3A improved"),
      "\(found.errors)")
  }

  @Test("a comparison that comes to nothing is an error in JUnit, with the reason")
  func brokenJUnit() throws {
    try Self.files(["w.yaml": "workload: w\nmodle: x\n"]) { folder in
      let result = try Baton.run(
        "compare", folder + "/w.yaml", "--baseline", "afd", "--candidate", "afd", "--junit",
        folder + "/v.xml")
      #expect(result.code == 2)
      let text = try String(contentsOfFile: folder + "/v.xml", encoding: .utf8)
      #expect(text.contains("errors=\"1\"") && text.contains("did you mean `model`"), "\(text)")
    }
  }

  @Test("what is named twice or has no effect is refused with the reason")
  func useless() throws {
    let arms = ["--baseline", "afd", "--candidate", "afd"]
    let twice = try Baton.run(
      ["compare", "workloads/chat.yaml", "--metrics", "p99 ttft, goodput, p99 ttft"] + arms)
    #expect(twice.code == 64 && twice.errors.contains("names `p99 ttft` twice"))
    for (options, reason) in [
      (["--set", "duration=1m"], "--set has no effect: it is replayed as it stands"),
      (["--save-baseline", "b.json"], "--save-baseline has no effect: a kept baseline holds"),
      (["--seeds", "4"], "--seeds has no effect: sessions are resampled"),
    ] {
      let result = try Baton.run(["compare", "traces/tiny.jsonl"] + arms + options)
      #expect(result.code == 64 && result.errors.contains(reason), "\(result.errors)")
    }
    let unknown = try Baton.run(
      "compare", "workloads/chat.yaml", "--baseline", "afd", "--candidate", "afd@h100")
    #expect(unknown.code == 2 && unknown.errors.contains("--> --candidate:1:1"))
  }

  @Test("neither threads nor the order of candidates change a byte")
  func sameBytes() throws {
    let arms = ["gpu-disaggregated", "afd"]
    let first = try Self.compare(
      "--baseline", "gpu-aggregated", "--candidate", arms[0], "--candidate", arms[1], "--seeds",
      "6", "--json", "--threads", "1")
    let second = try Self.compare(
      "--baseline", "gpu-aggregated", "--candidate", arms[1], "--candidate", arms[0], "--seeds",
      "6", "--json", "--threads", "3")
    #expect(first.output == second.output && !first.output.isEmpty)
    let record = try CompareRecord(first)
    #expect(record.seeds == 6 && Set(record.metrics.map(\.candidate)) == Set(arms))
    #expect(record.verdicts.map(\.candidate) == arms.sorted())
    for each in record.verdicts {
      let own = Set(record.metrics.filter { $0.candidate == each.candidate }.map(\.verdict))
      #expect(own.contains(each.verdict))
      #expect(own.contains("regressed") == (each.verdict == "regressed"))
    }
  }

  @Test(
    "an arm that draws nothing is equivalent to itself and exits 0; its noise floor is zero")
  func itself() throws {
    let result = try Self.compare("--baseline", "afd", "--candidate", "afd", "--seeds", "4")
    #expect(result.code == 0 || result.code == 3)
    #expect(result.text.contains("noise floor: zero; nothing in the baseline's replay is random"))
    #expect(result.text.contains("verdict: equivalent"))
    #expect(!result.text.contains("regressed"))
  }

  @Test("an arm that draws is replayed once more under other draws, which is its noise floor")
  func noiseFloor() throws {
    let platform = Self.platform("ours", "routing: random")
    try Self.files(["p.yaml": platform]) { folder in
      let arms = [
        "--baseline", "ours@\(folder)/p.yaml", "--candidate", "gpu-aggregated@\(folder)/p.yaml",
        "--seeds", "3",
      ]
      let result = try Baton.run(
        ["compare", "workloads/chat.yaml"] + arms + Self.short + ["--html", folder + "/page.html"])
      #expect(result.text.contains(/noise floor: at most [\d.]+ %, the baseline against itself/))
      #expect(result.text.contains(/\n {2}users: p99 ttft [\d.]+ %, p99 itl/))
      let page = try String(contentsOfFile: folder + "/page.html", encoding: .utf8)
      #expect(page.contains("class=\"floor\"") && page.contains("Noise floor: at most"))
      let json = arms + Self.short + ["--json"]
      let first = try Baton.run(["compare", "workloads/chat.yaml"] + json + ["--threads", "1"])
      let second = try Baton.run(["compare", "workloads/chat.yaml"] + json + ["--threads", "3"])
      #expect(first.output == second.output)
      let noise = try #require(first.text.firstMatch(of: /"noise":\[\{.*?"ratio":([\d.e-]+)/))
      #expect(Double(noise.output.1) != 1)
    }
  }

  @Test("a kept baseline is compared seed by seed, or unpaired on other seeds when asked")
  func kept() throws {
    let platform = Self.platform("ours", "routing: random")
    try Self.files(["p.yaml": platform]) { folder in
      let (arm, kept) = ("ours@\(folder)/p.yaml", folder + "/kept.json")
      func run(_ more: String...) throws -> Baton.Result {
        try Baton.run(
          ["compare", "workloads/chat.yaml", "--candidate", arm, "--seeds", "3"] + more + Self.short
        )
      }
      let saved = try run("--baseline", arm, "--save-baseline", kept)
      let paired = try run("--against", kept)
      // The same seeds: the same values, noise floor and verdicts, but no sessions to pair.
      for text in [saved.text, paired.text] {
        #expect(text.contains("p99 ttft") && text.contains("noise floor: at most"))
        #expect(text.contains(/p99 ttft .* 1.000 {3}1.000–1.000 {2}1.000 {2}equivalent/))
      }
      let other = try run("--against", kept, "--seed", "11")
      #expect(other.code == 2 && other.errors.contains("--seed 1 --seeds 3"))
      #expect(other.errors.contains("--unpaired"))
      let unpaired = try run("--against", kept, "--seed", "11", "--unpaired")
      #expect(unpaired.text.contains("own 3, unpaired"))
      #expect(unpaired.text.contains("noise floor: at most") && unpaired.code != 4)
      let shared = try run("--against", kept, "--seed", "3", "--unpaired")
      #expect(shared.code == 2 && shared.errors.contains("both have seed 3"))
      let changed = try run("--against", kept, "--seed", "11", "--unpaired", "--load", "1.5")
      #expect(changed.code == 2 && changed.errors.contains("at load 1.5"))
      #expect(try run("--baseline", arm, "--unpaired").code == 64)
    }
  }

  @Test("a missed assertion exits 3, of the file or of the command line; one that holds doesn't")
  func assertions() throws {
    let arms = ["--baseline", "afd", "--candidate", "afd", "--seeds", "2"]
    let plain = arms + ["--set", "assert=[p99 ttft < 1h]"]
    func run(_ more: String...) throws -> Baton.Result {
      try Baton.run(["compare", "workloads/chat.yaml"] + plain + more + Self.short)
    }
    #expect(try run().code == 0)
    let missed = try run("--assert", "p50 ttft of users < 1us")
    #expect(missed.code == 3 && missed.text.contains("✗ p50 ttft of users < 1us"))
    #expect(try run("--assert", "p50 ttft of users < 1h").code == 0)
    // Nothing of this tenant was measured.
    #expect(try run("--assert", "p50 ttft of tenant nobody < 1h").code == 3)
    let unknown = try run("--assert", "p50 ttft of userss < 1h")
    #expect(unknown.code == 2 && unknown.errors.contains("names nothing that is compared"))
    let wrong = try run("--assert", "p50 ttfft of users < 1h")
    #expect(wrong.code == 2 && wrong.errors.contains("did you mean `ttft`?"))
  }

  @Test("too few seeds are inconclusive, say how many would do, and exit 5 only when asked")
  func inconclusive() throws {
    let arms = ["--baseline", "gpu-disaggregated", "--candidate", "gpu-aggregated", "--seeds", "3"]
    let more = ["--set", "assert=[p99 ttft < 1h]", "--metrics", "p99 ttft"]
    let run = { (last: [String]) in
      try Baton.run(["compare", "workloads/chat.yaml"] + arms + more + Self.short + last)
    }
    let lenient = try run([])
    #expect(lenient.code == 0 && lenient.text.contains("verdict: inconclusive"))
    #expect(lenient.text.contains(/would be decided by about \d+ seeds/))
    #expect(lenient.errors.contains("warning[B604]: 3 seeds cannot show any difference"))
    #expect(lenient.errors.contains("--seeds:1:1") && lenient.errors.contains("use at least 8"))
    let strict = try run(["--fail-on-inconclusive", "--junit", "-"])
    #expect(
      strict.code == 5 && strict.text.contains("<failure") && !strict.text.contains("<skipped"))
    #expect(try run(["--junit", "-"]).text.contains(/<skipped message=".*about \d+ seeds"/))
  }

  @Test("a class without a completed request exits 6 and is named")
  func nothingMeasured() throws {
    let result = try Baton.run([
      "compare", "workloads/chat.yaml", "--baseline", "afd", "--candidate", "afd", "--seeds", "2",
      "--set", "duration=2s", "--set", "warm-up=1999ms", "--set",
      "traffic.users.sessions.poisson=1/h",
    ])
    #expect(result.code == 6 && result.text.contains("nothing measured"))
  }

  @Test("a metric that nothing compared has is refused with its reason, as it is of a file")
  func unmeasurable() throws {
    for metric in ["deadline-misses", "p99 silence", "underruns"] {
      let result = try Self.compare(
        "--baseline", "afd", "--candidate", "afd", "--metrics", "p99 ttft, \(metric)")
      #expect(result.code == 2 && result.output.isEmpty, "\(metric): \(result.text)")
      #expect(result.errors.contains("error[B504]") && result.errors.contains("--metrics:1:1"))
    }
  }

  @Test("outputs that can't be written are refused before the work, in plain words")
  func unwritable() throws {
    try Self.files([:]) { folder in
      for option in ["--html", "--junit", "--markdown", "--save-baseline"] {
        for (path, reason) in [
          ("\(folder)/none/x", "No such file or directory"), (folder, "folder"),
        ] {
          // No such workload: the output is looked at before.
          let result = try Baton.run(
            "compare", "none.yaml", "--baseline", "afd", "--candidate", "afd", option, path)
          #expect(result.code == 2 && result.errors.contains(reason), "\(result.errors)")
          #expect(result.errors.contains(path))
        }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      let full = try Self.compare(
        "--baseline", "afd", "--candidate", "afd", "--seeds", "1", "--html", "/dev/full")
      #expect(
        full.code == 1
          && full.errors.hasSuffix(
            "error: writing `/dev/full` failed: No space left on device\n")
      )
    }
  }

  @Test("invalid input exits 2, wrong usage 64")
  func errors() throws {
    #expect(try Self.compare("--baseline", "afdd", "--candidate", "afd").code == 2)
    #expect(
      try Baton.run("compare", "none.yaml", "--baseline", "afd", "--candidate", "afd").code == 2)
    for wrong in [
      ["--baseline", "afd"], ["--candidate", "afd"],
      ["--baseline", "afd", "--candidate", "afd", "--candidate", "afd"],
      ["--baseline", "afd", "--candidate", "afd", "--metrics", "p42 ttft"],
      ["--baseline", "afd", "--candidate", "afd", "--tolerance", "0.05"],
      ["--baseline", "afd", "--candidate", "afd", "--seeds", "0"],
      ["--baseline", "afd", "--candidate", "afd", "--max-seeds", "4"],
      ["--baseline", "afd", "--candidate", "afd", "--json", "--markdown", "-"],
      ["--baseline", "afd", "--candidate", "afd", "--metrics", ""],
      ["--baseline", "afd", "--candidate", "afd", "--model", "deepseek-r1"],
      ["--baseline", "afd", "--candidate", "afd", "--html", "one", "--junit", "one"],
      ["--baseline", "afd", "--candidate", "afd", "--markdown", "workloads/chat.yaml"],
    ] {
      let result = try Baton.run(["compare", "workloads/chat.yaml"] + wrong + Self.short)
      #expect(result.code == 64, "\(wrong): \(result.errors)")
    }
    let trace = try Baton.run(
      "compare", "traces/tiny.jsonl", "--baseline", "afd", "--candidate", "afd", "--seeds", "3")
    #expect(trace.code == 64 && trace.errors.contains("has no seeds"))
  }

  @Test("a trace of one session decides nothing, even of an arm and itself")
  func oneSession() throws {
    let row =
      #"{"timestamp": 1500, "input_length": 900, "output_length": 40, "hash_ids": [1, 2]}"#
    try Self.files(["one.jsonl": row + "\n"]) { folder in
      let result = try Baton.run(
        "compare", folder + "/one.jsonl", "--baseline", "afd", "--candidate", "afd", "--metrics",
        "p99 ttft")
      #expect(result.text.contains("verdict: inconclusive"), "\(result.text)\(result.errors)")
      #expect(result.text.contains("has 1 session, so there is nothing to"))
    }
  }

  @Test("one trace is compared by its sessions, resampled, and says so")
  func trace() throws {
    let result = try Baton.run(
      "compare", "traces/tiny.jsonl", "--baseline", "gpu-disaggregated", "--candidate", "afd")
    #expect(result.text.contains("the sessions of one trace, resampled"))
    #expect(result.text.contains("p99 tpot") && !result.text.contains("p99 itl"))
    let gaps = try Baton.run(
      "compare", "traces/tiny.jsonl", "--baseline", "afd", "--candidate", "afd", "--metrics",
      "p99 itl")
    #expect(gaps.code == 2 && gaps.errors.contains("`itl` of a trace cannot be judged"))
  }
}
