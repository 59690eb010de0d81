import ArgumentParser
import Domain
import Foundation
import Reporting
import TraceFormats
import TraceGeneration
import WorkloadLanguage

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Write a workload whose traces have a trace's statistics, and say how near they come.",
    discussion: """
      The workload names no file: classes, arrivals, sizes, shapes of sessions and what prompts \
      share are written as a person would. Read it, rename what it names, and sign it.
      """)

  @Argument(help: "A trace of any format, or - for standard input.") var trace: String
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
  @Option(name: .long, help: "Model of a trace that names none.") var model = "deepseek-r1"

  func validate() throws {
    guard (1...100).contains(seeds) else {
      throw ValidationError("--seeds is a whole number from 1 to 100")
    }
  }

  func run() async {
    await Console.run {
      let input = try Input(trace)
      if output != "-" { try Output.check(output) }
      let catalog = try Shelf.catalog()
      let fit = try fitted(input, catalog)
      var report = fit.report
      let text = file(fit.workload, input, catalog, &report)
      let target = try Output(output)
      try target.write(Array(text.utf8))
      try target.finish()
      let shown =
        json
        ? FitJSON.text(report)

        : FitText(report, width: Console.width, isColoured: Console.isColored).text
      if output == "-" { Console.note(shown) } else { try Output.print(shown) }
      return 0
    }
  }

  /// The file, which gets no warning: what would give one is left out, and said.
  private func file(
    _ fitted: Workload, _ input: Input, _ catalog: Catalog, _ report: inout FitReport
  ) -> String {
    var workload = fitted
    workload.description = description(input, report)
    addWindow(workload, catalog, &report)
    let text = WorkloadText.text(workload, comment: comment(report))
    let found = WorkloadFile.read(
      LoadedFile(name: output, bytes: Array(text.utf8)), [], catalog
    ).diagnostics
    guard !found.isEmpty, !workload.assertions.isEmpty else { return text }
    report.warnings.append(
      "\(workload.assertions.count) assertions of the trace are left out: they don't fit what is "
        + "left")
    workload.assertions = []
    return WorkloadText.text(workload, comment: comment(report))
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

  private func fitted(_ input: Input, _ catalog: Catalog) throws -> TraceFit {
    let stem = URL(filePath: input.name).deletingPathExtension().lastPathComponent
    do throws(TraceError) {
      return try TraceFit(
        name: name ?? stem, seeds: (1...UInt64(seeds)).map { $0 },
        open: { () throws(TraceError) in
          try TraceReader.open(format: format, model: model, chunks: try chunks(of: input))
        },
        generate: { workload, seed throws(TraceError) in
          do {
            return try WorkloadFile(workload, catalog: catalog).generator(seed: seed, load: 1)
          } catch {
            throw TraceError("the fitted workload can't be generated: \(error)", line: 0)
          }
        })
    } catch {
      throw Failure.trace(error, in: input.name)
    }
  }

  /// Names of files may hold what YAML gives a meaning.
  private func description(_ input: Input, _ report: FitReport) -> String {
    let file = URL(filePath: input.name).lastPathComponent.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        ? character : "-"
    }
    return "Fitted to \(report.requests) requests of \(String(file))."
  }

  /// What a reader must know who sees the file without the report.
  private func comment(_ report: FitReport) -> [String] {
    report.warnings.prefix(6).flatMap { lines("- " + $0) }
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
