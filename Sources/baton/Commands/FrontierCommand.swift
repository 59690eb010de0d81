import ArgumentParser
import Domain
import Foundation
import Reporting
import WorkloadLanguage

struct FrontierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "Show speed for each user against output for each megawatt, over rising load.",
    discussion: """
      Every arm is replayed at the same loads, from a nearly idle fleet to a full one. Points at \
      which requests that wait become ever more are marked and left out of the comparison.
      """)

  @Argument(help: "A workload or an experiment, or - for standard input.") var input: String?
  @OptionGroup var fixed: FixedLength
  @OptionGroup var ask: SweepAsk
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Loads to replay, as in 0.5,1,2 (default: found from the arms).", valueName: "list"),
    transform: FrontierCommand.loads)
  var loads: [Double]?
  @Option(
    name: .long,
    help: ArgumentHelp("Replay only part I of N of the points, as in 2/8.", valueName: "i/n"),
    transform: Sweep.Shard.read)
  var shard: Sweep.Shard?
  @Option(name: .long, help: "Loads of each arm, where they aren't named (default: 12).")
  var points: Int?
  @Option(name: .long, help: "Seeds of each point, whose mean is shown (default: 1).")
  var seeds: Int?
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("Show speed and goodput of one class.", valueName: "name"))
  var className = "all"
  @Option(
    name: .long,
    help: "Give all arms racks of as much `power`, `cost` or as many `devices` as the first has.")
  var iso: Budget?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Vary each arm by a key of its policy or platform, as in engines.decode.tensor=2,4,8. Of "
        + "several keys every combination is replayed. May be repeated.", valueName: "key=values"))
  var vary: [String] = []
  @Flag(
    name: .long,
    help: "Replay with each assumed figure at both ends of its range, and show how far arms move.")
  var sensitivity = false
  @OptionGroup var outputs: FrontierOutputs

  func validate() throws {
    guard (input == nil) != (fixed.isl == nil) else {
      throw ValidationError("name a workload or an experiment, or give --isl and --osl")
    }
    guard (2...100).contains(points ?? 12) else {
      throw ValidationError("--points is between 2 and 100")
    }
    if points != nil, loads != nil {
      throw ValidationError("--points has no effect beside --loads")
    }
    if fixed.isl != nil, let loads, let load = loads.first(where: { $0 != $0.rounded() }) {
      throw ValidationError("with --isl loads are numbers of users, which \(load) is not")
    }
    guard (1...Experiment.mostSeeds).contains(seeds ?? 1) else {
      throw ValidationError("--seeds is between 1 and \(Experiment.mostSeeds)")
    }
    if shard != nil, ask.runs == nil {
      throw ValidationError("--shard needs --runs, the folder that all parts write to")
    }
    if let file = outputs.files.first(where: { $0 == input }) {
      throw ValidationError("`\(file)` is read, and can't be written as well")
    }
  }

  static func loads(_ text: String) throws -> [Double] {
    let loads = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.drop { $0 == " " })
    }
    let found = loads.compactMap(\.self).filter { $0 > 0 && $0.isFinite }
    guard !found.isEmpty, found.count == loads.count, Set(found).count == found.count else {
      throw ValidationError("`\(text)` are no loads; write `0.5,1,2`, each once and above zero")
    }
    return found
  }

  func run() async {
    await Console.run {
      let input = try fixed.workload ?? Input(input ?? "-")
      let catalog = try ask.catalog(for: input)
      let experiment = try ask.experiment(input, catalog: catalog)
      let variations = try variations(experiment)
      let subjects = try SweepSubject.all(
        of: experiment, input: input, catalog: catalog, budget: iso, variations: variations)
      for subject in subjects { try check(subject) }
      let loads = loads ?? experiment.loads
      if shard != nil, loads == nil {
        throw Failure.usage("--shard needs --loads: a part can't tell where the fleet is full")
      }
      let run = FrontierRun(
        sweep: try ask.sweep(experiment, seeds: seeds ?? experiment.seeds ?? 1, shard: shard),
        subjects: subjects, loads: loads, points: points ?? 12,
        series: fixed.isl == nil ? .decades : .doublings, className: className,
        isSensitive: sensitivity)
      guard let frontiers = try await run.run() else { return 0 }
      let title = experiment.name.isEmpty ? subjects.first?.name ?? "" : experiment.name
      try outputs.write(frontiers, title: title)
      return 0
    }
  }

  /// Those of the experiment and of the command line, which take the place of those of one key.
  private func variations(_ experiment: Experiment) throws -> [Variation] {
    let own = try vary.map { text in
      let (variation, found) = VariationReader.read(text, origin: "--vary")
      guard let variation else { throw Failure.rendered(Console.text(found), found) }
      return variation
    }
    let paths = own.map(\.path)
    guard Set(paths).count == paths.count else {
      throw Failure.usage("each key of --vary is named once")
    }
    let all = experiment.variations.filter { !paths.contains($0.path) } + own
    if iso != nil, let path = all.map(\.path).first(where: { $0.hasPrefix("pools.") }) {
      throw Failure.usage("--iso says how many racks there are, and `\(path)` too: leave one out")
    }
    return all
  }

  private func check(_ subject: SweepSubject) throws {
    guard className != "all" else { return }
    let names = subject.file.workload.classes.map(\.name)
    guard names.contains(className) else {
      throw Failure.input(
        "`\(subject.name)` has no class `\(className)`",
        help: "it has " + names.map { "`\($0)`" }.joined(separator: ", "))
    }
  }
}

/// How frontiers are shown, and where.
struct FrontierOutputs: ParsableArguments {
  @Flag(name: .long, help: "Print the points as JSON.") var json = false
  @Option(
    name: .long,
    help: ArgumentHelp("Write the points as a table, - for standard output.", valueName: "file"))
  var csv: String?

  @Option(
    name: .long, help: ArgumentHelp("Write a page that needs nothing else.", valueName: "file"))
  var html: String?

  @Option(
    name: .long, help: ArgumentHelp("Write the chart alone, as SVG.", valueName: "file"))
  var svg: String?

  var files: [String] { [csv, html, svg].compactMap(\.self).filter { $0 != "-" } }

  func validate() throws {
    let claims = [json, csv == "-", html == "-", svg == "-"].count { $0 }
    if claims > 1 { throw ValidationError("only one of the outputs can be standard output") }
    if Set(files).count < files.count {
      throw ValidationError("each output has a file of its own")
    }
  }

  func write(_ frontiers: [Frontier], title: String) throws {
    let table = FrontierCSV.text(frontiers)
    if let csv, csv != "-" { try Output.write(Array(table.utf8), to: csv) }
    let page = FrontierPage.text(frontiers, title: title)
    if let html, html != "-" { try Output.write(Array(page.utf8), to: html) }
    let figure = FrontierFigure.text(frontiers)
    if let svg, svg != "-" { try Output.write(Array(figure.utf8), to: svg) }
    if json {
      try Output(nil).write(FrontierJSON.bytes(frontiers))
    } else if csv == "-" {
      try Output.print(table)
    } else if html == "-" {
      try Output.print(page)
    } else if svg == "-" {
      try Output.print(figure)
    } else {
      let text = FrontierText(
        frontiers, title: title, width: Console.width, isColoured: Console.isColored)
      try Output.print(text.text)
    }
  }
}
