import ArgumentParser
import Domain
import Foundation
import Reporting
import TraceFormats
import WorkloadLanguage

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say whether candidates are better than a baseline, by how much, and how sure it is.",
    discussion: """
      Every seed's trace is replayed under every arm, so differences are paired. Options take the \
      place of an experiment's keys. Exit codes: \
      0 pass, 2 invalid input, 3 an assertion failed, 4 regression, 5 inconclusive (with \
      --fail-on-inconclusive), 6 nothing measured.
      """)

  @Argument(help: "A workload, a trace or an experiment, or - for standard input.")
  var input: String
  @OptionGroup var ask: CompareAsk
  @OptionGroup var outputs: CompareOutputs

  func validate() throws {
    try ask.validateArms()
    let files = files
    if Set(files).count < files.count {
      throw ValidationError("each output has a file of its own")
    }
    if let file = files.first(where: { $0 == input || $0 == ask.against }) {
      throw ValidationError("`\(file)` is read, and can't be written as well")
    }
  }

  /// What is written beside standard output.
  private var files: [String] {
    [ask.saveBaseline, outputs.markdown, outputs.junit, outputs.html]
      .compactMap { $0 }.filter { $0 != "-" }
  }

  private func tell(_ failure: Failure) { outputs.tell(failure, of: input) }

  func run() async {
    await Console.run(telling: tell) {
      // Before the work, which may take minutes.
      for file in files { try Output.check(file) }
      let saved = try ask.against.map { try SavedBaseline(Input($0)) }
      let input = try Input(input)
      let catalog = try Shelf.catalog(
        knowing: try CompareInput.isTrace(input, ask.format)
          ? [] : ask.arms + Shelf.platforms(in: input))
      let experiment = try ask.experiment(for: input, catalog: catalog)
      let scenarios = try CompareInput.scenarios(
        of: experiment, input: input, format: ask.format, catalog: catalog)
      try ask.check(experiment, scenarios)
      experiment.tellUnvaried()
      var request = try CompareRequest(
        experiment, file: experiment.name.isEmpty ? nil : input.name, scenarios: scenarios,
        saved: saved, isUnpaired: ask.unpaired)
      request.budget = ask.iso
      var run = try CompareRun(request, catalog: catalog, threads: ask.threads, saved: saved)
      var comparison = try await run.run()
      comparison.assumed = run.assumed
      comparison.sizes = run.sizes
      if ask.sensitivity { comparison.mark(try await run.sensitivity(of: comparison)) }
      if let path = ask.saveBaseline { try Output.write(run.baselineFile.bytes, to: path) }
      let isStrict = experiment.failsOnInconclusive
      try outputs.write(
        comparison, title: request.title, file: self.input == "-" ? nil : input.name,
        failsOnInconclusive: isStrict)
      return comparison.exitCode(failsOnInconclusive: isStrict)
    }
  }
}

