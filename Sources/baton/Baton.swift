import ArgumentParser

@main
struct Baton: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "baton",
    abstract: "A language for agentic inference workloads, and a replayer of placement policies.",
    version: Baton.version,
    subcommands: [
      Run.self, Check.self, Init.self, Inspect.self, Generate.self, ImportCommand.self,
      ExportCommand.self,
      Merge.self, ReplayCommand.self,
      Compare.self, FrontierCommand.self, ReportCommand.self, CapacityCommand.self, Study.self,
      Explain.self,
      Schema.self,
      AccuracyCommand.self,
      CatalogCommand.self,
    ])
}
