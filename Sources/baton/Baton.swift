import ArgumentParser

@main
struct Baton: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baton",
    abstract: "A language for agentic inference workloads, and a replayer of placement policies.",
    version: "0.1.0")
}
