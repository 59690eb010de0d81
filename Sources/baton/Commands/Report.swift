import ArgumentParser
import Domain
import Foundation
import Reporting

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Draw runs as one page that needs nothing else.",
    discussion: """
      A run is what `run --json` or `replay --json` writes; with --why beside it the page also \
      says where the time of the slowest goes. Arms of several runs stand side by side.
      """)

  @Argument(
    help: ArgumentHelp(
      "Run records, folders of them, or - for standard input.", valueName: "run.json"))
  var runs: [String]
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The page, - for standard output.", valueName: "file.html"))
  var output: String

  func run() async {
    await Console.run {
      let files = try runs.flatMap(files)
      if let same = files.first(where: { $0 != "-" && Self.isSame($0, output) }) {
        throw Failure.input("the page would take the place of the record `\(same)`")
      }
      try Output.write(Array(ReportPage.text(try files.map(read)).utf8), to: output)
      return 0
    }
  }

  /// A file, or the records that a folder of runs has.
  private func files(_ path: String) throws -> [String] {
    guard Input.isFolder(path) else { return [path] }
    let found = try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    guard !found.isEmpty else { throw Failure.input("`\(path)` has no run records") }
    return found.map { URL(filePath: path).appending(path: $0).path }
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    URL(filePath: path).resolvingSymlinksInPath() == URL(filePath: other).resolvingSymlinksInPath()
  }

  private func read(_ path: String) throws -> StoredRun {
    let input = try Input(path)
    do {
      let run = try JSONDecoder().decode(StoredRun.self, from: Data(try input.bytes()))
      guard run.schema == RunRecord.schema else {
        throw Failure.input(
          "\(input.name) says that it is `\(run.schema)`, not `\(RunRecord.schema)`",
          help: "reports are drawn of what `baton run --json` writes")
      }
      guard !run.isEmpty else { throw Failure.input("\(input.name) has no arms") }
      return run
    } catch let error as DecodingError {
      throw Failure.input(
        "\(input.name) is no run record: \(Self.words(error))",
        help: "write one with `baton run WORKLOAD --json --why`")
    }
  }

  /// Where a record differs from what it should be.
  private static func words(_ error: DecodingError) -> String {
    // `arms[0].classes`, the first of a list being 0.
    func place(_ path: [any CodingKey]) -> String {
      let text = path.reduce(into: "") { text, key in
        if let index = key.intValue {
          text += "[\(index)]"
        } else {
          text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
        }
      }
      return path.isEmpty ? "" : " in `\(text)`"
    }
    return switch error {
    case .keyNotFound(let key, let context):
      "there is no `\(key.stringValue)`\(place(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "a value of another kind is needed\(place(context.codingPath))"
    case .dataCorrupted: "it is not JSON"
    @unknown default: "it can't be decoded"
    }
  }
}
