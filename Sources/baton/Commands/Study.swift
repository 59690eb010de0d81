import ArgumentParser
import Domain
import Foundation
import Reporting
import WorkloadLanguage

struct Study: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Measure how often `compare` errs on a workload, where the truth is known.",
    discussion: """
      One arm is compared with itself on other seeds, unpaired: whatever is called different is a \
      false alarm. With --paired and the arm's own name, it replays the same seeds under other \
      draws of the system, if it draws any; with another arm's name, the mean difference between \
      the two, over all seeds of the study, is taken out. Then --metric is made worse by each \
      --shift in one side's values, which the same comparisons should find.
      """)

  @Argument(help: "A workload file, or - for standard input.") var input: String
  @Option(name: .long, help: "POLICY or POLICY@PLATFORM.") var arm: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "On the same seeds: the same arm under other draws, or another made equal on average.",
      valueName: "arm"))
  var paired: String?
  @Option(
    name: .long,
    help: ArgumentHelp("A platform of the catalog, or a platform file.", valueName: "platform"))
  var platform: String?
  @Option(name: .long, help: "Comparisons; no seed serves two of them.") var comparisons = 200
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Seeds of each side, or `12..48` to add seeds until all is decided (default: "
        + "\(CompareAsk.usualSeeds)). May be repeated.", valueName: "seeds"),
    transform: Study.plan)
  var seeds: [VerdictStudy.SeedPlan] = []
  @Option(
    name: .long, help: "How much worse the metric is made (default: 0%). May be repeated.",
    transform: Study.shift)
  var shift: [Double] = []
  @Option(name: .long, help: "What is made worse.", transform: Study.metric(_:))
  var metric = GatedMetric(.ttft, .percentile(99))
  @Option(name: .long, help: "How much worse is as good.", transform: CompareAsk.tolerance)
  var tolerance = CompareAsk.usualTolerance
  @Option(
    name: .long,
    help: ArgumentHelp("What is judged, as of `compare`. May be repeated.", valueName: "list"),
    transform: CompareAsk.metrics)
  var metrics: [[GatedMetric]] = []
  @Option(name: .long, help: "Multiplies every rate, concurrency and at-once count.")
  var load = 1.0
  @Option(
    name: .long,
    help: ArgumentHelp("Replaces a value of the workload first.", valueName: "path=value"))
  var set: [String] = []
  @Option(name: .long, help: "The first seed; the others follow it.") var seed: UInt64 = 1
  @Flag(name: .long, help: "Print as JSON.") var json = false
  @Option(name: .long, help: "Comparisons at the same time. Results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  static let mostComparisons = 100_000

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads is at least 1") }
    guard load > 0, load.isFinite else { throw ValidationError("--load is above zero") }
    guard (1...Study.mostComparisons).contains(comparisons) else {
      throw ValidationError("--comparisons is between 1 and \(Study.mostComparisons)")
    }
    let used = UInt64(2 * comparisons * CompareAsk.mostSeeds)
    guard seed <= .max - used else {
      throw ValidationError("--seed leaves no room for the seeds that follow it")
    }
    guard metrics.isEmpty || metrics.joined().contains(metric) else {
      throw ValidationError("--metric `\(metric.name)` is none of those that are judged")
    }
  }

  func run() async {
    await Console.run {
      let report = try await StudyRun(self).report(threads: threads)
      if json {
        try Output(nil).write(report.json())
      } else {
        try Output.print(report.text)
      }
      return 0
    }
  }

  static func plan(_ text: String) throws -> VerdictStudy.SeedPlan {
    guard let plan = VerdictStudy.SeedPlan(text: text), plan.most <= CompareAsk.mostSeeds else {
      throw ValidationError(
        "`\(text)` is no number of seeds up to \(CompareAsk.mostSeeds); write `12` or `12..48`")
    }
    return plan
  }

  static func shift(_ text: String) throws -> Double {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : ""
    guard let percent = Double(digits), percent >= 0, percent <= 1000 else {
      throw ValidationError("`\(text)` is no share by which something is worse; write `10%`")
    }
    return percent / 100
  }

  /// Shares can't grow by a tenth and stay shares.
  static func metric(_ text: String) throws -> GatedMetric {
    guard let metric = GatedMetric(text: text), metric.metric.unit != .percent else {
      throw ValidationError("`\(text)` is no metric that can be made worse; write `p99 ttft`")
    }
    return metric
  }
}
