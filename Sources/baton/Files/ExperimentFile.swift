import BackendModel
import Domain
import Foundation
import TraceFormats
import TraceGeneration
import WorkloadLanguage

/// An experiment file with all that it names, read and checked.
enum ExperimentFile {
  /// - Throws: `Failure` with every diagnostic if one is an error; warnings go to standard error.
  static func experiment(
    _ input: Input, overrides: [String], catalog: Catalog
  ) throws -> Experiment {
    let (experiment, diagnostics) = read(input, try input.bytes(), overrides, catalog)
    let text = Console.text(diagnostics)
    guard let experiment else { throw Failure.rendered(text, diagnostics) }
    if !diagnostics.isEmpty { Console.note(text) }
    return experiment
  }

  static func read(
    _ input: Input, _ bytes: [UInt8], _ overrides: [String], _ catalog: Catalog
  ) -> (experiment: Experiment?, diagnostics: [Diagnostic]) {
    ExperimentReader.read(
      source: SourceText(name: input.name, bytes: bytes),
      surroundings: ExperimentSurroundings(
        files: WorkloadFile.resolver, catalog: catalog, trace: trace, obstacle: obstacle),
      overrides: overrides)
  }

  @Sendable private static func trace(
    _ path: String, _ importer: String, _ model: String?
  ) -> ExperimentSurroundings.TraceLookup {
    let found = WorkloadFile.path(path, in: importer)
    do {
      let input = try Input(found)
      let source = try TraceReader.open(
        model: model ?? ReplayCommand.usualModel, chunks: try input.chunks())
      return .found(path: found, source.header)
    } catch let error as TraceError {
      let place = error.line > 0 ? "line \(error.line): " : ""
      // A file has no key for the format that the command line may name.
      let help = error.help?.components(separatedBy: "; `--format`").first
      return .broken(place + error.message, help: help)
    } catch {
      return Input.obstacle(found).map { $0 == Input.missing ? .missing : .broken($0, help: nil) }
        ?? .missing
    }
  }

  @Sendable private static func obstacle(
    _ policy: String, _ platform: String?, _ catalog: Catalog, _ work: ExperimentWork
  ) -> ExperimentSurroundings.Obstacle? {
    do {
      let models =
        switch work {
        case .workload(let workload):
          try WorkloadFile(workload, catalog: catalog).generator(seed: 1, load: 1).header.models
        case .trace(let header): header.models
        }
      _ = try Arms.placement(policy, on: platform, models, catalog)
      return nil
    } catch let error as PlacementError {
      return .init(error.message, help: error.help)
    } catch {
      // What can't be generated is told when it is.
      return nil
    }
  }
}

extension Experiment {
  /// What asks a question other than `frontier`'s says so where the file varies arms.
  func tellUnvaried() {
    guard !variations.isEmpty else { return }
    Console.note("note: `vary` counts in `baton frontier`; here every arm is taken as it stands\n")
  }
}
