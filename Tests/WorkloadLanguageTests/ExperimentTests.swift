import Domain
import TestSupport
import Testing
import WorkloadLanguage

@Suite("experiment files")
struct ExperimentTests {
  private static func read(
    _ text: String, files: [String: String] = BrokenExperiments.files, overrides: [String] = []
  ) -> (experiment: Experiment?, diagnostics: [Diagnostic]) {
    let resolver = FileResolver(shipped: ["chat"]) { name, importer in
      let path = name == "chat" ? "chat.yaml" : "ci/\(name)"
      return files[name].map { LoadedFile(name: path, bytes: Array($0.utf8)) }
    }
    return ExperimentReader.read(
      source: SourceText(name: "ci/ours.yaml", text: text),
      surroundings: BrokenExperiments.surroundings(resolver), overrides: overrides)
  }

  @Test("every key is read, and paths are those by which the caller finds the files")
  func whole() throws {
    let (experiment, diagnostics) = Self.read(
      """
      experiment: rollout
      description: May it?
      workloads: [chat, quiet.yaml]
      set: {duration: 5m, traffic.users.sessions: {poisson: 2/s}, assert: [p99 ttft < 1h]}
      arms:
        today: gpu-disaggregated
        new: ours@mine.yaml
      platform: mine.yaml
      baseline: today
      candidates: [new]
      loads: [1, 1.5]
      seeds: 6
      max-seeds: 24
      first-seed: 100
      tolerance: 2.5%
      metrics: [p99 ttft, goodput]
      assert: [p99 ttft of users < 2s]
      fail-on-inconclusive: yes
      """)
    #expect(diagnostics.rendered() == "")
    let found = try #require(experiment)
    #expect(found.name == "rollout" && found.description == "May it?")
    #expect(found.subjects == [.shipped("chat"), .workload("ci/quiet.yaml")])
    #expect(
      found.changes == [
        #"duration="5m""#, #"traffic.users.sessions={"poisson": "2/s"}"#,
        #"assert=["p99 ttft < 1h"]"#,
      ])
    #expect(
      found.arms == [
        Experiment.Arm(name: "today", policy: "gpu-disaggregated"),
        Experiment.Arm(name: "new", policy: "ours", platform: "ci/mine.yaml"),
      ])
    #expect(found.platform == "ci/mine.yaml")
    #expect(found.baseline == "today" && found.candidates == ["new"])
    #expect(found.loads == [1, 1.5] && found.firstSeed == 100)
    #expect(found.seeds == 6 && found.maxSeeds == 24 && found.tolerance == 0.025)
    #expect(found.metrics == [Measure(.ttft, .percentile(99)), Measure(.goodput)])
    #expect(found.assertions.map(\.text) == ["p99 ttft of users < 2s"])
    #expect(found.failsOnInconclusive && found.model == nil)
  }

  @Test("what is left out is left to the question")
  func least() throws {
    let (experiment, diagnostics) = Self.read(
      "experiment: rollout\ntraces: [conv.jsonl]\narms: [afd, gpu-aggregated@vera-rubin]\n")
    #expect(diagnostics.rendered() == "")
    let found = try #require(experiment)
    var expected = Experiment(name: "rollout", subjects: [.trace("conv.jsonl")])
    expected.arms = [
      Experiment.Arm(name: "afd", policy: "afd"),
      Experiment.Arm(
        name: "gpu-aggregated@vera-rubin", policy: "gpu-aggregated", platform: "vera-rubin"),
    ]
    #expect(found == expected)
    #expect(found.compared == ["afd", "gpu-aggregated@vera-rubin"])
  }

  @Test("all arms but the baseline are candidates")
  func compared() throws {
    let text = BrokenExperiments.on("", arms: "arms: {new: afd, today: afd, other: afd}")
    #expect(try #require(Self.read(text).experiment).compared == ["new", "other"])
  }

  @Test("an override replaces a key of the experiment")
  func overrides() throws {
    let (experiment, diagnostics) = Self.read(
      BrokenExperiments.on("seeds: 12"), overrides: ["seeds=24", "arms.new=afd@mine.yaml"])
    #expect(diagnostics.rendered() == "")
    #expect(experiment?.seeds == 24)
    #expect(experiment?.arm("new")?.platform == "ci/mine.yaml")
  }

  @Test("an error in a file that an experiment names is told with its own place, once")
  func errorElsewhere() {
    var files = BrokenExperiments.files
    files["quiet.yaml"] = files["quiet.yaml"]?.replacing("agent: coder", with: "agent: codr")
    files["mine.yaml"] = files["mine.yaml"]?.replacing("racks: 4", with: "racks: four")
    let text = BrokenExperiments.on(
      "platform: mine.yaml", subjects: "workloads: [chat, quiet.yaml]",
      arms: "arms: {today: afd, new: ours}")
    let (experiment, diagnostics) = Self.read(text, files: files)
    #expect(experiment == nil)
    #expect(
      diagnostics.map { "\($0.code.rawValue) \($0.location.source.name)" } == [
        "B205 ci/mine.yaml", "B301 ci/quiet.yaml",
      ])
  }

  @Test("an assertion or metric is not doubted where a workload could not be read")
  func unsure() {
    let text = BrokenExperiments.on(
      "metrics: [p99 silence]\nassert: [p99 ttft of callers < 1s]",
      subjects: "workloads: [chat, chta]")
    #expect(Self.read(text).diagnostics.map(\.code) == [.importNotFound])
  }

  @Test(
    "a file is what its keys say, also where its first key is misspelt",
    arguments: [
      ("experiment: a\nplatform: b", FileKind.experiment), ("platform: a", .platform),
      ("workload: a", .workload), ("arms: {}\nexperiment: a", .experiment),
      ("experimnt: a\nplatform: b", .platform), ("experimnt: a", .experiment),
      ("platfrom: a", .platform), ("", .workload), ("- a", .workload), ("model: a", .workload),
      (": : [", .workload),
    ])
  func kinds(_ text: String, _ kind: FileKind) {
    #expect(FileKind(of: SourceText(name: "a.yaml", text: text)) == kind)
  }
}
