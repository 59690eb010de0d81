import ArgumentParser
import Domain
import Foundation
import Reporting

struct CapacityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract:
      "Find the largest load at which the assertions hold, arm by arm; or the racks for one.",
    discussion: """
      Loads are tried until one holds and one doesn't, and the ratio between them is halved until \
      it is below --precision. An assertion holds at a load if the mean of its value over the \
      seeds does.
      """)

  @Argument(help: "A workload or an experiment, or - for standard input.") var input: String
  @OptionGroup var ask: SweepAsk
  @Option(name: .long, help: "Seeds of each load (default: 4).") var seeds: Int?
  @Option(
    name: .long,
    help: "How far the load that holds and the one that breaks may be apart (default: 5%).",
    transform: CompareAsk.tolerance)
  var precision: Double?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What must hold beside the workload's own, as `p99 ttft of users < 1s`. May be repeated.",
      valueName: "assertion"))
  var assert: [String] = []
  @Option(
    name: .long, help: "Largest load to try (default: where a replay has 1,000,000 requests).")
  var maxLoad: Double?
  @Option(
    name: .long,
    help: ArgumentHelp("Find the racks that carry this load instead.", valueName: "load"))
  var racksFor: Double?
  @Flag(name: .long, help: "Print the capacities as JSON.") var json = false

  static let usualSeeds = 4
  static let usualPrecision = 0.05

  func validate() throws {
    guard (1...Experiment.mostSeeds).contains(seeds ?? 1) else {
      throw ValidationError("--seeds is between 1 and \(Experiment.mostSeeds)")
    }
    guard precision ?? 1 >= 0.01 else { throw ValidationError("--precision is at least 1%") }
    for load in [maxLoad, racksFor].compactMap(\.self) {
      guard load > 0, load.isFinite else { throw ValidationError("a load is above zero") }
    }
    if racksFor != nil, maxLoad != nil {
      throw ValidationError("--max-load has no effect on --racks-for")
    }
    if racksFor != nil, precision != nil {
      throw ValidationError("--precision has no effect on --racks-for: racks are whole")
    }
  }

  func run() async {
    await Console.run {
      let input = try Input(input)
      let catalog = try ask.catalog(for: input)
      var experiment = try ask.experiment(input, catalog: catalog)
      experiment.assertions += try CompareAsk.assertions(assert)
      experiment.tellUnvaried()
      let subjects = try SweepSubject.all(of: experiment, input: input, catalog: catalog)
      if let subject = subjects.first(where: { $0.assertions.isEmpty }) {
        throw Failure.input(
          "`\(subject.name)` has no assertions, so nothing says what it must hold",
          help: "add `assert` to it, or `--assert \"p99 ttft < 1s\"`")
      }
      let sweep = try ask.sweep(
        experiment, seeds: seeds ?? experiment.seeds ?? CapacityCommand.usualSeeds)
      let title = experiment.name.isEmpty ? subjects.first?.name ?? "" : experiment.name
      if let load = racksFor {
        let needs = try await RackRun(sweep: sweep, subjects: subjects, load: load).run()
        try show(RackJSON.bytes(needs)) {
          RackText(needs, title: title, width: $0, isColoured: $1).text
        }
      } else {
        let run = CapacityRun(
          sweep: sweep, subjects: subjects, precision: precision ?? CapacityCommand.usualPrecision,
          mostLoad: maxLoad ?? .infinity)
        let found = try await run.run()
        try show(CapacityJSON.bytes(found)) {
          CapacityText(found, title: title, width: $0, isColoured: $1).text
        }
      }
      return 0
    }
  }

  private func show(_ bytes: [UInt8], _ text: (_ width: Int, _ isColoured: Bool) -> String) throws {
    if json {
      try Output(nil).write(bytes)
    } else {
      try Output.print(text(Console.width, Console.isColored))
    }
  }
}
