import ArgumentParser
import BackendModel
import Domain
import Foundation
import WorkloadLanguage

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check workload, platform and experiment files; every error is shown with its place.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, github, concise }

  @Argument(help: "Files of any kind, or - for standard input.") var files: [String]
  @Option(name: .long, help: "How to show what is found.") var format = Format.text
  @Option(
    name: .long,
    help: ArgumentHelp("Replaces a value of each file first.", valueName: "path=value"))
  var set: [String] = []

  func validate() throws {
    if files.isEmpty { throw ValidationError("name at least one file") }
  }

  func run() async {
    await Console.run {
      // A workload may use the models of a platform that is checked beside it.
      let catalog = try Shelf.catalog(knowing: platforms)
      var all: [Diagnostic] = []
      var hasFailed = false
      for path in files {
        do {
          let input = try Input(path)
          let found = try diagnostics(of: input, catalog)
          all += found
          if format == .text, !found.hasErrors { Console.note("\(input.name): ok\n") }
        } catch let failure as Failure {
          if let diagnostic = failure.diagnostic {
            all.append(diagnostic)
          } else {
            hasFailed = true
            Console.note(failure.text)
          }
        }
      }
      try show(all)
      return all.hasErrors || hasFailed ? 2 : 0
    }
  }

  private var platforms: [String] {
    files.filter { path in
      guard path != "-", let bytes = try? Input(path).bytes() else { return false }
      return FileKind(of: SourceText(name: path, bytes: bytes)) == .platform
    }
  }

  private func diagnostics(of input: Input, _ catalog: Catalog) throws -> [Diagnostic] {
    let bytes = try input.bytes()
    let source = SourceText(name: input.name, bytes: bytes)
    switch FileKind(of: source) {
    case .workload: return WorkloadFile.read(input, bytes, set, catalog).diagnostics
    case .experiment:
      let known = try Shelf.catalog(knowing: Shelf.platforms(in: input))
      return ExperimentFile.read(input, bytes, set, known).diagnostics
    case .platform:
      if let first = set.first { return [.uselessOverride(first, on: input.name)] }
      let (found, name, diagnostics) = CatalogReader.platform(source, in: catalog)
      guard let found, let name else { return diagnostics }
      return diagnostics + refusals(source, name, found)
    }
  }

  /// Policies of a platform file under which no model of the catalog can run.
  private func refusals(
    _ source: SourceText, _ name: String, _ catalog: Catalog
  ) -> [Diagnostic] {
    (catalog.platform(name)?.policies ?? []).compactMap { policy in
      guard let place = CatalogReader.place(ofPolicy: policy.name, in: source),
        let error = PlanBuilder.refusal(of: policy.name, on: name, catalog: catalog)
      else { return nil }
      return Diagnostic(
        .armCannotCarry, "no model can run under `\(policy.name)`: \(error.message)", at: place,
        help: error.help)
    }
  }

  private func show(_ found: [Diagnostic]) throws {
    switch format {
    case .text where found.isEmpty: break
    case .text: try Output.print(Console.text(found, on: STDOUT_FILENO))
    case .json: try Output.print(found.json + "\n")
    case .github: try Output.print(found.map { $0.githubAnnotation + "\n" }.joined())
    case .concise: try Output.print(found.map { $0.concise + "\n" }.joined())
    }
  }
}
