import ArgumentParser
import Domain
import Foundation
import Reporting
import TraceFormats
import TraceGeneration
import WorkloadLanguage

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract:
      "Write a workload whose traces have a trace's statistics, and say how near they come.",
    discussion: """
      The workload reads no file: classes, arrivals, sizes, shapes of sessions and what prompts \
      share are written as a person would. Read it, rename what it names, and sign it.
      """)

  @Argument(
    help: ArgumentHelp(
      "A trace of any format, in one or several files or a folder; or - for standard input.",
      valueName: "trace"))
  var traces: [String]
  @Option(name: .shortAndLong, help: "The workload to write, or - for standard output.")
  var output: String
  @Option(name: .long, help: "Name of the workload; made from the file's without this.")
  var name: String?
  @Flag(name: .long, help: "Print the report of the fit as JSON.") var json = false
  @Option(
    name: .long,
    help: ArgumentHelp("Regenerated traces that are compared, from seed 1 on.", valueName: "count"))
  var seeds = 5
  @Option(
    name: .long, help: "Format of the trace; found from its content without this.",
    transform: { try ReplayCommand.format(named: $0) })
  var format: TraceFormat?
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      Model of a trace that names none; without this the usual one, or where its window is too \
      short the next that takes the longest request.
      """))
  var model: String?

  func validate() throws {
    guard (1...100).contains(seeds) else {
      throw ValidationError("--seeds is a whole number from 1 to 100")
    }
  }

  func run() async {
    await Console.run {
      if output != "-" { try Output.check(output) }
      let catalog = try Shelf.catalog()
      let input = try FitModel.choose(
        for: TraceFiles(traces, format: format, model: model ?? ReplayCommand.usualModel),
        named: model, in: catalog)
      var (text, report) = try fitted(input, catalog, points: nil)
      if lineCount(text) > Fit.mostLines {
        (text, report) = try fitted(input, catalog, points: 4)
      }
      let target = try Output(output)
      try target.write(Array(text.utf8))
      try target.finish()
      let shown =
        json
        ? FitJSON.text(report)

        : FitText(report, width: Console.width, isColoured: Console.isColored).text
      if let model { Console.note(FitModel.note(of: model, in: catalog)) }
      if output == "-" { Console.note(shown) } else { try Output.print(shown) }
      return 0
    }
  }

  /// What a person still reads and signs.
  private static let mostLines = 80

  /// Lines of the workload, without the comment.
  private func lineCount(_ text: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).count { !$0.hasPrefix("#") } - 1
  }

  private func fitted(
    _ input: TraceFiles, _ catalog: Catalog, points: Int?
  ) throws -> (text: String, report: FitReport) {
    let fit = try fit(input, catalog, points: points)
    var report = fit.report
    let text = file(fit.workload, input, catalog, &report)
    return (text, report)
  }

  /// The file, which gets no warning: what would give one is left out, and said.
  private func file(
    _ fitted: Workload, _ input: TraceFiles, _ catalog: Catalog, _ report: inout FitReport
  ) -> String {
    var workload = fitted
    workload.description = description(input, report)
    if let note = input.modelNote { report.warnings.append(note) }
    addWindow(workload, catalog, &report)
    let text = written(workload, report)
    let found = WorkloadFile.read(
      LoadedFile(name: output, bytes: Array(text.utf8)), [], catalog
    ).diagnostics
    guard !found.isEmpty, !workload.assertions.isEmpty else { return text }
    report.warnings.append(
      "\(workload.assertions.count) assertions of the trace are left out: they don't fit what is "
        + "left")
    workload.assertions = []
    return written(workload, report)
  }

  /// A long file has no blank lines.
  private func written(_ workload: Workload, _ report: FitReport) -> String {
    var isSpaced = true
    if lineCount(WorkloadText.text(workload)) > Fit.mostLines { isSpaced = false }
    let lines = lineCount(WorkloadText.text(workload, isSpaced: isSpaced))
    return WorkloadText.text(
      workload, comment: comment(report, most: Fit.mostLines - lines), isSpaced: isSpaced)
  }

  /// Prompts that the model doesn't take end their sessions.
  private func addWindow(
    _ workload: Workload, _ catalog: Catalog, _ report: inout FitReport
  ) {
    guard let name = workload.classes.first?.model,
      let window = catalog.models.first(where: { $0.name == name })?.contextLimit,
      report.longest > window
    else { return }
    report.warnings.append(
      "the longest request has \(report.longest) tokens, \(name) takes \(window): sessions end "
        + "there; --model names another")
  }

  private func fit(
    _ input: TraceFiles, _ catalog: Catalog, points: Int?
  ) throws -> TraceFit {
    let progress = TraceProgress("looked at")
    defer { progress.end() }
    do throws(TraceError) {
      return try TraceFit(
        name: name ?? input.stem, seeds: (1...UInt64(seeds)).map { $0 }, points: points,
        isShort: { lineCount(WorkloadText.text($0, isSpaced: false)) <= Fit.mostLines },
        open: { () throws(TraceError) in progress.watch(try input.open()) },
        generate: { workload, seed throws(TraceError) in
          do {
            let file = WorkloadFile(workload, catalog: catalog)
            return progress.watch(try file.generator(seed: seed, load: 1))
          } catch {
            throw TraceError("the fitted workload can't be generated: \(error)", line: 0)
          }
        })
    } catch {
      throw Failure.trace(error, in: input.name)
    }
  }

  /// Names of files may hold what YAML gives a meaning.
  private func description(_ input: TraceFiles, _ report: FitReport) -> String {
    let file = input.file.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        ? character : "-"
    }
    return "Fitted to \(report.requests) requests of \(String(file))."
  }

  /// What a reader must know who sees the file without the report.
  ///
  /// - Parameter most: lines that there is room for.
  private func comment(_ report: FitReport, most: Int) -> [String] {
    var found: [String] = []
    for warning in report.warnings.prefix(6) {
      let more = lines("- " + warning)
      guard found.count + more.count <= most else { break }
      found += more
    }
    return found
  }

  private func lines(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 96 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(lines.isEmpty ? String(word) : "  " + word)
      }
    }
    return lines
  }
}
