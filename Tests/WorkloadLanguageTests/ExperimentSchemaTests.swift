import TestSupport
import Testing
import WorkloadLanguage

/// The JSON Schema of experiments under an independent validator.
@Suite(
  "the schema of experiments",
  .enabled(if: Validator.isAvailable, "needs python3 with the modules jsonschema and yaml"))
struct ExperimentSchemaTests {
  private static let good = [
    BrokenExperiments.on(
      """
      description: May it?
      set: {duration: 5m, traffic.users.sessions: {poisson: 2/s}}
      candidates: [new]
      platform: vera-rubin
      loads: [1, 1.5, 2]
      seeds: 6
      max-seeds: 24
      first-seed: 100
      tolerance: 2.5%
      metrics: [p99 ttft, p99.9 itl, p1 tps-per-user, goodput, tps-per-mw]
      assert: [p99 ttft of users < 2s, refused <= 1%]
      fail-on-inconclusive: "no"
      """),
    BrokenExperiments.trace("", subjects: "traces: [conv.jsonl]"),
    BrokenExperiments.on(
      "", arms: "arms: [afd, ours@mine.yaml]", baseline: "baseline: ours@mine.yaml"),
  ]

  private static let broken = BrokenExperiments.cases.filter { $0.overrides.isEmpty }

  @Test("what the reader accepts, perhaps with warnings, the schema accepts")
  func accepted() throws {
    for text in Self.good {
      let found = Broken("", files: BrokenExperiments.files, kind: .experiment) { text }.read()
      #expect(found.rendered() == "")
    }
    let warned = Self.broken.filter { !$0.read().hasErrors }
    #expect(warned.count >= 4)
    let texts = Self.good + warned.map(\.marked.text)
    let found = try Validator.complaints(about: texts, schema: ExperimentSchema.jsonSchema)
    for (text, complaint) in zip(texts, found) { #expect(complaint == nil, "\(text)") }
  }

  /// Errors of keys, kinds of values and units, which a schema can see.
  private static let visible: Set<String> = ["B101", "B103", "B201", "B209", "B210", "B602"]

  @Test("which broken experiments the schema rejects is what was reviewed")
  func rejected() throws {
    let bad = Self.broken.filter { $0.read().hasErrors }
    let found = try Validator.complaints(
      about: bad.map(\.marked.text), schema: ExperimentSchema.jsonSchema)
    let pairs = Array(zip(bad, found))
    for (file, complaint) in pairs
    where file.codes.contains(where: Self.visible.contains) && !file.marked.text.contains("set:") {
      #expect(complaint != nil, "\(file.title)")
    }
    let text = Validator.review(pairs.map { (file: $0.0, complaint: $0.1) })
    let path = "Tests/WorkloadLanguageTests/Snapshots/schema-broken-experiments.txt"
    #expect(try Repository.matches(path, text), "\(path) is stale; review BATON_UPDATE=1")
  }
}
