import ArgumentParser

@main
struct Baton: AsyncParsableCommand {
  static let version = "0.1.0"
  /// Raised whenever a replay of the same trace under the same policy gives other values.
  static let results = "1"

  static let configuration = CommandConfiguration(
    commandName: "baton",
    abstract: "A language for agentic inference workloads, and a replayer of placement policies.",
    version: Baton.version,
    subcommands: wanted)

  private static let commands: [Command] = [
    Command("run", Run.self, .catalog), Command("check", Check.self, .catalog),
    Command("init", Init.self), Command("inspect", Inspect.self),
    Command("generate", Generate.self, .catalog), Command("import", ImportCommand.self),
    Command("export", ExportCommand.self), Command("merge", Merge.self),
    Command("transform", Transform.self), Command("fit", Fit.self, .catalog),
    Command("replay", ReplayCommand.self, .catalog), Command("compare", Compare.self, .catalog),
    Command("frontier", FrontierCommand.self, .catalog), Command("report", ReportCommand.self),
    Command("capacity", CapacityCommand.self, .catalog), Command("study", Study.self, .catalog),
    Command("explain", Explain.self), Command("schema", Schema.self),
    Command("accuracy", AccuracyCommand.self, .catalog),
    Command("catalog", CatalogCommand.self, .catalog),
  ]

  /// The subcommand that the first argument names, or all of them.
  ///
  /// The parser takes milliseconds to describe all to itself, as much as a small replay takes.
  private static var wanted: [any ParsableCommand.Type] {
    (named.map { [$0] } ?? commands).map(\.type)
  }

  private static var named: Command? {
    commands.first { $0.name == CommandLine.arguments.dropFirst().first }
  }

  static func main() async {
    if named?.needs == .catalog { Shelf.open() }
    await main(nil)
  }
}

/// A subcommand, and what it surely reads.
private struct Command {
  enum Need { case nothing, catalog }

  var name: String
  var type: any ParsableCommand.Type
  var needs: Need

  init(_ name: String, _ type: any ParsableCommand.Type, _ needs: Need = .nothing) {
    (self.name, self.type, self.needs) = (name, type, needs)
  }
}
