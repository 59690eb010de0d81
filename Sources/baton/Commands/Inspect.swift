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
    help: ArgumentHelp(
      "A workload file, or a trace in one or several files or a folder; or - for standard input.",
      valueName: "file"))
  var files: [String]
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
      if let html, html != "-" { try Output.check(html) }
      let (header, summary, checks) = try inspected()
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

  /// Several files and folders are traces.
  private func inspected() throws -> Findings {
    if files.count == 1, !Input.isFolder(files[0]) {
      let input = try Input(files[0])
      if try !isTrace(input) { return try inspectWorkload(input) }
      return try inspectTrace(TraceFiles(input, format: format, model: model))
    }
    return try inspectTrace(TraceFiles(files, format: format, model: model))
  }

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

  private func inspectTrace(_ files: TraceFiles) throws -> Findings {
    guard draw.isUntouched else {
      throw Failure.input(
        "`\(files.name)` is a trace: --seed, --load and --set are for workloads",
        help: "a trace is what it is; inspect the workload it was generated from")
    }
    do throws(TraceError) {
      return try survey(files, isSorting: false)
    } catch {
      // Rows out of order are looked at in order, and told; of other errors the first counts.
      if let sorted = try? survey(files, isSorting: true) { return sorted }
      throw Failure.trace(error, in: files.name)
    }
  }

  private func survey(_ files: TraceFiles, isSorting: Bool) throws(TraceError) -> Findings {
    let opened = try files.open(isSorting: isSorting)
    let progress = TraceProgress("looked at", of: opened.header)
    var source = progress.watch(opened)
    var summary = try TraceSurvey.summary(of: &source)
    progress.end()
    var header = source.header
    if let report = (opened as? any ImportedTrace)?.report {
      header.account = report.account
      summary.anomalies = report.anomalies + summary.anomalies
    }
    return (header, summary, [])
  }
}
