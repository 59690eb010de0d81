import ArgumentParser
import Domain
import Reporting
import WorkloadLanguage

struct Schema: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of workload, platform or experiment files, or of run records.")

  /// Files that have a schema.
  enum Kind: String, CaseIterable, Sendable {
    case workload, platform, experiment, run

    init(named name: String) throws {
      if let kind = Kind(rawValue: name) {
        self = kind
        return
      }
      let names = Kind.allCases.map(\.rawValue)
      let hint =
        Spelling.nearest(to: name, among: names).map { "did you mean `\($0)`?" }
        ?? "there are \(names.map { "`\($0)`" }.joined(separator: ", "))"
      throw ValidationError("no schema is called `\(name)`; \(hint)")
    }

    var text: String {
      switch self {
      case .workload: WorkloadSchema.jsonSchema
      case .platform: PlatformSchema.jsonSchema
      case .experiment: ExperimentSchema.jsonSchema
      case .run: RunSchema.text
      }
    }
  }

  @Argument(
    help: ArgumentHelp(
      "workload, platform, experiment or run (default: workload).", valueName: "kind"),
    transform: Kind.init(named:))
  var kind: Kind?

  func run() async {
    await Console.run {
      try Output.print((kind ?? .workload).text)
      return 0
    }
  }
}
