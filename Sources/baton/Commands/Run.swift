import ArgumentParser
import Domain
import TraceGeneration

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Generate a workload and replay it under each arm: the main job.")

  @Argument(help: "A workload file, or - for standard input.") var workload: String
  @OptionGroup var draw: DrawOptions
  @OptionGroup var options: ReplayOptions

  func run() async {
    await Console.run {
      let catalog = try Shelf.catalog(knowing: [options.platform] + options.policy)
      let file = try WorkloadFile(Input(workload), overrides: draw.set, catalog: catalog)
      let (seed, load) = (draw.seed, draw.load)
      let header = try file.generator(seed: seed, load: load).header
      return try await options.replay(header: header, catalog: catalog, name: workload) {
        try file.generator(seed: seed, load: load)
      }
    }
  }
}
