import ArgumentParser

@main
struct Baton: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baton",
    abstract: "A language for agentic inference workloads, and a replayer of placement policies.",
    version: "0.1.0",
    subcommands: [
      Run.self, Check.self, Init.self, Inspect.self, Generate.self, Merge.self, ReplayCommand.self,
      Explain.self, Schema.self,
    ])
}
