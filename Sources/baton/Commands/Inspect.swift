import ArgumentParser
import Domain
import Reporting
import TraceFormats
import TraceGeneration

struct Inspect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a workload will produce, or what a trace holds, before any replay.")

  @Argument(
    help: "A workload file, a trace file, or - for standard input.")
  var file: String
  @Flag(name: .long, help: "Print the figures as JSON.") var json = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Draw it as one page, - for standard output; the text is printed beside a file.",
      valueName: "file.html"))
  var html: String?
  @Option(
    name: .long, help: "Format of a trace; found from its content without this.",
    transform: { try ReplayCommand.format(named: $0) })
  var format: TraceFormat?
  @Option(name: .long, help: "Model of a trace that names none.") var model = "deepseek-r1"
  @OptionGroup var draw: DrawOptions

  func validate() throws {
    if json, html == "-" {
      throw ValidationError("--json and --html - both claim standard output")
    }
  }

  func run() async {
    await Console.run {
      let input = try Input(file)
      if let html, html != "-" { try Output.check(html) }
      let (header, summary, checks) =
        try isTrace(input) ? inspectTrace(input) : inspectWorkload(input)
      if let html {
        let page = InspectPage.text(header, summary, checks: checks)
        try Output.write(Array(page.utf8), to: html)
        if html == "-" { return 0 }
      }
      if json {
        try Output.print(InspectJSON.text(header, summary, checks: checks))
      } else {
        let text = InspectText(
          header, summary, checks: checks, width: Console.width, isColoured: Console.isColored)
        try Output.print(text.text)
      }
      return 0
    }
  }

  private typealias Findings = (TraceHeader, TraceSummary, [DistributionCheck])

  /// A trace is one by `--format` or by its content; everything else is taken for a workload, whose
  /// reader says what is wrong with it.
  private func isTrace(_ input: Input) throws -> Bool {
    if format != nil { return true }
    let start = try input.chunks()() ?? []
    return TraceFormat.detect(start) != nil || TraceFormat.isPacked(start)
  }

  private func inspectWorkload(_ input: Input) throws -> Findings {
    let file = try WorkloadFile(input, overrides: draw.set, catalog: try Shelf.catalog())
    var generator = try file.generator(seed: draw.seed, load: draw.load)
    generator.recordDraws()
    var survey = TraceSurvey(generator.header)
    let progress = TraceProgress("looked at", of: generator.header)
    do throws(TraceError) {
      var session = TraceSession()
      while try generator.next(&session) {
        survey.add(session)
        progress.saw(session)
      }
      progress.end()
    } catch {
      throw Failure.trace(error, in: input.name)
    }
    var summary = survey.finish()
    summary.endedByWindow = generator.sessionsEndedByWindow
    summary.arrivals = generator.arrivalChecks(started: summary.classes.map(\.sessions))
    return (generator.header, summary, generator.distributionChecks())
  }

  private func inspectTrace(_ input: Input) throws -> Findings {
    guard draw.isUntouched else {
      throw Failure.input(
        "`\(input.name)` is a trace: --seed, --load and --set are for workloads",
        help: "a trace is what it is; inspect the workload it was generated from")
    }
    do throws(TraceError) {
      let opened = try TraceReader.open(
        format: format, model: model, chunks: try chunks(of: input))
      let progress = TraceProgress("looked at", of: opened.header) { input.shareRead(times: 1) }
      var source = progress.watch(opened)
      let summary = try TraceSurvey.summary(of: &source)
      progress.end()
      return (source.header, summary, [])
    } catch {
      throw Failure.trace(error, in: input.name)
    }
  }
}
