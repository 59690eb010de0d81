import ArgumentParser
import Domain
import TraceFormats
import TraceGeneration

struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Expand a workload into a timestamped trace.")

  @Argument(help: "A workload file, or - for standard input.") var workload: String
  @Option(name: .shortAndLong, help: "The trace to write, or - for standard output.")
  var output: String
  @OptionGroup var draw: DrawOptions

  func run() async {
    await Console.run {
      let catalog = try Shelf.catalog()
      let file = try WorkloadFile(Input(workload), overrides: draw.set, catalog: catalog)
      var generator = try file.generator(seed: draw.seed, load: draw.load)
      let target = try Output(output)
      do {
        var writer = NativeTraceWriter(header: generator.header)
        var session = TraceSession()
        var pending = 0
        while try generator.next(&session) {
          writer.append(session)
          pending += 1
          if pending % 64 == 0 { try target.write(writer.takeBytes()) }
        }
        writer.finish()
        try target.write(writer.takeBytes())
        try target.finish()
      } catch let error as TraceError {
        target.discard()
        throw Failure.trace(error, in: workload)
      }
      return 0
    }
  }
}