/// What is compared, and how strictly.
struct CompareAsk: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The arm to measure against: POLICY or POLICY@PLATFORM.", valueName: "arm"))
  var baseline: String?
  @Option(
    name: .long,
    help: ArgumentHelp("An arm that may take its place. May be repeated.", valueName: "arm"))
  var candidate: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp("A platform of the catalog, or a platform file.", valueName: "platform"))
  var platform: String?
  @Option(
    name: .long,
    help:
      "Give candidates racks of as much `power`, `cost` or as many `devices` as the baseline has.")
  var iso: Budget?

  @Option(
    name: .long, help: "Seeds, each an independent replicate (default: \(CompareAsk.usualSeeds)).")
  var seeds: Int?
  @Option(name: .long, help: "The first seed; the others follow it (default: 1).")
  var seed: UInt64?
  @Option(
    name: .long,
    help: "Add seeds, twice as many each time, until every metric is decided or there are so many.")
  var maxSeeds: Int?
  @Option(
    name: .long, help: "How much worse is as good (default: 5%).",
    transform: CompareAsk.tolerance)
  var tolerance: Double?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What is judged, such as `p99 ttft, goodput`. May be repeated.", valueName: "list"),
    transform: CompareAsk.metrics)
  var metrics: [[GatedMetric]] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What must hold for candidates, such as `p99 ttft of users < 1s`. May be repeated.",
      valueName: "assertion"))
  var assert: [String] = []

  @Option(name: .long, help: "Multiplies every rate, concurrency and at-once count (default: 1).")
  var load: Double?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Replaces a value of the workload, or of the experiment, first.", valueName: "path=value"))
  var set: [String] = []
  @Option(
    name: .long, help: "Format of a trace; found from its content without this.",
    transform: ReplayCommand.format(named:))
  var format: TraceFormat?
  @Option(name: .long, help: "Model of a trace that names none (default: deepseek-r1).")
  var model: String?

  @Option(name: .long, help: ArgumentHelp("Keep the baseline's values.", valueName: "file"))
  var saveBaseline: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Compare with a kept baseline in place of replaying one.", valueName: "file")
  )
  var against: String?
  @Flag(name: .long, help: "Compare with a kept baseline's own seeds, on others.")
  var unpaired = false
  @Flag(inversion: .prefixedNo, help: "Exit with 5 if something could not be decided.")
  var failOnInconclusive: Bool?
  @Flag(
    name: .long,
    help: "Judge once more with each assumed figure at both ends of its range; mark what changes.")
  var sensitivity = false
  @Option(name: .long, help: "Replays at the same time. Results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  static let usualSeeds = Experiment.usualSeeds
  static let mostSeeds = Experiment.mostSeeds
  static let usualTolerance = Experiment.usualTolerance

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads is at least 1") }
    guard load ?? 1 > 0, load?.isFinite ?? true else {
      throw ValidationError("--load is above zero")
    }
    for count in [seeds, maxSeeds] {
      guard (1...CompareAsk.mostSeeds).contains(count ?? 1) else {
        throw ValidationError("--seeds and --max-seeds are between 1 and \(CompareAsk.mostSeeds)")
      }
    }
    guard seed ?? 1 <= .max - UInt64(CompareAsk.mostSeeds) else {
      throw ValidationError("--seed leaves no room for the seeds that follow it")
    }
  }

  /// All that may name a platform.
  var arms: [String?] { [platform, baseline] + candidate }

  func validateArms() throws {
    if against != nil, baseline != nil || saveBaseline != nil {
      throw ValidationError("--against takes the place of --baseline and --save-baseline")
    }
    if iso != nil, against != nil || saveBaseline != nil {
      throw ValidationError("--iso sizes candidates by a baseline that is replayed")
    }
    if sensitivity, against != nil {
      throw ValidationError(
        "--sensitivity needs a baseline that is replayed, not one that was kept")
    }
    if unpaired, against == nil {
      throw ValidationError("--unpaired needs --against: replayed arms share their seeds")
    }
    let measures = metrics.joined().map(\.name)
    if let twice = measures.indices.first(where: { measures[..<$0].contains(measures[$0]) }) {
      throw ValidationError("--metrics names `\(measures[twice])` twice")
    }
    if Set(candidate).count < candidate.count {
      throw ValidationError("each --candidate is named once")
    }
  }

  static func tolerance(_ text: String) throws -> Double {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : ""
    guard let percent = Double(digits), percent > 0, percent < 100 else {
      throw ValidationError("`\(text)` is no tolerance; write `5%`")
    }
    return percent / 100
  }

  static func metrics(_ text: String) throws -> [GatedMetric] {
    let parts = text.split(separator: ",")
    guard !parts.isEmpty else { throw ValidationError("--metrics names at least one metric") }
    return try parts.map { part in
      guard let metric = GatedMetric(text: String(part)) else {
        throw ValidationError(
          "`\(part)` is no metric that can be judged; write `p99 ttft`, `mean tpot` or `goodput`")
      }
      return metric
    }
  }
}
