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

  private static let commands: [(name: String, type: any ParsableCommand.Type)] = [
    ("run", Run.self), ("check", Check.self), ("init", Init.self), ("inspect", Inspect.self),
    ("generate", Generate.self), ("import", ImportCommand.self), ("export", ExportCommand.self),
    ("merge", Merge.self), ("transform", Transform.self),
    ("fit", Fit.self),
    ("replay", ReplayCommand.self),
    ("compare", Compare.self), ("frontier", FrontierCommand.self), ("report", ReportCommand.self),
    ("capacity", CapacityCommand.self), ("study", Study.self), ("explain", Explain.self),
    ("schema", Schema.self), ("accuracy", AccuracyCommand.self), ("catalog", CatalogCommand.self),
  ]

  /// The subcommand that the first argument names, or all of them.
  ///
  /// The parser takes milliseconds to describe all to itself, as much as a small replay takes.
  private static var wanted: [any ParsableCommand.Type] {
    let named = commands.filter { $0.name == CommandLine.arguments.dropFirst().first }
    return (named.isEmpty ? commands : named).map(\.type)
  }
}
